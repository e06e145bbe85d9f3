// Dates and times, all in UTC. Functions that the official package calls on timestamps take the
// form with milliseconds and Z only; formatDateTime reads more (date_parse.h).
#include "domain/templating/ast.h"
#include "domain/templating/date_call.h"
#include "domain/templating/date_parse.h"
#include "domain/templating/evaluator.h"

#include <array>
#include <charconv>
#include <cmath>

namespace socbot::templating {

namespace {

// toISOString() throws where day.js prints "Invalid Date".
Outcome printed_or_failed(const Call& call, double ms) {
    if (!(std::abs(ms) <= static_cast<double>(kMaxDateMs)))
        return fail(canonical_text(call.node) + ": the time is out of range");
    return print_time(call, ms, 1);
}

Outcome format_date_time(const Call& call) {
    const auto text = call.text(0);
    const auto ms = text ? parse_date(*text) : std::nullopt;
    if (!ms) return call.wrong(0, "a date and time");
    return print_time(call, static_cast<double>(*ms), 1);
}

Outcome format_epoch(const Call& call) {
    const auto seconds = call.number(0);
    if (!seconds) return call.wrong(0, "seconds since 1970");
    return printed_or_failed(call, *seconds * kSecondMs);
}

// Ticks as a whole number, or as the text that ticks() gives.
std::optional<std::int64_t> ticks_argument(const Call& call) {
    if (const auto number = call.number(0)) {
        if (*number != std::trunc(*number) || std::abs(*number) > 9e18) return std::nullopt;
        return static_cast<std::int64_t>(*number);
    }
    const auto text = call.text(0);
    std::int64_t value = 0;
    if (!text || text->empty()) return std::nullopt;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc{} || end != text->data() + text->size()) return std::nullopt;
    return value;
}

Outcome format_ticks(const Call& call) {
    const auto ticks = ticks_argument(call);
    if (!ticks) return call.wrong(0, "ticks");
    return printed_or_failed(call, static_cast<double>(*ticks / 10'000 - kEpochInMs));
}

// A fraction of the unit is cut once it is added, as Date.setHours and its like do.
Outcome add_units(const Call& call, double unit, unsigned (*part)(const CivilTime&)) {
    const auto ms = strict_time(call, 0);
    const auto count = call.number(1);
    if (!count) return call.wrong(1, "a number");
    if (!ms) return not_iso(call, 0);
    const double present = part(to_civil(static_cast<std::int64_t>(*ms)));
    return print_time(call, *ms + (std::trunc(present + *count) - present) * unit, 2);
}

Outcome add_days(const Call& call) {
    return add_units(call, kDayMs, [](const CivilTime& civil) { return civil.day; });
}
Outcome add_hours(const Call& call) {
    return add_units(call, kHourMs, [](const CivilTime& civil) { return civil.hour; });
}
Outcome add_minutes(const Call& call) {
    return add_units(call, kMinuteMs, [](const CivilTime& civil) { return civil.minute; });
}
Outcome add_seconds(const Call& call) {
    return add_units(call, kSecondMs, [](const CivilTime& civil) { return civil.second; });
}

Outcome shift(const Call& call, double sign) {
    const auto ms = strict_time(call, 0);
    const auto count = call.integer(1);
    const auto unit = call.text(2);
    if (!ms) return not_iso(call, 0);
    if (!count) return call.wrong(1, "an integer");
    if (!unit) return call.wrong(2, "a unit");
    const double by = sign * static_cast<double>(*count);
    if (const auto moved = shifted(*ms, by, *unit)) return print_time(call, *moved, 3);
    // An unknown unit counts milliseconds in addToTime and is an error in subtractFromTime.
    if (sign < 0) return call.wrong(2, "a unit from Second to Year");
    return print_time(call, *ms + by, 3);
}

Outcome add_to_time(const Call& call) {
    return shift(call, 1);
}
Outcome subtract_from_time(const Call& call) {
    return shift(call, -1);
}

Outcome date_time_diff(const Call& call) {
    const auto a = strict_time(call, 0);
    const auto b = strict_time(call, 1);
    if (!a || !b) return not_iso(call, a ? 1 : 0);
    return Value::number((*a - *b) * kTicksPerMs);
}

// Ticks are a big integer in JavaScript, which JSON carries as text.
Outcome ticks(const Call& call) {
    const auto ms = strict_time(call, 0);
    if (!ms) return not_iso(call, 0);
    return Value::text(std::to_string((static_cast<std::int64_t>(*ms) + kEpochInMs) * 10'000));
}

Outcome from_ticks(const Call& call, double unit) {
    const auto number = ticks_argument(call);
    if (!number) return call.wrong(0, "an integer");
    return Value::number(static_cast<double>(*number) / (unit * kTicksPerMs));
}

Outcome ticks_to_days(const Call& call) {
    return from_ticks(call, kDayMs);
}
Outcome ticks_to_hours(const Call& call) {
    return from_ticks(call, kHourMs);
}
Outcome ticks_to_minutes(const Call& call) {
    return from_ticks(call, kMinuteMs);
}

Outcome start_of(const Call& call, void (*cut)(CivilTime&)) {
    const auto ms = strict_time(call, 0);
    if (!ms) return not_iso(call, 0);
    CivilTime civil = to_civil(static_cast<std::int64_t>(*ms));
    civil.minute = civil.second = civil.millisecond = 0;
    cut(civil);
    return print_time(call, static_cast<double>(to_ms(civil).value_or(0)), 1);
}

Outcome start_of_day(const Call& call) {
    return start_of(call, [](CivilTime& civil) { civil.hour = 0; });
}
Outcome start_of_hour(const Call& call) {
    return start_of(call, [](CivilTime&) {});
}
Outcome start_of_month(const Call& call) {
    return start_of(call, [](CivilTime& civil) {
        civil.hour = 0;
        civil.day = 1;
    });
}

template <class Function>
Outcome part(const Call& call, Function function) {
    const auto ms = strict_time(call, 0);
    if (!ms) return not_iso(call, 0);
    return Value::number(static_cast<double>(function(static_cast<std::int64_t>(*ms))));
}

Outcome week_day(const Call& call) {
    return part(call, day_of_week);
}
Outcome day_of_month(const Call& call) {
    return part(call, [](std::int64_t ms) { return to_civil(ms).day; });
}
Outcome day_of_year(const Call& call) {
    return part(call, [](std::int64_t ms) {
        const std::int64_t start =
            to_ms(CivilTime{to_civil(ms).year, 1, 1, 0, 0, 0, 0}).value_or(0);
        return (ms - start) / static_cast<std::int64_t>(kDayMs) + 1;
    });
}
Outcome month(const Call& call) {
    return part(call, [](std::int64_t ms) { return to_civil(ms).month; });
}
Outcome year(const Call& call) {
    return part(call, [](std::int64_t ms) { return to_civil(ms).year; });
}

Outcome date_of(const Call& call) {
    const auto ms = strict_time(call, 0);
    if (!ms) return not_iso(call, 0);
    return Value::text(format_dayjs(static_cast<std::int64_t>(*ms), "M/DD/YYYY"));
}

Outcome is_date_time(const Call& call) {
    return Value::boolean(strict_time(call, 0).has_value());
}

constexpr std::array kTable{
    Builtin{"formatDateTime", 1, 3, format_date_time},
    Builtin{"formatEpoch", 1, 3, format_epoch},
    Builtin{"formatTicks", 1, 3, format_ticks},
    Builtin{"addDays", 2, 4, add_days},
    Builtin{"addHours", 2, 4, add_hours},
    Builtin{"addMinutes", 2, 4, add_minutes},
    Builtin{"addSeconds", 2, 4, add_seconds},
    Builtin{"addToTime", 3, 5, add_to_time},
    Builtin{"subtractFromTime", 3, 5, subtract_from_time},
    Builtin{"dateTimeDiff", 2, 2, date_time_diff},
    Builtin{"ticks", 1, 1, ticks},
    Builtin{"ticksToDays", 1, 1, ticks_to_days},
    Builtin{"ticksToHours", 1, 1, ticks_to_hours},
    Builtin{"ticksToMinutes", 1, 1, ticks_to_minutes},
    Builtin{"startOfDay", 1, 3, start_of_day},
    Builtin{"startOfHour", 1, 3, start_of_hour},
    Builtin{"startOfMonth", 1, 3, start_of_month},
    Builtin{"dayOfWeek", 1, 1, week_day},
    Builtin{"dayOfMonth", 1, 1, day_of_month},
    Builtin{"dayOfYear", 1, 1, day_of_year},
    Builtin{"month", 1, 1, month},
    Builtin{"year", 1, 1, year},
    Builtin{"date", 1, 1, date_of},
    Builtin{"isDateTime", 1, 1, is_date_time},
};

}  // namespace

std::span<const Builtin> date_builtins() {
    return kTable;
}

}  // namespace socbot::templating
