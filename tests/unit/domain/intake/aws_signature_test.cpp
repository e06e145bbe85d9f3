// Signature Version 4 against vectors that AWS published (the Signature Version 4 test suite, and
// the example of the General Reference), and against what its SDK for Python signs for SQS.
#include "domain/intake/aws_signature.h"

#include <gtest/gtest.h>

#include <ostream>

namespace socbot {
namespace {

constexpr Instant kAt{1'440'938'160'000};  // 2015-08-30T12:36:00Z
constexpr const char* kSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

struct Vector {
    const char* name;
    AwsRequest request;
    AwsScope scope;
    std::string token;
    std::string headers;  // signed, by name
    std::string signature;

    friend void PrintTo(const Vector& row, std::ostream* out) { *out << row.name; }
};

class AwsSignature : public ::testing::TestWithParam<Vector> {};

TEST_P(AwsSignature, IsTheOneOfTheVector) {
    const Vector& row = GetParam();
    const AwsCredentials credentials{"AKIDEXAMPLE", Secret{kSecret}, Secret{row.token}};
    const auto fields = sign_aws(row.request, row.scope, credentials, kAt);
    ASSERT_EQ(fields.size(), row.token.empty() ? 2U : 3U);
    EXPECT_EQ(fields.front().first, "X-Amz-Date");
    EXPECT_EQ(fields.front().second, "20150830T123600Z");
    EXPECT_EQ(fields.back().first, "Authorization");
    EXPECT_EQ(
        fields.back().second,
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/" + row.scope.region + "/" +
            row.scope.service + "/aws4_request, SignedHeaders=" + row.headers +
            ", Signature=" + row.signature
    );
}

const AwsScope kSuite{"us-east-1", "service"};
const AwsScope kSqs{"eu-west-1", "sqs"};
constexpr std::string_view kReceive =
    R"({"QueueUrl":"https://sqs.eu-west-1.amazonaws.com/123456789012/soc","MaxNumberOfMessages":10})";

AwsRequest suite(std::string method, std::string query = {}) {
    AwsRequest request;
    request.method = std::move(method);
    request.host = "example.amazonaws.com";
    request.query = std::move(query);
    return request;
}

AwsRequest receive() {
    AwsRequest request;
    request.host = "sqs.eu-west-1.amazonaws.com";
    request.headers = {
        {"X-Amz-Target", "AmazonSQS.ReceiveMessage"},
        {"Content-Type", "application/x-amz-json-1.0"}};
    request.body = kReceive;
    return request;
}

AwsRequest list_users() {
    AwsRequest request;
    request.method = "GET";
    request.host = "iam.amazonaws.com";
    request.query = "Action=ListUsers&Version=2010-05-08";
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}};
    return request;
}

AwsRequest form() {
    AwsRequest request = suite("POST");
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    request.body = "Param1=value1";
    return request;
}

INSTANTIATE_TEST_SUITE_P(
    Published,
    AwsSignature,
    ::testing::Values(
        Vector{
            "GetVanilla",
            suite("GET"),
            kSuite,
            "",
            "host;x-amz-date",
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
        Vector{
            "GetVanillaQueryOrderKeyCase",
            suite("GET", "Param1=value1&Param2=value2"),
            kSuite,
            "",
            "host;x-amz-date",
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
        Vector{
            "PostVanilla",
            suite("POST"),
            kSuite,
            "",
            "host;x-amz-date",
            "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"},
        Vector{
            "PostXWwwFormUrlencoded",
            form(),
            kSuite,
            "",
            "content-type;host;x-amz-date",
            "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"},
        Vector{
            "ListUsers",
            list_users(),
            {"us-east-1", "iam"},
            "",
            "content-type;host;x-amz-date",
            "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"}
    ),
    [](const ::testing::TestParamInfo<Vector>& row) { return row.param.name; }
);

INSTANTIATE_TEST_SUITE_P(
    OfTheSdk,
    AwsSignature,
    ::testing::Values(
        Vector{
            "Receive",
            receive(),
            kSqs,
            "",
            "content-type;host;x-amz-date;x-amz-target",
            "872e6887cfb1eb4db04b1edc372be8b587b2bf6a1be83be49a88b82de3b5fa55"},
        Vector{
            "ReceiveWithASessionToken",
            receive(),
            kSqs,
            "TOKEN/+=",
            "content-type;host;x-amz-date;x-amz-security-token;x-amz-target",
            "1e171fe1604d26ea18700d8d3ff14c1a4ebfa91619c7d4a07c023f5bf3acac19"}
    ),
    [](const ::testing::TestParamInfo<Vector>& row) { return row.param.name; }
);

constexpr std::string_view kFile = R"(# written by a tool
[default]
aws_access_key_id = AKIADEFAULT
aws_secret_access_key=secret=with=signs
region = eu-west-1

[ soc ]
aws_access_key_id=ASIASOC
aws_secret_access_key = s
aws_session_token = t
; aws_session_token = old
[half]
aws_access_key_id = AKIAHALF
)";

TEST(AwsCredentialsFile, GivesTheProfileThatIsAskedFor) {
    const auto first = read_aws_credentials(kFile, "default");
    ASSERT_TRUE(first) << first.error().message();
    EXPECT_EQ(first->key_id, "AKIADEFAULT");
    EXPECT_EQ(first->secret.reveal(), "secret=with=signs");
    EXPECT_TRUE(first->session_token.empty());
    const auto second = read_aws_credentials(kFile, "soc");
    ASSERT_TRUE(second) << second.error().message();
    EXPECT_EQ(second->key_id, "ASIASOC");
    EXPECT_EQ(second->session_token.reveal(), "t");
}

TEST(AwsCredentialsFile, SaysWhatIsMissing) {
    EXPECT_EQ(read_aws_credentials(kFile, "other").error().code(), Errc::not_found);
    EXPECT_EQ(read_aws_credentials("", "default").error().code(), Errc::not_found);
    const auto half = read_aws_credentials(kFile, "half");
    ASSERT_FALSE(half);
    EXPECT_EQ(half.error().code(), Errc::invalid_input);
    EXPECT_EQ(half.error().message().find("AKIAHALF"), std::string::npos);
}

TEST(AwsCredentialsFile, RefusesWhatCantBeAHeader) {
    const auto odd =
        read_aws_credentials("[p]\naws_access_key_id=a b\naws_secret_access_key=c\n", "p");
    ASSERT_FALSE(odd);
    EXPECT_EQ(odd.error().code(), Errc::invalid_input);
}

}  // namespace
}  // namespace socbot
