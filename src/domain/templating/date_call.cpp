// Arguments of the functions of dates.
#include "domain/templating/date_call.h"

#include "domain/templating/ast.h"
#include "domain/templating/date_parse.h"
#include "domain/templating/evaluator.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace socbot::templating {

namespace {

// The end of a shorter month clamps: 31 January plus a month is 28 February.
double add_months(double ms, double months) {
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    if (std::abs(months) > 12.0 * 560'000) return kNone;
    CivilTime civil = to_civil(static_cast<std::int64_t>(ms));
    const auto total =
        std::int64_t{civil.year} * 12 + (civil.month - 1) + static_cast<std::int64_t>(months);
    const auto year = total >= 0 ? total / 12 : (total - 11) / 12;
    if (year < -280'000 || year > 280'000) return kNone;
    civil.year = static_cast<int>(year);
    civil.month = static_cast<unsigned>(total - year * 12) + 1;
    for (; civil.day > 27; --civil.day)
        if (const auto found = to_ms(civil)) return static_cast<double>(*found);
    const auto found = to_ms(civil);
    return found ? static_cast<double>(*found) : kNone;
}

}  // namespace

std::optional<double> strict_time(const Call& call, std::size_t i) {
    const auto text = call.text(i);
    const auto ms = text ? parse_strict_iso(*text) : std::nullopt;
    return ms ? std::optional{static_cast<double>(*ms)} : std::nullopt;
}

Failure not_iso(const Call& call, std::size_t i) {
    return call.wrong(i, "a time like 2026-02-27T23:58:04.250Z");
}

std::string format_argument(const Call& call, std::size_t format, std::string_view fallback) {
    const auto text = call.text(format);
    const bool with_locale = call.args.size() > format + 1;
    if (!text || (with_locale && !call.text(format + 1))) return std::string{fallback};
    return to_dayjs_format(*text);
}

Outcome print_time(const Call& call, double ms, std::size_t format) {
    if (!(std::abs(ms) <= static_cast<double>(kMaxDateMs))) return Value::text("Invalid Date");
    return call.evaluator.text(
        format_dayjs(static_cast<std::int64_t>(std::trunc(ms)), format_argument(call, format))
    );
}

std::optional<double> shifted(double ms, double count, std::string_view unit) {
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
    if (unit == "Month") return add_months(ms, count);
    if (unit == "Year") return add_months(ms, count * 12);
    const auto* const found = std::find_if(kUnits.begin(), kUnits.end(), [unit](const Unit& known) {
        return known.name == unit;
    });
    if (found == kUnits.end()) return std::nullopt;
    return ms + count * found->ms;
}

}  // namespace socbot::templating
