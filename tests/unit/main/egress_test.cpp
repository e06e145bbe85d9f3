// Whom a configuration lets us ask.
#include "main/egress.h"

#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <vector>

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

TEST(Egress, AllowsTheHostsOfQueuesBehindAProxyAndTheirEndpointsAlways) {
    auto config = with_topic("arn:aws:sns:eu-west-1:123456789012:soc", "");
    auto& sqs = config.sources[0].sqs.emplace();
    sqs.queue = *parse_sqs_queue("arn:aws:sqs:eu-west-1:123456789012:soc");
    sqs.dead_letters = *parse_sqs_queue("arn:aws:sqs:us-east-1:123456789012:dead");
    EXPECT_FALSE(address_policy(config).check("sqs.eu-west-1.amazonaws.com", 443, kInside));
    config.egress.proxy = "http://p.example:3128";
    EXPECT_TRUE(address_policy(config).check("sqs.eu-west-1.amazonaws.com", 443, kInside));
    EXPECT_TRUE(address_policy(config).check("sqs.us-east-1.amazonaws.com", 443, kInside));
    config.egress.proxy.clear();
    const std::vector<std::tuple<std::string, std::string, std::uint16_t>> endpoints{
        {"https://vpce.example", "vpce.example", 443},
        {"https://vpce.example:8443", "vpce.example", 8443},
        {"http://127.0.0.1:9324", "127.0.0.1", 9324},
        {"http://[::1]:9324", "::1", 9324},
        {"http://[::1]", "::1", 80}};
    for (const auto& [url, host, port] : endpoints) {
        sqs.endpoint = url;
        EXPECT_TRUE(address_policy(config).check(host, port, kInside)) << url;
        EXPECT_FALSE(address_policy(config).check(host, 1, kInside)) << url;
    }
}

TEST(Egress, AllowsTheApisOfSources) {
    AppConfig config;
    config.sources.push_back({SourceId{"usm"}, BearerAuth{}});
    auto& api = config.sources.back().usm_api.emplace();
    api.access.base = "http://127.0.0.1:8123/api/2.0";
    EXPECT_TRUE(address_policy(config).check("127.0.0.1", 8123, IpAddress::v4(0x7f000001)));
    EXPECT_FALSE(address_policy(config).check("127.0.0.1", 8124, IpAddress::v4(0x7f000001)));
    api.access.base = "https://Usm.Inside/api/2.0";
    EXPECT_TRUE(address_policy(config).check("usm.inside", 443, kInside));
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
