// Durations as text.
#include "domain/rules/literal.h"

#include <gtest/gtest.h>

namespace socbot::rules {
namespace {

TEST(RuleLiteral, DurationsRead) {
    const struct {
        const char* text;
        std::int64_t ms;
    } rows[] = {
        {"90s", 90'000},
        {"15m", 900'000},
        {"24h", 86'400'000},
        {"250ms", 250},
        {"1h30m", 5'400'000},
        {"1.5h", 5'400'000},
        {"0.25s", 250},
        {"-15m", -900'000},
        {"0s", 0},
        {"1h0m0.001s", 3'600'001},
        {"1.000000000s", 1000},
    };
    for (const auto& row : rows)
        EXPECT_EQ(parse_duration(row.text), row.ms) << row.text;
}

TEST(RuleLiteral, OthersAreRefused) {
    for (const char* text :
         {"",
          "-",
          "5",
          "s",
          "1w",
          "1d",
          "1 h",
          "h1",
          "1.s",
          ".5s",
          "1h-5m",
          "+1h",
          "0.0001s",
          "99999999999999999999s",
          "9223372036854775807h",
          "9223372036854775807ms1ms",
          "1.0000000000s"})
        EXPECT_EQ(parse_duration(text), std::nullopt) << text;
}

TEST(RuleLiteral, DurationsPrint) {
    EXPECT_EQ(duration_text(5'400'000), "5400s");
    EXPECT_EQ(duration_text(-250), "-0.25s");
    EXPECT_EQ(duration_text(1), "0.001s");
    EXPECT_EQ(duration_text(0), "0s");
    EXPECT_EQ(duration_text(std::numeric_limits<std::int64_t>::min()), "-9223372036854775.808s");
}

}  // namespace
}  // namespace socbot::rules
