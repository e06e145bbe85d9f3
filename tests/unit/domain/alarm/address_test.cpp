// IP addresses as text: one reading for each, the canonical form back.
#include "domain/alarm/address.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

struct AddressCase {
    const char* name;
    std::string_view text;
    std::optional<std::string_view> canonical;  // nullopt: refused
};

void PrintTo(const AddressCase& row, std::ostream* out) {
    *out << row.name;
}

class Address : public testing::TestWithParam<AddressCase> {};

TEST_P(Address, ReadsOrRefuses) {
    const auto address = IpAddress::parse(GetParam().text);
    ASSERT_EQ(address.has_value(), GetParam().canonical.has_value());
    if (!address) return;
    EXPECT_EQ(address->str(), *GetParam().canonical);
    EXPECT_EQ(IpAddress::parse(address->str()), address);
}

constexpr AddressCase kRows[] = {
    {"V4", "203.0.113.9", "203.0.113.9"},
    {"V4Lowest", "0.0.0.0", "0.0.0.0"},
    {"V4Highest", "255.255.255.255", "255.255.255.255"},
    {"V4PartTooLarge", "203.0.113.256", std::nullopt},
    {"V4Octal", "010.0.0.1", std::nullopt},
    {"V4DoubleZero", "10.00.0.1", std::nullopt},
    {"V4Hexadecimal", "0x0a.0.0.1", std::nullopt},
    {"V4Shortened", "10.1", std::nullopt},
    {"V4AsNumber", "167772161", std::nullopt},
    {"V4FiveParts", "1.2.3.4.5", std::nullopt},
    {"V4EmptyPart", "1..2.3", std::nullopt},
    {"V4TrailingDot", "1.2.3.4.", std::nullopt},
    {"V4FourDigits", "1.2.3.0004", std::nullopt},
    {"V4Space", " 1.2.3.4", std::nullopt},
    {"V4Sign", "+1.2.3.4", std::nullopt},
    {"Empty", "", std::nullopt},
    {"Name", "evil.example", std::nullopt},
    {"V6Full", "2001:0DB8:0:0:8:0800:200C:417A", "2001:db8::8:800:200c:417a"},
    {"V6Any", "::", "::"},
    {"V6Loopback", "::1", "::1"},
    {"V6Prefix", "fe80::", "fe80::"},
    {"V6LongestRun", "2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},
    {"V6FirstOfEqualRuns", "2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
    {"V6LoneZeroStays", "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
    {"V6GapOfOne", "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"},
    {"V6Dotted", "64:ff9b::192.0.2.33", "64:ff9b::c000:221"},
    {"V6DottedFull", "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"},
    {"MappedFolds", "::ffff:10.1.2.3", "10.1.2.3"},
    {"MappedHexFolds", "0:0:0:0:0:FFFF:a01:203", "10.1.2.3"},
    {"V6Zone", "fe80::1%eth0", std::nullopt},
    {"V6Brackets", "[::1]", std::nullopt},
    {"V6TwoGaps", "1::2::3", std::nullopt},
    {"V6ThreeColons", ":::1", std::nullopt},
    {"V6LeadingColon", ":1:2:3:4:5:6:7:8", std::nullopt},
    {"V6TrailingColon", "1:2:3:4:5:6:7:", std::nullopt},
    {"V6SevenGroups", "1:2:3:4:5:6:7", std::nullopt},
    {"V6NineGroups", "1:2:3:4:5:6:7:8:9", std::nullopt},
    {"V6GapForNothing", "1:2:3:4::5:6:7:8", std::nullopt},
    {"V6GroupTooLong", "12345::", std::nullopt},
    {"V6NotHex", "g::1", std::nullopt},
    {"V6DottedInFront", "1.2.3.4::", std::nullopt},
    {"V6DottedOctal", "::ffff:010.0.0.1", std::nullopt},
    {"V6Port", "::1:80:", std::nullopt},
};

INSTANTIATE_TEST_SUITE_P(Rows, Address, testing::ValuesIn(kRows), [](const auto& row) {
    return row.param.name;
});

TEST(AddressOf, NumbersAndBytes) {
    EXPECT_EQ(IpAddress::v4(0xCB007109).str(), "203.0.113.9");
    EXPECT_EQ(IpAddress::parse("203.0.113.9")->v4_value(), 0xCB007109U);
    std::array<std::uint8_t, 16> mapped{};
    mapped[10] = mapped[11] = 0xFF;
    mapped[12] = 10;
    EXPECT_EQ(IpAddress::v6(mapped), IpAddress::v4(0x0A000000));
    EXPECT_TRUE(IpAddress::v6(mapped).is_v4());
    EXPECT_NE(IpAddress::v6({}), IpAddress::v4(0));
}

TEST(AddressOfHugeText, IsRefused) {
    EXPECT_EQ(IpAddress::parse(std::string(1'000'000, ':')), std::nullopt);
    EXPECT_TRUE(IpAddress::parse("0000:0000:0000:0000:0000:0000:255.255.255.255"));  // 45 bytes
}

TEST(AddressDeathTest, HasNoV4ValueInV6) {
    EXPECT_DEATH(static_cast<void>(IpAddress::v6({}).v4_value()), "IPv6");
}

}  // namespace
}  // namespace socbot
