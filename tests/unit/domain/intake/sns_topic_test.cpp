// Hosts and certificate names by partition and region.
#include "domain/intake/sns_topic.h"

#include <gtest/gtest.h>

#include <string>

namespace socbot {

namespace {

struct Region {
    const char* partition;
    const char* region;
    const char* host;
    const char* certificate;
};

class SnsRegion : public testing::TestWithParam<Region> {};

TEST_P(SnsRegion, HasOneHostAndOneCertificateName) {
    const auto& row = GetParam();
    const auto topic = parse_sns_topic(
        std::string{"arn:"} + row.partition + ":sns:" + row.region + ":123456789012:soc-alarms"
    );
    ASSERT_TRUE(topic) << topic.error().message();
    EXPECT_EQ(topic->host(), row.host);
    EXPECT_EQ(topic->certificate_name(), row.certificate);
}

INSTANTIATE_TEST_SUITE_P(
    Rows,
    SnsRegion,
    testing::Values(
        Region{"aws", "eu-west-1", "sns.eu-west-1.amazonaws.com", "sns.amazonaws.com"},
        Region{"aws", "us-west-2", "sns.us-west-2.amazonaws.com", "sns.amazonaws.com"},
        Region{"aws", "xx-new-9", "sns.xx-new-9.amazonaws.com", "sns.amazonaws.com"},
        Region{
            "aws",
            "eu-south-1",
            "sns.eu-south-1.amazonaws.com",
            "sns-signing.eu-south-1.amazonaws.com"},
        Region{
            "aws",
            "ap-southeast-7",
            "sns.ap-southeast-7.amazonaws.com",
            "sns-signing.ap-southeast-7.amazonaws.com"},
        Region{
            "aws",
            "mx-central-1",
            "sns.mx-central-1.amazonaws.com",
            "sns-signing.mx-central-1.amazonaws.com"},
        Region{
            "aws-cn",
            "cn-north-1",
            "sns.cn-north-1.amazonaws.com.cn",
            "sns-cn-north-1.amazonaws.com.cn"},
        Region{
            "aws-cn",
            "cn-northwest-1",
            "sns.cn-northwest-1.amazonaws.com.cn",
            "sns-cn-northwest-1.amazonaws.com.cn"},
        Region{
            "aws-us-gov",
            "us-gov-east-1",
            "sns.us-gov-east-1.amazonaws.com",
            "sns-us-gov-west-1.amazonaws.com"},
        Region{
            "aws-eusc",
            "eusc-de-east-1",
            "sns.eusc-de-east-1.amazonaws.eu",
            "sns-signing.eusc-de-east-1.amazonaws.eu"},
        Region{
            "aws-iso",
            "us-iso-east-1",
            "sns.us-iso-east-1.c2s.ic.gov",
            "sns-us-iso-east-1.c2s.ic.gov"},
        Region{
            "aws-iso-b",
            "us-isob-east-1",
            "sns.us-isob-east-1.sc2s.sgov.gov",
            "sns-us-isob-east-1.sc2s.sgov.gov"},
        Region{
            "aws-iso-e",
            "eu-isoe-west-1",
            "sns.eu-isoe-west-1.cloud.adc-e.uk",
            "sns-signing.eu-isoe-west-1.cloud.adc-e.uk"},
        Region{
            "aws-iso-f",
            "us-isof-south-1",
            "sns.us-isof-south-1.csp.hci.ic.gov",
            "sns-signing.us-isof-south-1.csp.hci.ic.gov"}
    ),
    [](const auto& row) {
        std::string name{row.param.region};
        for (auto& c : name)
            if (c == '-') c = '_';
        return name;
    }
);

class NoTopic : public testing::TestWithParam<const char*> {};

TEST_P(NoTopic, IsRefused) {
    const auto topic = parse_sns_topic(GetParam());
    ASSERT_FALSE(topic);
    EXPECT_EQ(topic.error().code(), Errc::invalid_input);
}

INSTANTIATE_TEST_SUITE_P(
    Rows,
    NoTopic,
    testing::Values(
        "",
        "soc",
        "arn:aws:sns:eu-west-1:123456789012",
        "arn:aws:sns:eu-west-1:123456789012:soc:b24e11a2-06bd-4e73-aa29-0ed2de3b41b5",
        "arn:aws:sqs:eu-west-1:123456789012:soc",
        "arn:amazon:sns:eu-west-1:123456789012:soc",
        "arn:aws:sns::123456789012:soc",
        "arn:aws:sns:eu-west-1.evil.example/:123456789012:soc",
        "arn:aws:sns:EU-WEST-1:123456789012:soc",
        // sns.s3-<region>.amazonaws.com would be a bucket named "sns".
        "arn:aws:sns:s3-ap-southeast-2:123456789012:soc",
        "arn:aws:sns:eu-west-1:12345678901:soc",
        "arn:aws:sns:eu-west-1:12345678901x:soc",
        "arn:aws:sns:eu-west-1:123456789012:",
        "arn:aws:sns:eu-west-1:123456789012:*",
        "arn:aws:sns:eu-west-1:123456789012:soc\n",
        "arn:aws:sns:eu-west-1:123456789012:.fifo"
    )
);

TEST(SnsTopic, MayBeFifo) {
    EXPECT_TRUE(parse_sns_topic("arn:aws:sns:eu-west-1:123456789012:soc.fifo"));
}

}  // namespace

}  // namespace socbot
