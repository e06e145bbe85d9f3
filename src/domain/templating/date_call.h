// What the functions of dates share: reading their arguments and printing a time.
#pragma once

#include "domain/templating/builtins.h"
#include "domain/templating/date_format.h"

namespace socbot::templating {

inline constexpr double kSecondMs = 1'000;
inline constexpr double kMinuteMs = 60 * kSecondMs;
inline constexpr double kHourMs = 60 * kMinuteMs;
inline constexpr double kDayMs = 24 * kHourMs;
inline constexpr double kTicksPerMs = 10'000;
inline constexpr std::int64_t kEpochInMs = 62'135'596'800'000;  // from 0001-01-01 to 1970-01-01

// Argument i as a time in JavaScript's toISOString() form.
std::optional<double> strict_time(const Call& call, std::size_t i);
Failure not_iso(const Call& call, std::size_t i);

// The format is argument `format`, the locale the one after it. What the official functions make of
// them: both are text or the default format stands, and an empty format is the default one.
std::string format_argument(
    const Call& call,
    std::size_t format,
    std::string_view fallback = kDefaultDateFormat
);

// Prints in UTC by argument `format`; a time JavaScript's Date can't hold prints as "Invalid Date".
Outcome print_time(const Call& call, double ms, std::size_t format);

// `ms` and `count` units more. nullopt when there is no such unit; NaN when no such time.
std::optional<double> shifted(double ms, double count, std::string_view unit);

}  // namespace socbot::templating
