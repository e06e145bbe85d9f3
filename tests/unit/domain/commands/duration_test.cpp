// Durations as typed.
#include "domain/commands/command.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

TEST(Duration, Understood) {
    struct Row {
        const char* typed;
        std::int64_t ms;
    };
    const Row rows[] = {
        {"4h", 4 * kHour},       {"4 h", 4 * kHour},       {" 4H ", 4 * kHour},
        {"90m", 90 * kMinute},   {"45 min", 45 * kMinute}, {"45mins", 45 * kMinute},
        {"1 minute", kMinute},   {"30s", 30'000},          {"2d", 2 * kDay},
        {"2 days", 2 * kDay},    {"1w", 7 * kDay},         {"2 weeks", 14 * kDay},
        {"1h30m", 90 * kMinute}, {"1h 30m", 90 * kMinute}, {"1 hour 30 minutes", 90 * kMinute},
        {"1d12h", 36 * kHour},   {"007h", 7 * kHour},      {"400d", 400 * kDay},
        {"9600h", 400 * kDay},
    };
    for (const Row& row : rows)
        EXPECT_EQ(parse_duration(row.typed), Milliseconds{row.ms}) << row.typed;
}

TEST(Duration, Refused) {
    for (const char* typed : {"",          " ",          "4",
                              "h",         "0h",         "0d0h",
                              "-4h",       "+4h",        "4.5h",
                              "4x",        "4hh",        "h4",
                              "4h5",       "30m1h",      "1h1h",
                              "401d",      "400d1s",     "9601h",
                              "99999999h", "999999999s", "99999999999999999999h",
                              "4h!",       "four hours", "4\xC2\xA0h"})
        EXPECT_EQ(parse_duration(typed), std::nullopt) << typed;
}

}  // namespace
}  // namespace socbot
