// Text -> a point in time, as leniently as JavaScript's Date reads it where alarms and people need
// it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace socbot::templating {

// JavaScript's range of Date: 100,000,000 days on either side of the epoch.
inline constexpr std::int64_t kMaxDateMs = 8'640'000'000'000'000;

// Milliseconds since the epoch. ISO 8601 (a date, with or without time, zone and fraction),
// "27 Feb 2026 23:58:04 +0200" (RFC 5322), "Feb 27, 2026", "2/27/2026 11:58 PM". Without a zone:
// UTC.
std::optional<std::int64_t> parse_date(std::string_view text);

// Exactly "2026-02-27T23:58:04.250Z".
std::optional<std::int64_t> parse_strict_iso(std::string_view text);

// A calendar date and time of day, UTC; nullopt when there is no such date.
struct CivilTime {
    int year{1970};
    unsigned month{1}, day{1};
    unsigned hour{0}, minute{0}, second{0}, millisecond{0};
};
std::optional<std::int64_t> to_ms(const CivilTime& civil);
CivilTime to_civil(std::int64_t ms);

// 0 = Sunday.
unsigned day_of_week(std::int64_t ms);

// The index of the name whose first three letters `word` begins with, any case: "february" -> 1.
std::optional<unsigned> month_index(std::string_view word);

}  // namespace socbot::templating
