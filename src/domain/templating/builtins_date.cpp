// Dates and times, all in UTC. Functions that the official package calls on timestamps take the
// form with milliseconds and Z only; formatDateTime reads more (date_parse.h).
#include "domain/templating/ast.h"
#include "domain/templating/date_format.h"
#include "domain/templating/date_parse.h"
#include "domain/templating/evaluator.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace socbot::templating {

namespace {

constexpr double kSecondMs = 1'000;
constexpr double kMinuteMs = 60 * kSecondMs;
constexpr double kHourMs = 60 * kMinuteMs;
constexpr double kDayMs = 24 * kHourMs;
constexpr double kTicksPerMs = 10'000;
constexpr std::int64_t kEpochInMs = 62'135'596'800'000;  // from 0001-01-01 to 1970-01-01

// Argument `format` is the format and may be missing.
Outcome print(const Call& call, double ms, std::size_t format) {
    if (!(std::abs(ms) <= static_cast<double>(kMaxDateMs)))
        return fail(canonical_text(call.node) + ": the time is out of range");
    if (call.args.size() > format && !call.text(format)) return call.wrong(format, "text");
    const auto text = call.text(format).value_or("");
    return call.evaluator.text(
        format_dayjs(static_cast<std::int64_t>(std::floor(ms)), to_dayjs_format(text))
    );
}

std::optional<double> strict_time(const Call& call, std::size_t i) {
    const auto text = call.text(i);
    const auto ms = text ? parse_strict_iso(*text) : std::nullopt;
    return ms ? std::optional{static_cast<double>(*ms)} : std::nullopt;
}

Failure not_iso(const Call& call, std::size_t i) {
    return call.wrong(i, "a time like 2026-02-27T23:58:04.250Z");
}

Outcome format_date_time(const Call& call) {
    const auto text = call.text(0);
    const auto ms = text ? parse_date(*text) : std::nullopt;
    if (!ms) return call.wrong(0, "a date and time");
    return print(call, static_cast<double>(*ms), 1);
}

Outcome format_epoch(const Call& call) {
    const auto seconds = call.number(0);
    if (!seconds) return call.wrong(0, "seconds since 1970");
    return print(call, *seconds * kSecondMs, 1);
}

Outcome format_ticks(const Call& call) {
    const auto ticks = call.number(0);
    if (!ticks) return call.wrong(0, "ticks");
    return print(call, *ticks / kTicksPerMs - static_cast<double>(kEpochInMs), 1);
}

Outcome add_ms(const Call& call, double unit) {
    const auto ms = strict_time(call, 0);
    const auto count = call.number(1);
    if (!ms) return not_iso(call, 0);
    if (!count) return call.wrong(1, "a number");
    return print(call, *ms + *count * unit, 2);
}

Outcome add_days(const Call& call) {
    return add_ms(call, kDayMs);
}
Outcome add_hours(const Call& call) {
    return add_ms(call, kHourMs);
}
Outcome add_minutes(const Call& call) {
    return add_ms(call, kMinuteMs);
}
Outcome add_seconds(const Call& call) {
    return add_ms(call, kSecondMs);
}

// The end of a shorter month clamps: 31 January plus a month is 28 February.
std::optional<double> add_months(double ms, double months) {
    if (std::abs(months) > 12.0 * 400'000) return std::nullopt;
    CivilTime civil = to_civil(static_cast<std::int64_t>(ms));
    const auto total =
        std::int64_t{civil.year} * 12 + (civil.month - 1) + static_cast<std::int64_t>(months);
    const auto year = total >= 0 ? total / 12 : (total - 11) / 12;
    if (year < -9999 || year > 9999) return std::nullopt;
    civil.year = static_cast<int>(year);
    civil.month = static_cast<unsigned>(total - year * 12) + 1;
    for (civil.day = std::min(civil.day, 31U); civil.day > 27; --civil.day)
        if (const auto found = to_ms(civil)) return static_cast<double>(*found);
    const auto found = to_ms(civil);
    return found ? std::optional{static_cast<double>(*found)} : std::nullopt;
}

Outcome shift(const Call& call, double sign) {
    const auto ms = strict_time(call, 0);
    const auto count = call.integer(1);
    const auto unit = call.text(2);
    if (!ms) return not_iso(call, 0);
    if (!count) return call.wrong(1, "an integer");
    if (!unit) return call.wrong(2, "a unit");
    const double by = sign * static_cast<double>(*count);
    if (*unit == "Month" || *unit == "Year") {
        const auto moved = add_months(*ms, *unit == "Year" ? by * 12 : by);
        if (!moved) return fail(canonical_text(call.node) + ": the time is out of range");
        return print(call, *moved, 3);
    }
    struct Unit {
        std::string_view name;
        double ms;
    };
    constexpr std::array<Unit, 5> kUnits{
        {{"Second", kSecondMs},
         {"Minute", kMinuteMs},
         {"Hour", kHourMs},
         {"Day", kDayMs},
         {"Week", 7 * kDayMs}}};
    for (const Unit& known : kUnits)
        if (known.name == *unit) return print(call, *ms + by * known.ms, 3);
    // An unknown unit counts milliseconds in addToTime and is an error in subtractFromTime.
    if (sign < 0) return call.wrong(2, "a unit from Second to Year");
    return print(call, *ms + by, 3);
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
    const auto number = call.integer(0);
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
    return print(call, static_cast<double>(to_ms(civil).value_or(0)), 1);
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
