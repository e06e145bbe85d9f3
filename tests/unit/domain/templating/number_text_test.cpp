// Numbers as text.
#include "domain/templating/number_text.h"

#include <gtest/gtest.h>

#include <limits>

namespace socbot::templating {
namespace {

struct Row {
    const char* name;
    double value;
    const char* expected;
};

class NumberTextTest : public testing::TestWithParam<Row> {};

TEST_P(NumberTextTest, PrintsAsJavaScript) {
    EXPECT_EQ(number_text(GetParam().value), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    NumberTextTest,
    testing::Values(
        Row{"Zero", 0.0, "0"},
        Row{"NegativeZero", -0.0, "0"},
        Row{"Integer", 1772236684, "1772236684"},
        Row{"Fraction", 1834.5678, "1834.5678"},
        Row{"Tenth", 0.1, "0.1"},
        Row{"SmallestPlain", 0.000001, "0.000001"},
        Row{"BelowIsExponent", 0.0000001, "1e-7"},
        Row{"ExponentWithDigits", 1.5e-9, "1.5e-9"},
        Row{"LargestPlain", 123456789012345680000.0, "123456789012345680000"},
        Row{"AboveIsExponent", 1e21, "1e+21"},
        Row{"Negative", -12.5, "-12.5"},
        Row{"NotANumber", std::numeric_limits<double>::quiet_NaN(), "NaN"},
        Row{"Infinite", -std::numeric_limits<double>::infinity(), "-Infinity"}
    ),
    [](const auto& row) { return row.param.name; }
);

TEST(GroupedFixed, RoundsHalfUpAndGroups) {
    EXPECT_EQ(grouped_fixed(1834.5678, 2), "1,834.57");
    EXPECT_EQ(grouped_fixed(1.005, 2), "1.00");
    EXPECT_EQ(grouped_fixed(1234567, 0), "1,234,567");
    EXPECT_EQ(grouped_fixed(-0.4, 0), "0");
    EXPECT_EQ(
        grouped_fixed(-1234.5, 1),
        "\xE2\x88\x92"
        "1,234.5"
    );
    EXPECT_EQ(grouped_fixed(999.5, 0), "1,000");
}

TEST(RoundHalfUp, RoundsNegativeHalvesUp) {
    EXPECT_EQ(round_half_up(-2.5), -2);
    EXPECT_EQ(round_half_up(2.5), 3);
    EXPECT_EQ(round_half_up(0.49999999999999994), 0);
}

}  // namespace
}  // namespace socbot::templating
