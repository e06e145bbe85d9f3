// Reading and printing dates.
#include "domain/templating/date_format.h"
#include "domain/templating/date_parse.h"
#include "unit/domain/templating/support.h"

#include <gtest/gtest.h>

namespace socbot::templating {
namespace {

struct Row {
    const char* name;
    const char* text;
    const char* expected;
};

class ParseDateTest : public testing::TestWithParam<Row> {};

TEST_P(ParseDateTest, Reads) {
    const auto ms = parse_date(GetParam().text);
    EXPECT_EQ(ms ? format_dayjs(*ms, kDefaultDateFormat) : "none", GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    ParseDateTest,
    testing::Values(
        Row{"Milliseconds", "2026-02-27T23:58:04.250Z", "2026-02-27T23:58:04.250Z"},
        Row{"NoFraction", "2026-02-27T23:58:04Z", "2026-02-27T23:58:04.000Z"},
        Row{"LongFraction", "2026-02-27T23:58:04.1234567Z", "2026-02-27T23:58:04.123Z"},
        Row{"Offset", "2026-02-28T01:58:04+02:00", "2026-02-27T23:58:04.000Z"},
        Row{"ShortOffset", "2026-02-27T18:58:04-0500", "2026-02-27T23:58:04.000Z"},
        Row{"NoZone", "2026-02-27 23:58", "2026-02-27T23:58:00.000Z"},
        Row{"DateOnly", "2026-02-27", "2026-02-27T00:00:00.000Z"},
        Row{"Mail", "Fri, 27 Feb 2026 23:58:04 GMT", "2026-02-27T23:58:04.000Z"},
        Row{"MailWithOffset", "28 Feb 2026 01:58:04 +0200", "2026-02-27T23:58:04.000Z"},
        Row{"American", "2/27/2026 11:58:04 PM", "2026-02-27T23:58:04.000Z"},
        Row{"AmericanMidnight", "2/27/2026 12:05 AM", "2026-02-27T00:05:00.000Z"},
        Row{"Named", "February 27, 2026", "2026-02-27T00:00:00.000Z"},
        Row{"LeapDay", "2024-02-29", "2024-02-29T00:00:00.000Z"},
        Row{"NoLeapDay", "2026-02-29", "none"},
        Row{"NoSuchMonth", "2026-13-01", "none"},
        Row{"NoSuchHour", "2026-02-27T25:00:00Z", "none"},
        Row{"Words", "yesterday", "none"},
        Row{"Nothing", "", "none"},
        Row{"TailAfterZone", "2026-02-27T23:58:04Zx", "none"}
    ),
    [](const auto& row) { return row.param.name; }
);

class FormatDateTest : public testing::TestWithParam<Row> {};

TEST_P(FormatDateTest, Prints) {
    const auto ms = parse_date("2026-03-01T15:05:09.007Z");
    ASSERT_TRUE(ms);
    EXPECT_EQ(format_dayjs(*ms, to_dayjs_format(GetParam().text)), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    FormatDateTest,
    testing::Values(
        Row{"Default", "", "2026-03-01T15:05:09.007Z"},
        Row{"Usual", "yyyy-MM-dd HH:mm:ss", "2026-03-01 15:05:09"},
        Row{"Short", "d/M/yy h:m:s", "1/3/26 3:5:9"},
        Row{"Names", "dddd, ddd d MMMM MMM", "Sunday, Sun 1 March Mar"},
        Row{"HalfDay", "hh:mm tt", "03:05 PM"},
        Row{"Fraction", "ss.fff", "09.007"},
        Row{"Zone", "HH:mm zzz", "15:05 +00:00"},
        Row{"LetterZIsTheZone", "HH:mmZ", "15:05+00:00"},
        Row{"QuotedTextIsReadAgain", "'at' HH", "pmt 15"},
        Row{"BracketsAreLiteral", "[DD] HH", "DD 15"},
        Row{"UnknownFormatGoesToDayjs", "u YYYY", "u 2026"},
        Row{"FormatOfOneLetter", "o", "2026-03-01T15:05:09.0070000+00:00"},
        Row{"NoSuchFormat", "R", "R"},
        Row{"FailedConversion", "dd f", "Su f"},
        Row{"OpenQuote", "dd 'x", "Su 'x"},
        Row{"Escape", "\\d dd", "0 01"},
        Row{"LongRuns", "MMMMM yyyyy HHH", "March 2026 15"},
        Row{"OneYearLetter", "YYY", "26Y"}
    ),
    [](const auto& row) { return row.param.name; }
);

TEST(DateFunctions, Compute) {
    EXPECT_EQ(
        evaluated("addToTime('2026-01-31T10:00:00.000Z', 1, 'Month')"),
        R"("2026-02-28T10:00:00.000Z")"
    );
    EXPECT_EQ(
        evaluated("subtractFromTime('2024-02-29T00:00:00.000Z', 1, 'Year', 'yyyy-MM-dd')"),
        R"("2023-02-28")"
    );
    EXPECT_EQ(evaluated("addHours('2026-02-28T23:00:00.000Z', 2, 'dd HH')"), R"("01 01")");
    EXPECT_EQ(evaluated("dayOfYear('2026-03-01T10:00:00.000Z')"), "60");
    EXPECT_EQ(evaluated("ticks('1970-01-01T00:00:00.000Z')"), R"("621355968000000000")");
    EXPECT_EQ(
        evaluated("startOfMonth('2026-03-15T10:11:12.000Z')"), R"("2026-03-01T00:00:00.000Z")"
    );
    EXPECT_EQ(evaluated("formatTicks(621355968000000000, 'yyyy')"), R"("1970")");
    EXPECT_EQ(evaluated("isDateTime('2026-03-15T10:11:12Z')"), "false");
}

TEST(DateFunctions, SayWhatIsOutOfRange) {
    EXPECT_TRUE(evaluated("formatEpoch(99999999999999999)").starts_with("error"));
    for (const char* call :
         {"addDays('2026-03-15T10:11:12.000Z', 900000000000)",
          "addToTime('2026-03-15T10:11:12.000Z', 900000000000, 'Year')"})
        EXPECT_EQ(evaluated(call), R"("Invalid Date")") << call;
    EXPECT_TRUE(
        evaluated("subtractFromTime('2026-03-15T10:11:12.000Z', 1, 'year')").starts_with("error")
    );
}

}  // namespace
}  // namespace socbot::templating
