// Whom a configuration lets us ask.
#include "main/egress.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

const IpAddress kInside = IpAddress::v4(0x0a010203);

AppConfig with_topic(std::string arn, std::string proxy) {
    AppConfig config;
    SnsAuth sns;
    sns.rules.topics.push_back(*parse_sns_topic(arn));
    config.sources.push_back({SourceId{"usm"}, std::move(sns)});
    config.sources.push_back({SourceId{"other"}, BearerAuth{}});
    config.egress.proxy = std::move(proxy);
    config.egress.allow.push_back({"mirror.inside", 8443});
    return config;
}

TEST(Egress, AllowsWhatIsNamed) {
    const auto policy = address_policy(with_topic("arn:aws:sns:eu-west-1:123456789012:soc", ""));
    EXPECT_TRUE(policy.check("mirror.inside", 8443, kInside));
    EXPECT_FALSE(policy.check("mirror.inside", 443, kInside));
    EXPECT_FALSE(policy.check("sns.eu-west-1.amazonaws.com", 443, kInside));
}

TEST(Egress, AllowsTheHostsOfTopicsBehindAProxy) {
    const auto policy = address_policy(
        with_topic("arn:aws-cn:sns:cn-north-1:123456789012:soc", "http://p.example:3128")
    );
    EXPECT_TRUE(policy.check("sns.cn-north-1.amazonaws.com.cn", 443, kInside));
    EXPECT_FALSE(policy.check("sns.cn-north-1.amazonaws.com.cn", 80, kInside));
    EXPECT_FALSE(policy.check("sns.us-east-1.amazonaws.com", 443, kInside));
}

TEST(Egress, TellsCurlEverything) {
    EgressConfig egress;
    egress.ca_file = "/ca.pem";
    egress.proxy = "http://p.example:3128";
    egress.proxy_user = "u";
    egress.proxy_password = Secret{"p"};
    egress.no_proxy = {".inside"};
    const auto curl = curl_config(egress);
    EXPECT_EQ(curl.ca_file, "/ca.pem");
    EXPECT_EQ(curl.proxy, egress.proxy);
    EXPECT_EQ(curl.proxy_user, "u");
    EXPECT_EQ(curl.proxy_password.reveal(), "p");
    EXPECT_EQ(curl.no_proxy, egress.no_proxy);
}

}  // namespace
}  // namespace socbot
