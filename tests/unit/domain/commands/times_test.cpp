// `until` and `since`, in the zone of the room. Now is Monday 2 March 2026, 12:00 UTC; London goes
// to summer time on 29 March.
#include "command_fixture.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

using test::World;

std::string until(const World& world, const RoomSettings& room, const std::string& words) {
    const auto command = world.parse("threshold acme high until " + words, room);
    if (!command) return command.error().message();
    const auto& threshold = std::get<ThresholdCommand>(*command);
    return threshold.until ? format_rfc3339(*threshold.until).substr(0, 16) : "none";
}

std::string since(const World& world, const RoomSettings& room, const std::string& words) {
    const auto command = world.parse("hidden " + words, room);
    if (!command) return command.error().message();
    const auto& hidden = std::get<HiddenCommand>(*command);
    return hidden.since ? format_rfc3339(*hidden.since).substr(0, 16) : "none";
}

struct Row {
    const char* name;
    const char* typed;
    const char* expected;
};

constexpr const char* kUntilWhen =
    "Until when? For example `until 15:00`, `until mon 08:00`, `until friday` or `until end of "
    "shift`.";
constexpr const char* kSinceWhen =
    "Since when? For example `since 06:00`, `since mon 08:00`, `since yesterday` or `since 4h`.";
constexpr const char* kPast = "That time is past, or more than 400 days ahead.";
constexpr const char* kToCome = "That time is still to come, or more than 400 days ago.";

TEST(Until, AsTyped) {
    const World world;
    const Row rows[] = {
        {"later today", "15:00", "2026-03-02T15:00"},
        {"with a full stop", "15.00", "2026-03-02T15:00"},
        {"one digit", "9:05", "2026-03-03T09:05"},
        {"already past: tomorrow", "11:59", "2026-03-03T11:59"},
        {"this very minute: tomorrow", "12:00", "2026-03-03T12:00"},
        {"3pm", "3pm", "2026-03-02T15:00"},
        {"3:30pm", "3:30PM", "2026-03-02T15:30"},
        {"12am", "12am", "2026-03-03T00:00"},
        {"noon", "noon", "2026-03-03T12:00"},
        {"midnight", "midnight", "2026-03-03T00:00"},
        {"24:00", "24:00", "2026-03-03T00:00"},
        {"mon 08:00 is next week by now", "mon 08:00", "2026-03-09T08:00"},
        {"mon 13:00 is today", "mon 13:00", "2026-03-02T13:00"},
        {"time then day", "08:00 friday", "2026-03-06T08:00"},
        {"on and at", "on friday at 08:00", "2026-03-06T08:00"},
        {"friday: its first change of shift", "friday", "2026-03-06T07:00"},
        {"thurs", "thurs", "2026-03-05T07:00"},
        {"weds", "Weds", "2026-03-04T07:00"},
        {"tomorrow", "tomorrow", "2026-03-03T07:00"},
        {"tomorrow with a time", "tomorrow 18:00", "2026-03-03T18:00"},
        {"today with a time", "today 18:00", "2026-03-02T18:00"},
        {"today past", "today 10:00", kPast},
        {"date", "2026-03-05", "2026-03-05T07:00"},
        {"date and time", "2026-03-05 08:30", "2026-03-05T08:30"},
        {"date past", "2026-03-01", kPast},
        {"date just near enough", "2027-04-06 12:00", "2027-04-06T12:00"},
        {"date too far", "2027-04-06 12:01", kPast},
        {"no such date", "2026-02-30", kUntilWhen},
        {"end of shift", "end of shift", "2026-03-02T15:00"},
        {"end of the shift", "end of the shift", "2026-03-02T15:00"},
        {"eos", "eos", "2026-03-02T15:00"},
        {"nothing", "", kUntilWhen},
        {"no time", "later", kUntilWhen},
        {"hour out of range", "25:00", kUntilWhen},
        {"minute out of range", "10:60", kUntilWhen},
        {"13pm", "13pm", kUntilWhen},
        {"0am", "0am", kUntilWhen},
        {"one digit of minutes", "10:5", kUntilWhen},
        {"digits alone", "15", kUntilWhen},
        {"huge digits", "99999999999999999999:00", kUntilWhen},
        {"a fragment of a day", "fr", kUntilWhen},
    };
    for (const Row& row : rows)
        EXPECT_EQ(until(world, world.soc, row.typed), row.expected) << row.name;
}

TEST(Since, AsTyped) {
    const World world;
    const Row rows[] = {
        {"today", "since 06:00", "2026-03-02T06:00"},
        {"this very minute", "since 12:00", "2026-03-02T12:00"},
        {"not yet today: yesterday", "since 13:00", "2026-03-01T13:00"},
        {"day", "since fri", "2026-02-27T00:00"},
        {"monday is today", "since monday", "2026-03-02T00:00"},
        {"monday later than now is last week", "since mon 13:00", "2026-02-23T13:00"},
        {"yesterday", "since yesterday", "2026-03-01T00:00"},
        {"yesterday without since", "yesterday", "2026-03-01T00:00"},
        {"yesterday with a time", "since yesterday 15:00", "2026-03-01T15:00"},
        {"today in words", "today", "2026-03-02T00:00"},
        {"length", "since 4h", "2026-03-02T08:00"},
        {"length ago", "since 2 days ago", "2026-02-28T12:00"},
        {"last", "last 24h", "2026-03-01T12:00"},
        {"length alone", "acme 90m", "2026-03-02T10:30"},
        {"date", "since 2026-02-01", "2026-02-01T00:00"},
        {"date to come", "since 2026-03-03", kToCome},
        {"tomorrow", "since tomorrow", kToCome},
        {"date too long ago", "since 2025-01-01", kToCome},
        {"nothing", "since", kSinceWhen},
        {"no time", "since then", kSinceWhen},
        {"twice", "since 06:00 since 07:00", "Say one time only."},
        {"none", "acme", "none"},
    };
    for (const Row& row : rows)
        EXPECT_EQ(since(world, world.soc, row.typed), row.expected) << row.name;
}

TEST(Times, InTheZoneOfTheRoom) {
    World world;
    world.settings.shifts.zone = "America/New_York";
    EXPECT_EQ(until(world, world.soc, "15:00"), "2026-03-02T20:00");
    world.settings.customers[0].zone = "Asia/Tokyo";
    EXPECT_EQ(until(world, world.acme, "23:00"), "2026-03-02T14:00");
    EXPECT_EQ(since(world, world.acme, "since 06:00"), "2026-03-01T21:00");
    world.acme.zone = "Asia/Kolkata";
    EXPECT_EQ(until(world, world.acme, "18:00"), "2026-03-02T12:30");
    // 07:00 in New York, where shifts change: the one that just began ends at 15:00 there.
    EXPECT_EQ(until(world, world.acme, "end of shift"), "2026-03-02T20:00");
}

TEST(Times, TodayIsTheRoomsDay) {
    World world;
    world.soc.zone = "Pacific/Kiritimati";  // 02:00 on 3 March there
    EXPECT_EQ(until(world, world.soc, "today 03:00"), "2026-03-02T13:00");
    EXPECT_EQ(until(world, world.soc, "tomorrow 03:00"), "2026-03-03T13:00");
    EXPECT_EQ(since(world, world.soc, "since yesterday"), "2026-03-01T10:00");
}

TEST(Times, AroundAChangeOfClocks) {
    World world;
    world.soc.zone = "Europe/London";
    world.now = test::at("2026-03-28T20:00:00Z");
    EXPECT_EQ(until(world, world.soc, "01:30"), "2026-03-29T01:00");  // skipped: the jump
    EXPECT_EQ(until(world, world.soc, "sun 08:00"), "2026-03-29T07:00");
    EXPECT_EQ(until(world, world.soc, "tomorrow 08:00"), "2026-03-29T07:00");
    world.now = test::at("2026-10-25T12:00:00Z");
    EXPECT_EQ(since(world, world.soc, "since 01:30"), "2026-10-25T01:30");  // the second pass
    EXPECT_EQ(since(world, world.soc, "since yesterday"), "2026-10-23T23:00");
}

}  // namespace
}  // namespace socbot
