// Which URLs may be fetched. Every row is a URL that some other reader was tricked with, or a
// neighbour of the one form that is right.
#include "domain/intake/sns_urls.h"

#include <gtest/gtest.h>

#include <string>

namespace socbot {

namespace {

SnsTopic topic() {
    return *parse_sns_topic("arn:aws:sns:eu-west-1:123456789012:soc");
}

const std::string kFile = "SimpleNotificationService-0123456789abcdef0123456789abcdef.pem";
const std::string kHost = "https://sns.eu-west-1.amazonaws.com";

TEST(SnsCertificateUrl, HasOneForm) {
    EXPECT_TRUE(check_sns_certificate_url(kHost + "/" + kFile, topic()));
    EXPECT_TRUE(check_sns_certificate_url(kHost + ":443/" + kFile, topic()));
    EXPECT_EQ(sns_certificate_file(kHost + "/" + kFile), kFile);
}

class WrongCertificateUrl : public testing::TestWithParam<std::string> {};

TEST_P(WrongCertificateUrl, IsRefused) {
    const auto checked = check_sns_certificate_url(GetParam(), topic());
    ASSERT_FALSE(checked) << GetParam();
    EXPECT_EQ(checked.error().code(), Errc::unauthorised);
}

INSTANTIATE_TEST_SUITE_P(
    Rows,
    WrongCertificateUrl,
    testing::Values(
        "",
        "http://sns.eu-west-1.amazonaws.com/" + kFile,
        "HTTPS://sns.eu-west-1.amazonaws.com/" + kFile,
        "//sns.eu-west-1.amazonaws.com/" + kFile,
        "https:sns.eu-west-1.amazonaws.com/" + kFile,
        "https:\\\\sns.eu-west-1.amazonaws.com/" + kFile,
        "file:///etc/ssl/" + kFile,
        " https://sns.eu-west-1.amazonaws.com/" + kFile,
        // Another region, partition, service or owner.
        "https://sns.us-east-1.amazonaws.com/" + kFile,
        "https://sns.eu-west-1.amazonaws.com.cn/" + kFile,
        "https://sns.eu-west-1.amazonaws.eu/" + kFile,
        "https://sns.amazonaws.com/" + kFile,
        "https://sns.s3-ap-southeast-2.amazonaws.com/" + kFile,
        "https://sns.s3.amazonaws.com/" + kFile,
        "https://s3.amazonaws.com/sns.eu-west-1.amazonaws.com/" + kFile,
        "https://sns.eu-west-1.amazonaws.com.evil.example/" + kFile,
        "https://evil.example/sns.eu-west-1.amazonaws.com/" + kFile,
        "https://evilsns.eu-west-1.amazonaws.com/" + kFile,
        "https://sns.eu-west-1.amazonaws.comevil.example/" + kFile,
        "https://sns-eu-west-1.amazonaws.com/" + kFile,
        "https://SNS.eu-west-1.amazonaws.com/" + kFile,
        "https://sns.eu-west-1.amazonaws.com./" + kFile,
        "https://127.0.0.1/" + kFile,
        "https://[::1]/" + kFile,
        // Users and ports.
        "https://user@sns.eu-west-1.amazonaws.com/" + kFile,
        "https://sns.eu-west-1.amazonaws.com@evil.example/" + kFile,
        "https://sns.eu-west-1.amazonaws.com:443@evil.example/" + kFile,
        "https://sns.eu-west-1.amazonaws.com:8443/" + kFile,
        "https://sns.eu-west-1.amazonaws.com:/" + kFile,
        "https://sns.eu-west-1.amazonaws.com:4430/" + kFile,
        "https://sns.eu-west-1.amazonaws.com:443evil.example/" + kFile,
        // Paths.
        kHost,
        kHost + "/",
        kHost + kFile,
        kHost + "//" + kFile,
        kHost + "/x/" + kFile,
        kHost + "/x/../" + kFile,
        kHost + "\\" + kFile,
        kHost + "/" + kFile + "?x",
        kHost + "/" + kFile + "#x",
        kHost + "/" + kFile + ".pem",
        kHost + "/?x=" + kFile,
        kHost + "/#" + kFile,
        kHost + "/" + kFile + "\n",
        kHost + "/" + kFile + std::string(1, '\0'),
        kHost + "/SimpleNotificationService.pem",
        kHost + "/SimpleNotificationService-0123456789ABCDEF0123456789ABCDEF.pem",
        kHost + "/SimpleNotificationService-0123456789abcdef0123456789abcde.pem",
        kHost + "/SimpleNotificationService-0123456789abcdef0123456789abcdef0.pem",
        kHost + "/SimpleNotificationService-0123456789abcdef0123456789abcdeg.pem",
        kHost + "/SimpleNotificationService-%30123456789abcdef0123456789abcd.pem",
        kHost + "/SimpleNotificationService-0123456789abcdef/../../etc/passwd.pem",
        kHost + "/simplenotificationservice-0123456789abcdef0123456789abcdef.pem"
    )
);

const std::string kToken = "2336412f37fb";
const std::string kArn = "arn:aws:sns:eu-west-1:123456789012:soc";

Result<void> check_subscribe(const std::string& url) {
    SnsEnvelope confirmation;
    confirmation.type = SnsType::subscription_confirmation;
    confirmation.topic_arn = kArn;
    confirmation.token = kToken;
    confirmation.subscribe_url = url;
    return check_sns_subscribe_url(confirmation, topic());
}

TEST(SnsSubscribeUrl, ConfirmsThisTopicWithThisToken) {
    EXPECT_TRUE(check_subscribe(
        kHost + "/?Action=ConfirmSubscription&TopicArn=" + kArn + "&Token=" + kToken
    ));
    EXPECT_TRUE(check_subscribe(
        kHost + "/?Token=" + kToken +
        "&Action=ConfirmSubscription&TopicArn=arn%3Aaws%3Asns%3Aeu-west-1" + "%3a123456789012%3asoc"
    ));
}

class WrongSubscribeUrl : public testing::TestWithParam<std::string> {};

TEST_P(WrongSubscribeUrl, IsRefused) {
    const auto checked = check_subscribe(GetParam());
    ASSERT_FALSE(checked) << GetParam();
    EXPECT_EQ(checked.error().code(), Errc::unauthorised);
}

INSTANTIATE_TEST_SUITE_P(
    Rows,
    WrongSubscribeUrl,
    testing::Values(
        "https://evil.example/?Action=ConfirmSubscription&TopicArn=" + kArn + "&Token=" + kToken,
        "https://169.254.169.254/?Action=ConfirmSubscription&TopicArn=" + kArn + "&Token=" + kToken,
        "https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=" + kArn +
            "&Token=" + kToken,
        "http://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=" + kArn +
            "&Token=" + kToken,
        kHost + "/?Action=Unsubscribe&TopicArn=" + kArn + "&Token=" + kToken,
        kHost + "/?Action=ConfirmSubscription&TopicArn=" + kArn,
        kHost + "/?Action=ConfirmSubscription&Token=" + kToken,
        kHost + "/?TopicArn=" + kArn + "&Token=" + kToken,
        kHost + "/?Action=ConfirmSubscription&TopicArn=" + kArn + "&Token=other",
        kHost + "/?Action=ConfirmSubscription&TopicArn=" + kArn + "2&Token=" + kToken,
        kHost + "/?Action=ConfirmSubscription&TopicArn=" + kArn + "&Token=" + kToken +
            "&Action=Unsubscribe",
        kHost + "/?Action=ConfirmSubscription&TopicArn=" + kArn + "&Token=" + kToken +
            "&AuthenticateOnUnsubscribe=false",
        kHost + "/?Action=ConfirmSubscription&TopicArn=" + kArn + "&Token=" + kToken +
            "&Token=" + kToken,
        kHost + "/?Action=ConfirmSubscription&TopicArn=" + kArn + "&Token=" + kToken + "#x",
        kHost + "/?Action=ConfirmSubscription&TopicArn=" + kArn + "&Token=" + kToken + "&",
        kHost + "/?Action=ConfirmSubscription&TopicArn=%zz&Token=" + kToken,
        kHost + "/x?Action=ConfirmSubscription&TopicArn=" + kArn + "&Token=" + kToken,
        kHost + "?Action=ConfirmSubscription&TopicArn=" + kArn + "&Token=" + kToken,
        kHost + "/?action=ConfirmSubscription&TopicArn=" + kArn + "&Token=" + kToken
    )
);

TEST(SnsSubscribeUrl, BelongsToThePinnedTopic) {
    SnsEnvelope confirmation;
    confirmation.topic_arn = "arn:aws:sns:eu-west-1:123456789012:other";
    confirmation.token = kToken;
    confirmation.subscribe_url = kHost +
                                 "/?Action=ConfirmSubscription&TopicArn=" + confirmation.topic_arn +
                                 "&Token=" + kToken;
    EXPECT_FALSE(check_sns_subscribe_url(confirmation, topic()));
}

}  // namespace

}  // namespace socbot
