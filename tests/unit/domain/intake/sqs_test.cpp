// What is asked of SQS, and what its answers mean.
#include "domain/intake/sqs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

namespace socbot {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

SqsQueue queue(std::string_view arn = "arn:aws:sqs:eu-west-1:123456789012:soc-alarms") {
    const auto parsed = parse_sqs_queue(arn);
    EXPECT_TRUE(parsed) << (parsed ? "" : parsed.error().message());
    return parsed ? *parsed : SqsQueue{};
}

TEST(SqsQueueName, LeadsToOneHost) {
    EXPECT_EQ(queue().url(), "https://sqs.eu-west-1.amazonaws.com/123456789012/soc-alarms");
    EXPECT_EQ(
        queue("arn:aws-cn:sqs:cn-north-1:123456789012:a.fifo").url(),
        "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/a.fifo"
    );
}

TEST(SqsQueueName, IsRefusedOtherwise) {
    for (const char* arn :
         {"",
          "https://sqs.eu-west-1.amazonaws.com/123456789012/soc",
          "arn:aws:sns:eu-west-1:123456789012:soc",
          "arn:aws:sqs:eu-west-1:123456789012:soc:x",
          "arn:aws:sqs:eu-west-1.evil.example/:123456789012:soc",
          "arn:aws:sqs:eu-west-1:12345678901:soc",
          "arn:aws:sqs:eu-west-1:123456789012:so/c",
          "arn:other:sqs:eu-west-1:123456789012:soc"}) {
        const auto parsed = parse_sqs_queue(arn);
        ASSERT_FALSE(parsed) << arn;
        EXPECT_THAT(parsed.error().message(), HasSubstr("is no queue: ")) << arn;
    }
    const std::string name(81, 'a');
    EXPECT_FALSE(parse_sqs_queue("arn:aws:sqs:eu-west-1:123456789012:" + name));
    EXPECT_TRUE(parse_sqs_queue("arn:aws:sqs:eu-west-1:123456789012:" + name.substr(1)));
}

TEST(SqsRequests, SayWhatTheReferenceAsks) {
    const auto receive = sqs_receive(queue(), {.most = 10});
    EXPECT_STREQ(receive.action, "ReceiveMessage");
    EXPECT_EQ(
        receive.body,
        R"({"QueueUrl":"https://sqs.eu-west-1.amazonaws.com/123456789012/soc-alarms",)"
        R"("MaxNumberOfMessages":10,"WaitTimeSeconds":20,"VisibilityTimeout":300,)"
        R"("MessageSystemAttributeNames":["ApproximateReceiveCount"]})"
    );
    const auto erase = sqs_delete(queue(), {"r\"1", "r2"});
    EXPECT_STREQ(erase.action, "DeleteMessageBatch");
    EXPECT_THAT(
        erase.body,
        HasSubstr(R"("Entries":[{"Id":"0","ReceiptHandle":"r\"1"},{"Id":"1","ReceiptHandle":"r2"}])"
        )
    );
    const auto hide = sqs_hide(queue(), {{"r1", std::chrono::hours{13}}});
    EXPECT_STREQ(hide.action, "ChangeMessageVisibilityBatch");
    EXPECT_THAT(
        hide.body,
        HasSubstr(R"("Entries":[{"Id":"0","ReceiptHandle":"r1","VisibilityTimeout":43200}])")
    );
    EXPECT_STREQ(sqs_depth(queue()).action, "GetQueueAttributes");
}

TEST(SqsRequests, AreSignedForTheHostTheyGoTo) {
    const SqsCall call{
        "ReceiveMessage",
        R"({"QueueUrl":"https://sqs.eu-west-1.amazonaws.com/123456789012/soc","MaxNumberOfMessages":10})"};
    const AwsCredentials credentials{
        "AKIDEXAMPLE", Secret{"wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"}, {}};
    const auto fields = sqs_headers(
        queue(), call, "sqs.eu-west-1.amazonaws.com", credentials, Instant{1'440'938'160'000}
    );
    // The signature that the SDK for Python makes of the same.
    EXPECT_THAT(
        fields,
        ElementsAre(
            Pair("Content-Type", "application/x-amz-json-1.0"),
            Pair("X-Amz-Target", "AmazonSQS.ReceiveMessage"),
            Pair("X-Amz-Date", "20150830T123600Z"),
            Pair(
                "Authorization",
                HasSubstr(
                    "Signature=872e6887cfb1eb4db04b1edc372be8b587b2bf6a1be83be49a88b82de3b5fa55"
                )
            )
        )
    );
}

TEST(SqsMessages, AreRead) {
    const auto read = read_sqs_messages(
        R"({"Messages":[{"MessageId":"m1","ReceiptHandle":"r1","MD5OfBody":"x","Body":"{\"a\":1}",
            "Attributes":{"ApproximateReceiveCount":"3"}},
            {"MessageId":"m2","ReceiptHandle":"r2","Body":"b"}],"More":1})"
    );
    ASSERT_TRUE(read) << read.error().message();
    ASSERT_THAT(*read, SizeIs(2));
    EXPECT_EQ((*read)[0].id, "m1");
    EXPECT_EQ((*read)[0].receipt, "r1");
    EXPECT_EQ((*read)[0].body, R"({"a":1})");
    EXPECT_EQ((*read)[0].receives, 3U);
    EXPECT_EQ((*read)[1].receives, 1U);
}

TEST(SqsMessages, MayBeNone) {
    for (const char* body : {"{}", R"({"Messages":[]})", R"({"Messages":null})"}) {
        const auto read = read_sqs_messages(body);
        ASSERT_TRUE(read) << body;
        EXPECT_THAT(*read, IsEmpty());
    }
}

std::string messages(int count) {
    std::string body = R"({"Messages":[)";
    for (int i = 0; i < count; ++i)
        body += std::string{i == 0 ? "" : ","} + R"({"ReceiptHandle":"r","Body":"b"})";
    return body + "]}";
}

TEST(SqsMessages, AreNoMoreThanAskedFor) {
    EXPECT_TRUE(read_sqs_messages(messages(10)));
    EXPECT_FALSE(read_sqs_messages(messages(11)));
}

TEST(SqsMessages, AnswersThatAreNoneAreOurPatience) {
    const std::string deep = std::string(20, '[') + std::string(20, ']');
    const std::string long_receipt(4097, 'r');
    for (const std::string& body :
         {std::string{},
          std::string{"<html>"},
          std::string{"[]"},
          std::string{R"({"Messages":[1]})"},
          std::string{R"({"Messages":[{"Body":"b"}]})"},
          R"({"Messages":[{"ReceiptHandle":")" + long_receipt + R"(","Body":"b"}]})",
          R"({"Messages":)" + deep + "}",
          std::string(kSqsAnswerBytes + 1, ' ')}) {
        const auto read = read_sqs_messages(body);
        ASSERT_FALSE(read) << body.substr(0, 80);
        EXPECT_EQ(read.error().code(), Errc::unavailable);
    }
}

TEST(SqsBatches, NameThoseThatFailed) {
    const auto all = read_sqs_batch(R"({"Successful":[{"Id":"0"}]})", 1);
    ASSERT_TRUE(all);
    EXPECT_THAT(all->places, IsEmpty());
    const auto some = read_sqs_batch(
        R"({"Successful":[],"Failed":[{"Id":"1","SenderFault":true,"Code":"ReceiptHandleIsInvalid"}]})",
        2
    );
    ASSERT_TRUE(some);
    EXPECT_THAT(some->places, ElementsAre(1U));
    EXPECT_EQ(some->reason, "ReceiptHandleIsInvalid");
    EXPECT_FALSE(read_sqs_batch(R"({"Failed":[{"Id":"2"}]})", 2));
    EXPECT_FALSE(read_sqs_batch(R"({"Failed":[{"Id":"-1"}]})", 2));
    EXPECT_FALSE(read_sqs_batch(R"({"Failed":[0]})", 2));
}

TEST(SqsDepth, IsANumberInAText) {
    EXPECT_EQ(*read_sqs_depth(R"({"Attributes":{"ApproximateNumberOfMessages":"72000"}})"), 72000U);
    EXPECT_FALSE(read_sqs_depth(R"({"Attributes":{"ApproximateNumberOfMessages":"many"}})"));
    EXPECT_FALSE(read_sqs_depth("{}"));
}

struct Failure {
    const char* name;
    int status;
    std::string body;
    Errc code;

    friend void PrintTo(const Failure& row, std::ostream* out) { *out << row.name; }
};

class SqsErrors : public ::testing::TestWithParam<Failure> {};

TEST_P(SqsErrors, AreToldApart) {
    const auto error = sqs_error(GetParam().status, GetParam().body);
    EXPECT_EQ(error.code(), GetParam().code) << error.message();
    EXPECT_THAT(error.message(), HasSubstr("status " + std::to_string(GetParam().status)));
}

Failure failure(const char* name, int status, std::string type, Errc code) {
    return {name, status, R"({"__type":")" + type + R"(","message":"why"})", code};
}

INSTANTIATE_TEST_SUITE_P(
    Each,
    SqsErrors,
    ::testing::Values(
        failure("NoQueue", 400, "com.amazonaws.sqs#QueueDoesNotExist", Errc::not_found),
        failure("NoQueueOfOld", 400, "AWS.SimpleQueueService.NonExistentQueue", Errc::not_found),
        failure("Throttled", 400, "com.amazonaws.sqs#RequestThrottled", Errc::rate_limited),
        failure("ThrottledBefore", 400, "ThrottlingException", Errc::rate_limited),
        failure("InFlight", 403, "com.amazonaws.sqs#OverLimit", Errc::rate_limited),
        failure("KmsThrottled", 400, "com.amazonaws.sqs#KmsThrottled", Errc::rate_limited),
        failure("KmsDenied", 400, "com.amazonaws.sqs#KmsAccessDenied", Errc::unauthorised),
        failure(
            "UnknownKey",
            403,
            "com.amazon.coral.service#UnrecognizedClientException",
            Errc::unauthorised
        ),
        failure("WrongSecret", 403, "InvalidSignatureException", Errc::unauthorised),
        failure("Expired", 403, "ExpiredTokenException", Errc::unauthorised),
        failure("Denied", 400, "com.amazonaws.sqs#AccessDeniedException", Errc::unauthorised),
        failure("OurMistake", 400, "com.amazonaws.sqs#InvalidAddress", Errc::invalid_input),
        failure("Theirs", 500, "InternalFailure", Errc::unavailable),
        failure("TheirsUnnamed", 503, "", Errc::unavailable),
        Failure{"AProxy", 403, "<html>no</html>", Errc::unauthorised},
        Failure{"AProxyThatIsLost", 502, "<html>", Errc::unavailable},
        Failure{"APortal", 404, "<html>", Errc::unavailable},
        Failure{"TooMany", 429, "", Errc::rate_limited}
    ),
    [](const ::testing::TestParamInfo<Failure>& row) { return row.param.name; }
);

TEST(SqsErrors, SayWhyInOneLine) {
    const auto error = sqs_error(
        403, R"({"__type":"a#ExpiredTokenException","message":"line\nfeed"})" + std::string(3, ' ')
    );
    EXPECT_EQ(error.message(), "status 403 ExpiredTokenException: line feed");
    EXPECT_LT(
        sqs_error(400, R"({"__type":")" + std::string(9000, 'x') + "\"}").message().size(), 512U
    );
}

}  // namespace
}  // namespace socbot
