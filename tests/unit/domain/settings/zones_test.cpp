// Local time, the next time of day around changes of the clocks, and the end of a shift. The dates
// are those of the IANA database: Europe/London goes to summer time on 29 March 2026 at 01:00 UTC
// (01:00 to 02:00) and back on 25 October 2026 at 01:00 UTC (02:00 to 01:00).
#include "domain/settings/zones_tz.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

constexpr const char* kLondon = "Europe/London";

Instant at(const char* text) {
    const auto parsed = parse_rfc3339(text);
    EXPECT_TRUE(parsed) << text;
    return parsed.value_or(Instant{});
}

constexpr unsigned minute(unsigned hour, unsigned minutes) {
    return hour * 60 + minutes;
}

class SystemZonesTest : public testing::Test {
protected:
    std::unique_ptr<Zones> zones_ = make_system_zones();
};

TEST_F(SystemZonesTest, KnowsTheDatabasesNames) {
    EXPECT_TRUE(zones_->known("UTC"));
    EXPECT_TRUE(zones_->known(kLondon));
    EXPECT_TRUE(zones_->known("America/New_York"));
    EXPECT_FALSE(zones_->known("Europe/Atlantis"));
    EXPECT_FALSE(zones_->known(""));
    EXPECT_FALSE(zones_->known("../../etc/passwd"));
    EXPECT_FALSE(zones_->known("europe/london"));
}

TEST_F(SystemZonesTest, LocalTime) {
    const LocalTime winter = zones_->local(kLondon, at("2026-01-02T13:21:05.999Z"));
    EXPECT_EQ(
        winter,
        (LocalTime{
            .year = 2026,
            .month = 1,
            .day = 2,
            .hour = 13,
            .minute = 21,
            .second = 5,
            .weekday = 5,
            .offset_minutes = 0})
    );
    const LocalTime summer = zones_->local(kLondon, at("2026-07-31T23:30:00Z"));
    EXPECT_EQ(summer.hour, 0U);
    EXPECT_EQ(summer.day, 1U);
    EXPECT_EQ(summer.month, 8U);
    EXPECT_EQ(summer.offset_minutes, 60);
    EXPECT_EQ(zones_->local("Asia/Kolkata", at("2026-01-01T00:00:00Z")).offset_minutes, 330);
    EXPECT_EQ(zones_->local("America/St_Johns", at("2026-01-01T00:00:00Z")).offset_minutes, -210);
}

TEST_F(SystemZonesTest, UnknownZoneReadsAsUtc) {
    const LocalTime local = zones_->local("Europe/Atlantis", at("2026-07-01T12:00:00Z"));
    EXPECT_EQ(local.hour, 12U);
    EXPECT_EQ(local.offset_minutes, 0);
    EXPECT_EQ(
        zones_->next("Europe/Atlantis", minute(15, 0), at("2026-07-01T12:00:00Z")),
        at("2026-07-01T15:00:00Z")
    );
}

TEST_F(SystemZonesTest, TimesBeyondTheCalendarAreClamped) {
    EXPECT_EQ(zones_->local("UTC", Instant{INT64_MAX}).year, 9999);
    EXPECT_EQ(zones_->local("UTC", Instant{INT64_MIN}).year, 0);
    EXPECT_EQ(zones_->local("UTC", Instant{-1}).year, 1969);
    EXPECT_EQ(zones_->local("UTC", Instant{-1}).second, 59U);
}

struct NextRow {
    const char* name;
    const char* zone;
    unsigned minute_of_day;
    const char* from;
    const char* expected;
};

constexpr NextRow kNextRows[] = {
    {"later today", "UTC", minute(15, 0), "2026-03-01T14:59:59.999Z", "2026-03-01T15:00:00Z"},
    {"at the moment itself", "UTC", minute(15, 0), "2026-03-01T15:00:00Z", "2026-03-01T15:00:00Z"},
    {"just past", "UTC", minute(15, 0), "2026-03-01T15:00:00.001Z", "2026-03-02T15:00:00Z"},
    {"local day before", kLondon, minute(0, 30), "2026-07-01T23:00:00Z", "2026-07-01T23:30:00Z"},
    {"far east",
     "Pacific/Kiritimati",
     minute(8, 0),
     "2026-03-01T17:00:00Z",
     "2026-03-01T18:00:00Z"},
    {"far west",
     "Pacific/Pago_Pago",
     minute(23, 0),
     "2026-03-01T09:00:00Z",
     "2026-03-01T10:00:00Z"},
    {"skipped by the clocks: their jump",
     kLondon,
     minute(1, 30),
     "2026-03-29T00:45:00Z",
     "2026-03-29T01:00:00Z"},
    {"skipped, asked at the jump",
     kLondon,
     minute(1, 30),
     "2026-03-29T01:00:00Z",
     "2026-03-29T01:00:00Z"},
    {"skipped, asked after",
     kLondon,
     minute(1, 30),
     "2026-03-29T01:00:01Z",
     "2026-03-30T00:30:00Z"},
    {"twice: the first pass",
     kLondon,
     minute(1, 30),
     "2026-10-25T00:00:00Z",
     "2026-10-25T00:30:00Z"},
    {"twice: the second pass",
     kLondon,
     minute(1, 30),
     "2026-10-25T00:30:01Z",
     "2026-10-25T01:30:00Z"},
    {"twice: the day after",
     kLondon,
     minute(1, 30),
     "2026-10-25T01:30:01Z",
     "2026-10-26T01:30:00Z"},
    {"a whole day skipped",
     "Pacific/Apia",
     minute(12, 0),
     "2011-12-30T09:00:00Z",
     "2011-12-30T10:00:00Z"},
    {"minutes wrap at a day",
     "UTC",
     1440 + minute(1, 0),
     "2026-03-01T00:00:00Z",
     "2026-03-01T01:00:00Z"},
};

TEST_F(SystemZonesTest, NextTimeOfDay) {
    for (const NextRow& row : kNextRows) {
        EXPECT_EQ(
            format_rfc3339(zones_->next(row.zone, row.minute_of_day, at(row.from))),
            format_rfc3339(at(row.expected))
        ) << row.name;
    }
}

TEST(UtcZones, KnowOnlyUtc) {
    const auto zones = make_utc_zones();
    EXPECT_TRUE(zones->known("UTC"));
    EXPECT_TRUE(zones->known("Etc/UTC"));
    EXPECT_FALSE(zones->known(kLondon));
    EXPECT_EQ(zones->local(kLondon, at("2026-07-01T12:00:00Z")).hour, 12U);
    EXPECT_EQ(
        zones->next(kLondon, minute(9, 0), at("2026-07-01T12:00:00Z")), at("2026-07-02T09:00:00Z")
    );
}

TEST(TimeWords, ClockAndDay) {
    const auto zones = make_utc_zones();
    const LocalTime time = zones->local("UTC", at("2023-11-24T03:07:59Z"));
    EXPECT_EQ(clock_time(time), "03:07");
    EXPECT_EQ(day_and_time(time), "Fri 24 Nov 03:07");
    EXPECT_EQ(day_and_time(zones->local("UTC", at("2026-03-01T23:00:00Z"))), "Sun 1 Mar 23:00");
}

TEST_F(SystemZonesTest, ShiftEnd) {
    const ShiftSettings shifts{.zone = kLondon, .minutes = {420, 900, 1380}};
    struct Row {
        const char* name;
        const char* now;
        const char* end;
    };
    const Row rows[] = {
        {"morning", "2026-01-05T08:00:00Z", "2026-01-05T15:00:00Z"},
        {"at a change the next shift runs", "2026-01-05T15:00:00Z", "2026-01-05T23:00:00Z"},
        {"just before a change", "2026-01-05T14:59:59.999Z", "2026-01-05T15:00:00Z"},
        {"night goes over midnight", "2026-01-05T23:30:00Z", "2026-01-06T07:00:00Z"},
        {"summer time", "2026-07-01T08:00:00Z", "2026-07-01T14:00:00Z"},
        {"the night that loses an hour", "2026-03-28T23:30:00Z", "2026-03-29T06:00:00Z"},
        {"the night that gains one", "2026-10-24T22:30:00Z", "2026-10-25T07:00:00Z"},
    };
    for (const Row& row : rows)
        EXPECT_EQ(
            format_rfc3339(shift_end(shifts, *zones_, at(row.now))), format_rfc3339(at(row.end))
        ) << row.name;
}

TEST(ShiftEnd, WithoutChangesEightHours) {
    const auto zones = make_utc_zones();
    const ShiftSettings shifts{.zone = "UTC", .minutes = {}};
    EXPECT_EQ(shift_end(shifts, *zones, at("2026-01-05T08:00:00Z")), at("2026-01-05T16:00:00Z"));
}

}  // namespace
}  // namespace socbot
