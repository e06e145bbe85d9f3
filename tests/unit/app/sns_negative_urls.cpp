// Other topics, other times, other hosts.
#include "sns_negative.h"

namespace socbot::testing::negative {

std::vector<Row> topic_rows() {
    std::vector<Row> rows{
        forbidden(
            "OtherTopic", "topic", with("TopicArn", "arn:aws:sns:eu-west-1:123456789012:other")
        ),
        forbidden("LongerTopic", "topic", with("TopicArn", std::string{kTopic} + "2")),
        forbidden(
            "OtherCaseOfTopic", "topic", with("TopicArn", "arn:aws:sns:eu-west-1:123456789012:SOC")
        ),
        forbidden("TopicWithSpace", "topic", with("TopicArn", std::string{kTopic} + " ")),
        forbidden("TopicWithSubscription", "topic", with("TopicArn", std::string{kTopic} + ":1")),
        forbidden(
            "OtherAccount", "topic", with("TopicArn", "arn:aws:sns:eu-west-1:999999999999:soc")
        ),
        forbidden(
            "OtherRegion", "topic", with("TopicArn", "arn:aws:sns:us-east-1:123456789012:soc")
        ),
        forbidden(
            "OtherPartition", "topic", with("TopicArn", "arn:aws-cn:sns:eu-west-1:123456789012:soc")
        ),
        forbidden(
            "OtherService", "topic", with("TopicArn", "arn:aws:sqs:eu-west-1:123456789012:soc")
        ),
        forbidden(
            "ConfirmationOfAnotherTopic",
            "topic",
            confirmation("TopicArn", "arn:aws:sns:eu-west-1:999999999999:soc")
        ),
        forbidden("Old", "too_old", with("Timestamp", "2026-03-01T10:44:59.999Z")),
        forbidden("Replayed", "too_old", with("Timestamp", "2026-02-28T12:00:00.123Z")),
        forbidden("VeryOld", "too_old", with("Timestamp", "0001-01-01T00:00:00Z")),
        forbidden("Future", "from_the_future", with("Timestamp", "2026-03-01T12:05:00.001Z")),
        forbidden("FarFuture", "from_the_future", with("Timestamp", "9999-12-31T23:59:59Z")),
        forbidden(
            "OldConfirmation", "too_old", confirmation("Timestamp", "2026-03-01T10:44:59.999Z")
        ),
    };
    Row raw =
        forbidden("RawDelivery", "raw_delivery", text(R"({"uuid":"1","packet_type":"alarm"})"));
    raw.raw_delivery = "true";
    rows.push_back(raw);
    raw.name = "RawDeliveryOfAnEnvelope";
    raw.raw_delivery = "TRUE";
    raw.body = with("Message", "x");
    rows.push_back(raw);
    return rows;
}

std::vector<Row> host_rows() {
    const std::string path = "/" + kFile;
    return {
        elsewhere("PlainHttp", "http://sns.eu-west-1.amazonaws.com" + path),
        elsewhere("UpperCaseScheme", "HTTPS://sns.eu-west-1.amazonaws.com" + path),
        elsewhere("UpperCaseHost", "https://SNS.eu-west-1.amazonaws.com" + path),
        elsewhere("NoScheme", "//sns.eu-west-1.amazonaws.com" + path),
        elsewhere("OneSlash", "https:/sns.eu-west-1.amazonaws.com" + path),
        elsewhere("File", "file:///etc/passwd"),
        elsewhere("Ftp", "ftp://sns.eu-west-1.amazonaws.com" + path),
        elsewhere("SpaceBefore", " " + kHost + path),
        elsewhere("OtherHost", "https://evil.example" + path),
        elsewhere("HostAsPrefix", kHost + ".evil.example" + path),
        elsewhere("HostAsUser", kHost + "@evil.example" + path),
        elsewhere("UserBeforeHost", "https://user:pw@sns.eu-west-1.amazonaws.com" + path),
        elsewhere("BackslashHost", kHost + "\\@evil.example" + path),
        elsewhere("BackslashPath", kHost + "\\" + kFile),
        elsewhere("FragmentHost", "https://evil.example#sns.eu-west-1.amazonaws.com" + path),
        elsewhere("QueryHost", "https://evil.example?sns.eu-west-1.amazonaws.com" + path),
        elsewhere("BucketNamedSns", "https://sns.s3-ap-southeast-2.amazonaws.com" + path),
        elsewhere("Bucket", "https://s3.amazonaws.com/sns.eu-west-1.amazonaws.com" + path),
        elsewhere("RegionOfAnother", "https://sns.us-east-1.amazonaws.com" + path),
        elsewhere("HostOfChina", "https://sns.eu-west-1.amazonaws.com.cn" + path),
        elsewhere("NoRegion", "https://sns.amazonaws.com" + path),
        elsewhere("DashForDot", "https://sns-eu-west-1.amazonaws.com" + path),
        elsewhere("FinalDot", "https://sns.eu-west-1.amazonaws.com." + path),
        elsewhere("Homoglyph", "https://sn\xd1\x95.eu-west-1.amazonaws.com" + path),
        elsewhere(
            "FullWidthDot",
            "https://sns\xef\xbc\x8e"
            "eu-west-1.amazonaws.com" +
                path
        ),
        elsewhere("EncodedDot", "https://sns%2eeu-west-1.amazonaws.com" + path),
        elsewhere("OtherPort", kHost + ":8443" + path),
        elsewhere("PortTwice", kHost + ":443:443" + path),
        elsewhere("PortWithZero", kHost + ":0443" + path),
        elsewhere("EmptyPort", kHost + ":" + path),
        elsewhere("Metadata", "https://169.254.169.254" + path),
        elsewhere("Loopback", "https://127.0.0.1" + path),
        elsewhere("LoopbackOfSix", "https://[::1]" + path),
        elsewhere("Localhost", "https://localhost" + path),
        elsewhere("OtherFile", kHost + "/other.pem"),
        elsewhere("NoPath", kHost),
        elsewhere("TwoSlashes", kHost + "/" + path),
        elsewhere(
            "UpperCaseDigits",
            kHost + "/SimpleNotificationService-0123456789ABCDEF0123456789abcdef.pem"
        ),
        elsewhere(
            "DigitTooFew", kHost + "/SimpleNotificationService-0123456789abcdef0123456789abcde.pem"
        ),
        elsewhere(
            "DigitTooMany",
            kHost + "/SimpleNotificationService-0123456789abcdef0123456789abcdef0.pem"
        ),
        elsewhere("Traversal", kHost + "/x/.." + path),
        elsewhere("TraversalEncoded", kHost + "/%2e%2e" + path),
        elsewhere("Query", kHost + path + "?x"),
        elsewhere("Fragment", kHost + path + "#x"),
        elsewhere("PathBehind", kHost + path + "/x.pem"),
        elsewhere("NoRelative", path),
    };
}

std::vector<Row> confirmation_rows() {
    const std::string action = "/?Action=ConfirmSubscription";
    const std::string topic = std::string{"&TopicArn="} + kTopic;
    const std::string token = "&Token=2336412f37fb687f5d51e6e2425e90cf";
    std::vector<Row> rows{
        confirms_elsewhere("ConfirmElsewhere", "https://evil.example" + action + topic + token),
        confirms_elsewhere("ConfirmAtMetadata", "http://169.254.169.254/latest/meta-data/"),
        confirms_elsewhere(
            "ConfirmByHttp", "http://sns.eu-west-1.amazonaws.com" + action + topic + token
        ),
        confirms_elsewhere(
            "ConfirmInAnotherRegion", "https://sns.us-east-1.amazonaws.com" + action + topic + token
        ),
        confirms_elsewhere("ConfirmAsUser", kHost + "@evil.example" + action + topic + token),
        confirms_elsewhere("ConfirmAtOtherPort", kHost + ":8080" + action + topic + token),
        confirms_elsewhere("ConfirmOtherPath", kHost + "/x" + action + topic + token),
        confirms_elsewhere("ConfirmWithoutAction", kHost + "/?Version=1" + topic + token),
        confirms_elsewhere("ConfirmOtherAction", kHost + "/?Action=Unsubscribe" + topic + token),
        confirms_elsewhere(
            "ConfirmActionInLowerCase", kHost + "/?action=ConfirmSubscription" + topic + token
        ),
        confirms_elsewhere("ConfirmTwoActions", kHost + action + "&Action=Publish" + topic + token),
        confirms_elsewhere(
            "ConfirmOtherTopic",
            kHost + action + "&TopicArn=arn:aws:sns:eu-west-1:999999999999:soc" + token
        ),
        confirms_elsewhere("ConfirmTwoTopics", kHost + action + topic + topic + token),
        confirms_elsewhere("ConfirmWithoutTopic", kHost + action + token),
        confirms_elsewhere("ConfirmOtherToken", kHost + action + topic + "&Token=0000"),
        confirms_elsewhere("ConfirmWithoutToken", kHost + action + topic),
        confirms_elsewhere("ConfirmWithMore", kHost + action + topic + token + "&Endpoint=x"),
        confirms_elsewhere("ConfirmWithFragment", kHost + action + topic + token + "#x"),
        confirms_elsewhere("ConfirmBadEscape", kHost + action + topic + token + "%2"),
        confirms_elsewhere("ConfirmNothing", "x"),
    };
    // Redirected: not followed, tried again.
    rows.push_back({"ConfirmRedirected", 503, "unavailable", "confirmation_failed", 1, 1, [] {
                        return signer().sign(SnsSigner::confirmation());
                    }});
    return rows;
}

}  // namespace socbot::testing::negative
