// The order and edges of the checks.
#include "domain/intake/sns_check.h"

#include "support/sns_signer.h"

#include <gtest/gtest.h>

#include <string>

namespace socbot {

namespace {

using testing::kSnsNow;
using testing::SnsSigner;

SnsRules rules() {
    return {
        {*parse_sns_topic("arn:aws:sns:us-east-1:123456789012:other"),
         *parse_sns_topic("arn:aws:sns:eu-west-1:123456789012:soc")}};
}

SnsEnvelope notification(Milliseconds before_now = {}) {
    SnsEnvelope envelope;
    envelope.topic_arn = "arn:aws:sns:eu-west-1:123456789012:soc";
    envelope.sent = kSnsNow - before_now;
    envelope.certificate_url = SnsSigner::notification("").at("SigningCertURL");
    return envelope;
}

TEST(SnsCheck, TakesAPinnedTopic) {
    const auto pinned = rules();
    const auto topic = admit_sns(pinned, notification(), kSnsNow);
    ASSERT_TRUE(topic) << topic.error().message();
    EXPECT_EQ((*topic)->region, "eu-west-1");
}

TEST(SnsCheck, RefusesEveryOtherTopic) {
    for (const auto* other :
         {"arn:aws:sns:eu-west-1:123456789013:soc",
          "arn:aws:sns:eu-west-2:123456789012:soc",
          "arn:aws:sns:eu-west-1:123456789012:Soc",
          "arn:aws:sns:eu-west-1:123456789012:soc2",
          "arn:aws:sns:eu-west-1:123456789012:soc ",
          ""}) {
        auto envelope = notification();
        envelope.topic_arn = other;
        const auto topic = admit_sns(rules(), envelope, kSnsNow);
        ASSERT_FALSE(topic) << other;
        EXPECT_EQ(topic.error().code(), Errc::unauthorised);
    }
}

TEST(SnsCheck, TheCertificateIsOfTheTopicsRegion) {
    auto envelope = notification();
    envelope.topic_arn = "arn:aws:sns:us-east-1:123456789012:other";
    EXPECT_FALSE(admit_sns(rules(), envelope, kSnsNow));
    EXPECT_FALSE(admit_queued_sns(rules(), envelope));
}

TEST(SnsCheck, HasAnAge) {
    const auto pinned = rules();
    const Milliseconds one{1};
    EXPECT_TRUE(admit_sns(pinned, notification(pinned.oldest), kSnsNow));
    EXPECT_FALSE(admit_sns(pinned, notification(pinned.oldest + one), kSnsNow));
    EXPECT_TRUE(admit_sns(pinned, notification(-pinned.ahead), kSnsNow));
    EXPECT_FALSE(admit_sns(pinned, notification(-pinned.ahead - one), kSnsNow));
    // Queues hold messages for days.
    EXPECT_TRUE(admit_queued_sns(pinned, notification(Milliseconds{13LL * 86'400'000})));
}

TEST(SnsCheck, VerifiesAgainstTheNameOfTheRegion) {
    const SnsSigner signer;
    const auto certificate = SnsCertificate::read(signer.certificate());
    ASSERT_TRUE(certificate);
    const auto envelope = read_sns_envelope(signer.sign(SnsSigner::notification("text")));
    ASSERT_TRUE(envelope);
    const auto pinned = rules();
    EXPECT_TRUE(verify_sns(*envelope, pinned.topics[1], **certificate, kSnsNow));
    EXPECT_FALSE(
        verify_sns(*envelope, pinned.topics[1], **certificate, kSnsNow + Milliseconds{172'800'000})
    );
    // A region with a certificate name of its own.
    const auto other = parse_sns_topic("arn:aws:sns:eu-south-1:123456789012:soc");
    EXPECT_FALSE(verify_sns(*envelope, *other, **certificate, kSnsNow));
}

}  // namespace

}  // namespace socbot
