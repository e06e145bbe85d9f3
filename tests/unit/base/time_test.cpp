// Dates as feeds write them.
#include "base/time.h"

#include <gtest/gtest.h>

#include <limits>

namespace socbot {
namespace {

using namespace std::chrono_literals;

struct ParseCase {
    const char* name;
    std::string_view text;
    std::optional<std::string_view> reads_as;  // formatted; nullopt: refused
};

void PrintTo(const ParseCase& row, std::ostream* out) {
    *out << row.name;
}

class ParseTime : public testing::TestWithParam<ParseCase> {};

TEST_P(ParseTime, ReadsOrRefuses) {
    const auto at = parse_rfc3339(GetParam().text);
    ASSERT_EQ(at.has_value(), GetParam().reads_as.has_value());
    if (at) {
        EXPECT_EQ(format_rfc3339(*at), *GetParam().reads_as);
    }
}

constexpr ParseCase kRows[] = {
    {"Utc", "2026-03-01T10:15:30Z", "2026-03-01T10:15:30.000Z"},
    {"LowerCase", "2026-03-01t10:15:30z", "2026-03-01T10:15:30.000Z"},
    {"Space", "2026-03-01 10:15:30", "2026-03-01T10:15:30.000Z"},
    {"NoZone", "2026-03-01T10:15:30", "2026-03-01T10:15:30.000Z"},
    {"OneDigitFraction", "2026-03-01T10:15:30.5Z", "2026-03-01T10:15:30.500Z"},
    {"LongFractionIsCut", "2026-03-01T10:15:30.123999999999Z", "2026-03-01T10:15:30.123Z"},
    {"Ahead", "2026-03-01T00:15:30+02:00", "2026-02-28T22:15:30.000Z"},
    {"Behind", "2026-12-31T23:30:00-0130", "2027-01-01T01:00:00.000Z"},
    {"HoursOnly", "2026-03-01T10:15:30+02", "2026-03-01T08:15:30.000Z"},
    {"UnknownLocalOffset", "2026-03-01T10:15:30-00:00", "2026-03-01T10:15:30.000Z"},
    {"LeapDay", "2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"},
    {"CenturyLeapDay", "2000-02-29T00:00:00Z", "2000-02-29T00:00:00.000Z"},
    {"LeapSecond", "2016-12-31T23:59:60Z", "2016-12-31T23:59:59.000Z"},
    {"LeapSecondElsewhere", "1990-12-31T15:59:60-08:00", "1990-12-31T23:59:59.000Z"},
    {"BeforeTheEpoch", "1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"},
    {"FirstYear", "0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000Z"},
    {"LastMoment", "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"},
    {"NoSuchLeapDay", "2026-02-29T00:00:00Z", std::nullopt},
    {"CenturyWithoutLeapDay", "1900-02-29T00:00:00Z", std::nullopt},
    {"ThirtyFirstOfApril", "2026-04-31T00:00:00Z", std::nullopt},
    {"MonthZero", "2026-00-01T00:00:00Z", std::nullopt},
    {"MonthThirteen", "2026-13-01T00:00:00Z", std::nullopt},
    {"DayZero", "2026-01-00T00:00:00Z", std::nullopt},
    {"HourTwentyFour", "2026-01-01T24:00:00Z", std::nullopt},
    {"MinuteSixty", "2026-01-01T00:60:00Z", std::nullopt},
    {"SecondSixtyOne", "2016-12-31T23:59:61Z", std::nullopt},
    {"LeapSecondAtNoon", "2016-12-31T12:00:60Z", std::nullopt},
    {"OffsetTooLarge", "2026-01-01T00:00:00+24:00", std::nullopt},
    {"EmptyFraction", "2026-01-01T00:00:00.Z", std::nullopt},
    {"DateOnly", "2026-01-01", std::nullopt},
    {"Trailing", "2026-01-01T00:00:00Zx", std::nullopt},
    {"TrailingOffset", "2026-01-01T00:00:00+01:001", std::nullopt},
    {"FiveDigitYear", "12026-01-01T00:00:00Z", std::nullopt},
    {"Signed", "-026-01-01T00:00:00Z", std::nullopt},
    {"Empty", "", std::nullopt},
    {"EpochNumber", "1764000000000", std::nullopt},
};

INSTANTIATE_TEST_SUITE_P(Rows, ParseTime, testing::ValuesIn(kRows), [](const auto& row) {
    return row.param.name;
});

TEST(FormatTime, ShowsTheEpoch) {
    EXPECT_EQ(format_rfc3339({}), "1970-01-01T00:00:00.000Z");
}
TEST(FormatTime, KnowsARecentMoment) {
    EXPECT_EQ(format_rfc3339({1'764'000'000'123}), "2025-11-24T16:00:00.123Z");
}
TEST(FormatTime, ClampsWhatHasNoFourDigitYear) {
    EXPECT_EQ(
        format_rfc3339({std::numeric_limits<std::int64_t>::max()}), "9999-12-31T23:59:59.999Z"
    );
    EXPECT_EQ(
        format_rfc3339({std::numeric_limits<std::int64_t>::min()}), "0000-01-01T00:00:00.000Z"
    );
}

TEST(FormatDuration, UsesTheLargestUnitRoundedDown) {
    EXPECT_EQ(format_duration(0ms), "0 s");
    EXPECT_EQ(format_duration(999ms), "0 s");
    EXPECT_EQ(format_duration(12s), "12 s");
    EXPECT_EQ(format_duration(59s), "59 s");
    EXPECT_EQ(format_duration(60s), "1 min");
    EXPECT_EQ(format_duration(35min + 59s), "35 min");
    EXPECT_EQ(format_duration(4h), "4 h");
    EXPECT_EQ(format_duration(47h), "1 d");
    EXPECT_EQ(format_duration(48h), "2 d");
    EXPECT_EQ(format_duration(-90min), "-1 h");
    EXPECT_EQ(format_duration(-5ms), "0 s");
    EXPECT_EQ(format_duration(Milliseconds::min()), "-106751991167 d");
}

}  // namespace
}  // namespace socbot
