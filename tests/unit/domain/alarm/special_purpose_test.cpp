// One row for each block of the IANA special-purpose registries, at its first and last address, and
// for each way of hiding IPv4 in IPv6. Written from the registries, not from the tables under test.
#include "domain/alarm/address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot {
namespace {

struct SpecialCase {
    const char* name;
    std::string_view first;
    std::string_view last;
    const char* reason;  // part of it; "" for an ordinary address
    bool inside;
};

void PrintTo(const SpecialCase& row, std::ostream* out) {
    *out << row.name;
}

class SpecialPurposeOf : public testing::TestWithParam<SpecialCase> {};

TEST_P(SpecialPurposeOf, IsKnownFromFirstToLast) {
    for (const std::string_view text : {GetParam().first, GetParam().last}) {
        const auto address = IpAddress::parse(text);
        ASSERT_TRUE(address) << text;
        const char* const reason = special_purpose(*address);
        if (GetParam().reason[0] == '\0') {
            EXPECT_EQ(reason, nullptr) << text << " " << reason;
        } else {
            ASSERT_NE(reason, nullptr) << text;
            EXPECT_THAT(reason, testing::HasSubstr(GetParam().reason)) << text;
        }
        EXPECT_EQ(is_inside(text, Networks{}), GetParam().inside) << text;
    }
}

constexpr SpecialCase kV4[] = {
    {"ThisHost", "0.0.0.0", "0.0.0.0", "this host", true},
    {"ThisNetwork", "0.0.0.1", "0.255.255.255", "this network", true},
    {"Private10", "10.0.0.0", "10.255.255.255", "RFC 1918", true},
    {"Shared", "100.64.0.0", "100.127.255.255", "RFC 6598", true},
    {"Loopback", "127.0.0.0", "127.255.255.255", "loopback", true},
    {"LinkLocal", "169.254.0.0", "169.254.255.255", "link-local", true},
    {"Private172", "172.16.0.0", "172.31.255.255", "RFC 1918", true},
    {"ServiceContinuity", "192.0.0.0", "192.0.0.7", "RFC 7335", true},
    {"Dummy", "192.0.0.8", "192.0.0.8", "RFC 7600", true},
    {"PcpAnycast", "192.0.0.9", "192.0.0.9", "RFC 7723", false},
    {"TurnAnycast", "192.0.0.10", "192.0.0.10", "RFC 8155", false},
    {"Nat64Discovery", "192.0.0.170", "192.0.0.171", "RFC 8880", true},
    {"ProtocolAssignments", "192.0.0.11", "192.0.0.255", "RFC 6890", true},
    {"TestNet1", "192.0.2.0", "192.0.2.255", "documentation", false},
    {"As112", "192.31.196.0", "192.31.196.255", "RFC 7535", false},
    {"Amt", "192.52.193.0", "192.52.193.255", "RFC 7450", false},
    {"SixToFourRelay", "192.88.99.0", "192.88.99.255", "RFC 7526", false},
    {"Private192", "192.168.0.0", "192.168.255.255", "RFC 1918", true},
    {"As112Direct", "192.175.48.0", "192.175.48.255", "RFC 7534", false},
    {"Benchmarking", "198.18.0.0", "198.19.255.255", "RFC 2544", true},
    {"TestNet2", "198.51.100.0", "198.51.100.255", "documentation", false},
    {"TestNet3", "203.0.113.0", "203.0.113.255", "documentation", false},
    {"Multicast", "224.0.0.0", "239.255.255.255", "multicast", true},
    {"Reserved", "240.0.0.0", "255.255.255.254", "reserved", true},
    {"Broadcast", "255.255.255.255", "255.255.255.255", "broadcast", true},
    {"Around0", "1.0.0.0", "9.255.255.255", "", false},
    {"Around100", "100.63.255.255", "100.128.0.0", "", false},
    {"Around127", "126.255.255.255", "128.0.0.0", "", false},
    {"Around169", "169.253.255.255", "169.255.0.0", "", false},
    {"Around172", "172.15.255.255", "172.32.0.0", "", false},
    {"Around192_0_0", "191.255.255.255", "192.0.1.0", "", false},
    {"Around192_0_2", "192.0.1.255", "192.0.3.0", "", false},
    {"Around192_31", "192.31.195.255", "192.31.197.0", "", false},
    {"Around192_52", "192.52.192.255", "192.52.194.0", "", false},
    {"Around192_88", "192.88.98.255", "192.88.100.0", "", false},
    {"Around192_168", "192.167.255.255", "192.169.0.0", "", false},
    {"Around192_175", "192.175.47.255", "192.175.49.0", "", false},
    {"Around198_18", "198.17.255.255", "198.20.0.0", "", false},
    {"Around198_51", "198.51.99.255", "198.51.101.0", "", false},
    {"Around203", "203.0.112.255", "203.0.114.0", "", false},
    {"BelowMulticast", "223.255.255.255", "8.8.8.8", "", false},
};

constexpr SpecialCase kV6[] = {
    {"Loopback", "::1", "::1", "loopback", true},
    {"Unspecified", "::", "::", "unspecified", true},
    {"Discard", "100::", "100::ffff:ffff:ffff:ffff", "RFC 6666", true},
    {"DummyPrefix", "100:0:0:1::", "100:0:0:1:ffff:ffff:ffff:ffff", "RFC 9780", true},
    {"PcpAnycast", "2001:1::1", "2001:1::1", "RFC 7723", false},
    {"TurnAnycast", "2001:1::2", "2001:1::2", "RFC 8155", false},
    {"DnsSdAnycast", "2001:1::3", "2001:1::3", "RFC 9665", false},
    {"Benchmarking", "2001:2::", "2001:2:0:ffff:ffff:ffff:ffff:ffff", "RFC 5180", true},
    {"Amt", "2001:3::", "2001:3:ffff:ffff:ffff:ffff:ffff:ffff", "RFC 7450", false},
    {"As112", "2001:4:112::", "2001:4:112:ffff:ffff:ffff:ffff:ffff", "RFC 7535", false},
    {"Orchid", "2001:10::", "2001:1f:ffff:ffff:ffff:ffff:ffff:ffff", "RFC 4843", true},
    {"OrchidV2", "2001:20::", "2001:2f:ffff:ffff:ffff:ffff:ffff:ffff", "RFC 7343", false},
    {"Drones", "2001:30::", "2001:3f:ffff:ffff:ffff:ffff:ffff:ffff", "RFC 9374", false},
    {"Assignments", "2001:1::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "RFC 2928", true},
    {"Documentation", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "RFC 3849", false},
    {"As112Direct", "2620:4f:8000::", "2620:4f:8000:ffff:ffff:ffff:ffff:ffff", "RFC 7534", false},
    {"Documentation2", "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "RFC 9637", false},
    {"SegmentRouting", "5f00::", "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "RFC 9602", true},
    {"UniqueLocal", "fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "RFC 4193", true},
    {"LinkLocal", "fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "link-local", true},
    {"SiteLocal", "fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "site-local", true},
    {"Multicast", "ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "multicast", true},
    {"ReservedLow", "0:0:0:0:1::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "reserved", true},
    {"ReservedHigh", "4000::", "fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "reserved", true},
    {"Global", "2000::", "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", false},
    {"AfterAssignments", "2001:200::", "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "", false},
    {"AroundDocumentation", "2001:db9::", "2003::", "", false},
    {"AfterDocumentation2", "3fff:1000::", "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", false},
};

constexpr SpecialCase kHidden[] = {
    {"MappedPrivate", "::ffff:10.0.0.0", "::ffff:10.255.255.255", "RFC 1918", true},
    {"MappedGlobal", "::ffff:8.8.8.8", "::ffff:1.1.1.1", "", false},
    {"CompatiblePrivate", "::10.1.2.3", "::192.168.0.1", "RFC 1918", true},
    {"CompatibleLoopback", "::127.0.0.1", "::127.0.0.1", "loopback", true},
    {"CompatibleGlobal", "::8.8.8.8", "::1.1.1.1", "IPv4-compatible", false},
    {"SixToFourPrivate", "2002:a01:203::", "2002:aff:ffff:ffff::1", "RFC 1918", true},
    {"SixToFourMetadata", "2002:a9fe:a9fe::", "2002:a9fe:a9fe::1", "link-local", true},
    {"SixToFourGlobal", "2002:808:808::1", "2002:101:101::1", "6to4", false},
    // The client's address inverted: f5fe:fdfc is 10.1.2.3, f7f7:f7f7 is 8.8.8.8.
    {"TeredoPrivate", "2001::f5fe:fdfc", "2001:0:808:808::f5fe:fdfc", "RFC 1918", true},
    {"TeredoGlobal", "2001::f7f7:f7f7", "2001:0:808:808::f7f7:f7f7", "Teredo", false},
    {"Nat64Private", "64:ff9b::10.1.2.3", "64:ff9b::192.168.0.1", "RFC 1918", true},
    {"Nat64Loopback", "64:ff9b::127.0.0.1", "64:ff9b::127.0.0.1", "loopback", true},
    {"Nat64Documentation", "64:ff9b::203.0.113.9", "64:ff9b::192.0.2.1", "documentation", false},
    {"Nat64Global", "64:ff9b::8.8.8.8", "64:ff9b::1.1.1.1", "", false},
    // RFC 6052 after a /48: 10.1 in the seventh and eighth byte, 2.3 in the tenth and eleventh.
    {"LocalNat64Private", "64:ff9b:1:a01:2:300::", "64:ff9b:1:a01:2:300::1", "RFC 1918", true},
    {"LocalNat64Global", "64:ff9b:1:808:8:800::", "64:ff9b:1:808:8:800::1", "local-use", true},
    {"BesideNat64", "64:ff9b:0:0:0:1::", "64:ff9b:2::", "reserved", true},
};

std::string name_of(const testing::TestParamInfo<SpecialCase>& row) {
    return row.param.name;
}

INSTANTIATE_TEST_SUITE_P(V4, SpecialPurposeOf, testing::ValuesIn(kV4), name_of);
INSTANTIATE_TEST_SUITE_P(V6, SpecialPurposeOf, testing::ValuesIn(kV6), name_of);
INSTANTIATE_TEST_SUITE_P(Hidden, SpecialPurposeOf, testing::ValuesIn(kHidden), name_of);

}  // namespace
}  // namespace socbot
