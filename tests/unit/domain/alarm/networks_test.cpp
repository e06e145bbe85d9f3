// Prefixes, inside and outside, and the policy of outgoing connections.
#include "domain/alarm/address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot {
namespace {

using testing::HasSubstr;

IpAddress ip(std::string_view text) {
    return IpAddress::parse(text).value();
}
Network network(std::string_view text) {
    return *Network::parse(text);
}

TEST(Network, ContainsItsEdgesOnly) {
    const Network ten = network("10.16.0.0/13");
    EXPECT_TRUE(ten.contains(ip("10.16.0.0")));
    EXPECT_TRUE(ten.contains(ip("10.23.255.255")));
    EXPECT_FALSE(ten.contains(ip("10.15.255.255")));
    EXPECT_FALSE(ten.contains(ip("10.24.0.0")));
    EXPECT_FALSE(ten.contains(ip("::10.16.0.0")));
    EXPECT_EQ(ten.str(), "10.16.0.0/13");
}
TEST(Network, KnowsIPv6AndBareAddresses) {
    EXPECT_TRUE(network("2001:db8::/33").contains(ip("2001:db8:7fff::1")));
    EXPECT_FALSE(network("2001:db8::/33").contains(ip("2001:db8:8000::")));
    EXPECT_TRUE(network("203.0.113.9").contains(ip("203.0.113.9")));
    EXPECT_FALSE(network("203.0.113.9").contains(ip("203.0.113.8")));
    EXPECT_EQ(network("2001:db8::1").str(), "2001:db8::1/128");
}
TEST(Network, OfLengthZeroHoldsItsFamily) {
    EXPECT_TRUE(network("0.0.0.0/0").contains(ip("203.0.113.9")));
    EXPECT_FALSE(network("0.0.0.0/0").contains(ip("::1")));
    EXPECT_TRUE(network("::/0").contains(ip("ffff::")));
}

struct RefusedCase {
    const char* name;
    std::string_view text;
    const char* why;
};

void PrintTo(const RefusedCase& row, std::ostream* out) {
    *out << row.name;
}

class RefusedNetwork : public testing::TestWithParam<RefusedCase> {};

TEST_P(RefusedNetwork, SaysWhy) {
    const auto parsed = Network::parse(GetParam().text);
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().code(), Errc::invalid_input);
    EXPECT_THAT(parsed.error().message(), HasSubstr(GetParam().why));
}

constexpr RefusedCase kRefused[] = {
    {"Empty", "", "no IP address"},
    {"Name", "corp/8", "no IP address"},
    {"HostBits", "10.0.0.1/8", "bits after the prefix"},
    {"HostBitInsideAByte", "10.24.0.0/12", "bits after the prefix"},
    {"TooLong", "10.0.0.0/33", "0 to 32"},
    {"TooLongV6", "::/129", "0 to 128"},
    {"NoLength", "10.0.0.0/", "0 to 32"},
    {"Mask", "10.0.0.0/255.0.0.0", "0 to 32"},
    {"LeadingZero", "10.0.0.0/08", "0 to 32"},
    {"Negative", "10.0.0.0/-1", "0 to 32"},
    {"Trailing", "10.0.0.0/8 ", "0 to 32"},
};

INSTANTIATE_TEST_SUITE_P(Rows, RefusedNetwork, testing::ValuesIn(kRefused), [](const auto& row) {
    return row.param.name;
});

TEST(IsInside, CountsTheCustomersOwnNetworks) {
    const Networks own{{network("198.51.100.0/24"), network("2001:db8:1::/48")}};
    EXPECT_TRUE(is_inside("198.51.100.7", own));
    EXPECT_TRUE(is_inside("2001:db8:1::5", own));
    EXPECT_TRUE(is_inside("::ffff:198.51.100.7", own));
    EXPECT_TRUE(is_inside("192.168.1.1", own));
    EXPECT_FALSE(is_inside("203.0.113.9", own));
    EXPECT_FALSE(is_inside("wks-17", own));
    EXPECT_FALSE(is_inside("", own));
}

TEST(AddressPolicy, AllowsOrdinaryAddressesForAnyHost) {
    EXPECT_TRUE(AddressPolicy{}.check("rdap.example", 443, ip("8.8.8.8")));
    EXPECT_TRUE(AddressPolicy{}.check("rdap.example", 443, ip("2620:fe::fe")));
}
TEST(AddressPolicy, RefusesTheRestWithTheReason) {
    const auto refused = AddressPolicy{}.check("evil.example", 443, ip("10.1.2.3"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), Errc::unauthorised);
    EXPECT_EQ(refused.error().message(), "10.1.2.3 is private (RFC 1918)");
    EXPECT_FALSE(AddressPolicy{}.check("metadata", 80, ip("169.254.169.254")));
    EXPECT_FALSE(AddressPolicy{}.check("x.example", 443, ip("64:ff9b::127.0.0.1")));
}
TEST(AddressPolicy, LetsWhatWasNamedBePrivate) {
    const AddressPolicy policy{{{"desk.corp.example", 9000}, {"::1", 8443}}};
    EXPECT_TRUE(policy.check("desk.corp.example", 9000, ip("10.1.2.3")));
    EXPECT_TRUE(policy.check("DESK.corp.example.", 9000, ip("10.1.2.3")));
    EXPECT_TRUE(policy.check("[::1]", 8443, ip("::1")));
    EXPECT_FALSE(policy.check("desk.corp.example", 22, ip("10.1.2.3")));
    EXPECT_FALSE(policy.check("evil.desk.corp.example", 9000, ip("10.1.2.3")));
    EXPECT_FALSE(policy.check("", 9000, ip("10.1.2.3")));
}

}  // namespace
}  // namespace socbot
