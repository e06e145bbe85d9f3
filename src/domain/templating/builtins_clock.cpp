// Dates that need more than the calendar: the present (an input of the expansion) and time zones.
#include "domain/templating/ast.h"
#include "domain/templating/date_call.h"
#include "domain/templating/date_parse.h"
#include "domain/templating/evaluator.h"
#include "domain/templating/zones.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace socbot::templating {

namespace {

constexpr std::string_view kZonedFormat = "YYYY-MM-DDTHH:mm:ss.SSS0000";

std::optional<double> now_of(const Call& call) {
    if (call.scope.inputs == nullptr || !call.scope.inputs->now) return std::nullopt;
    return static_cast<double>(*call.scope.inputs->now);
}

Failure no_clock(const Call& call) {
    return fail(canonical_text(call.node) + ": this expansion was given no time");
}

Outcome utc_now(const Call& call) {
    const auto now = now_of(call);
    return now ? print_time(call, *now, 0) : Outcome{no_clock(call)};
}

Outcome from_now(const Call& call, double sign) {
    const auto now = now_of(call);
    const auto count = call.integer(0);
    const auto unit = call.text(1);
    if (!now) return no_clock(call);
    if (!count) return call.wrong(0, "an integer");
    const auto moved =
        unit ? shifted(*now, sign * static_cast<double>(*count), *unit) : std::nullopt;
    if (!moved) return call.wrong(1, "a unit from Second to Year");
    return print_time(call, *moved, 2);
}

Outcome future_time(const Call& call) {
    return from_now(call, 1);
}
Outcome past_time(const Call& call) {
    return from_now(call, -1);
}

Outcome time_of_day(const Call& call) {
    auto ms = strict_time(call, 0);
    // Beside toISOString()'s form the one convertFromUTC gives is taken.
    if (const auto text = call.text(0); text && !ms && text->size() == kZonedFormat.size()) {
        const auto parsed = parse_date(*text);
        if (parsed && format_dayjs(*parsed, kZonedFormat) == *text)
            ms = static_cast<double>(*parsed);
    }
    // Any other date is undefined, what is no date an error.
    if (!ms && call.text(0) && parse_date(*call.text(0))) return Value{};
    if (!ms) return not_iso(call, 0);
    const CivilTime civil = to_civil(static_cast<std::int64_t>(*ms));
    const unsigned at = civil.hour * 100 + civil.minute;
    if (at == 0) return Value::text("midnight");
    if (at < 1200) return Value::text("morning");
    if (at == 1200) return Value::text("noon");
    if (at < 1800) return Value::text("afternoon");
    return Value::text(at <= 2200 ? "evening" : "night");
}

// "1st March 2026"; the names and suffixes are those of the official package, wrong ones included.
std::string spelt_date(const CivilTime& civil) {
    constexpr std::array<std::string_view, 12> kMonths{
        "January",
        "Februrary",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December"};
    constexpr std::array<std::string_view, 4> kSuffixes{"th", "st", "nd", "rd"};
    const unsigned ones = civil.day % 10;
    return std::to_string(civil.day) + std::string{kSuffixes[ones < 4 ? ones : 0]} + " " +
           std::string{kMonths[civil.month - 1]} + " " + std::to_string(civil.year);
}

// The second date as a person would say it on the first: "tomorrow", "next Monday".
Outcome date_read_back(const Call& call) {
    constexpr std::array<std::string_view, 7> kDays{
        "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
    const auto today = strict_time(call, 0);
    const auto other = strict_time(call, 1);
    if (!today || !other) return not_iso(call, today ? 1 : 0);
    const double day = std::floor(*today / kDayMs);
    const double distance = std::floor(*other / kDayMs) - day;
    if (distance == 0) return Value::text("today");
    if (distance == 1) return Value::text("tomorrow");
    if (distance == -1) return Value::text("yesterday");
    const std::string name{kDays[day_of_week(static_cast<std::int64_t>(*other))]};
    const double week_day = day_of_week(static_cast<std::int64_t>(*today));
    const double week = std::floor((distance + week_day) / 7);  // weeks begin on Sunday
    if (week == 0) return Value::text("this " + name);
    if (week == 1) return Value::text("next " + name);
    if (week == -1) return Value::text("last " + name);
    return Value::text(spelt_date(to_civil(static_cast<std::int64_t>(*other))));
}

Outcome from_utc(const Call& call) {
    const auto ms = strict_time(call, 0);
    const auto name = call.text(1);
    if (!ms) return not_iso(call, 0);
    const auto zone = name ? find_zone(*name) : std::nullopt;
    if (!zone) return call.wrong(1, "a time zone");
    const auto at = static_cast<std::int64_t>(*ms);
    const auto offset = zone_offset(*zone, at);
    if (!offset) return call.wrong(1, "a time zone this system knows");
    return call.evaluator.text(format_dayjs(at, format_argument(call, 2, kZonedFormat), *offset));
}

// The instant whose clock in the zone shows `wall`, as day.js finds it: once from the offset of the
// present, once from what that gives; in the hour the clocks skip, the smaller offset.
std::optional<std::int64_t>
instant_of(std::int64_t wall, const std::string& zone, std::int64_t present) {
    constexpr std::int64_t kMinute = 60'000;
    const auto guess = zone_offset(zone, present);
    if (!guess) return std::nullopt;
    const auto first = zone_offset(zone, wall - *guess * kMinute);
    if (!first) return std::nullopt;
    if (*first == *guess) return wall - *guess * kMinute;
    const auto second = zone_offset(zone, wall - *first * kMinute);
    if (!second) return std::nullopt;
    return wall - std::min(*first, *second) * kMinute;
}

Outcome to_utc(const Call& call) {
    const auto text = call.text(0);
    const auto name = call.text(1);
    const auto zone = name ? find_zone(*name) : std::nullopt;
    if (!zone) return call.wrong(1, "a time zone");
    const auto wall = text ? parse_date(*text) : std::nullopt;
    if (!wall) return call.wrong(0, "a date and time");
    const auto present = now_of(call).value_or(static_cast<double>(*wall));
    const auto instant = instant_of(*wall, *zone, static_cast<std::int64_t>(present));
    if (!instant) return call.wrong(1, "a time zone this system knows");
    // The official function drops the fraction of the second.
    return print_time(call, std::floor(static_cast<double>(*instant) / kSecondMs) * kSecondMs, 2);
}

constexpr std::array kTable{
    Builtin{"utcNow", 0, 2, utc_now},
    Builtin{"getFutureTime", 2, 4, future_time},
    Builtin{"getPastTime", 2, 4, past_time},
    Builtin{"getTimeOfDay", 1, 1, time_of_day},
    Builtin{"dateReadBack", 2, 2, date_read_back},
    Builtin{"convertFromUTC", 2, 4, from_utc},
    Builtin{"convertToUTC", 2, 4, to_utc},
};

}  // namespace

std::span<const Builtin> clock_builtins() {
    return kTable;
}

}  // namespace socbot::templating
