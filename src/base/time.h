// Time as the domain sees it: milliseconds since the Unix epoch, UTC, always passed in.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace socbot {

using Milliseconds = std::chrono::milliseconds;

// A point in time. 0 means "none" where a field is optional.
struct Instant {
    std::int64_t ms{0};

    explicit operator bool() const noexcept { return ms != 0; }
    friend constexpr auto operator<=>(const Instant&, const Instant&) = default;
    friend constexpr bool operator==(const Instant&, const Instant&) = default;
    friend constexpr Instant operator+(Instant t, Milliseconds d) { return {t.ms + d.count()}; }
    friend constexpr Instant operator-(Instant t, Milliseconds d) { return {t.ms - d.count()}; }
    friend constexpr Milliseconds operator-(Instant a, Instant b) {
        return Milliseconds{a.ms - b.ms};
    }
};

// RFC 3339 with milliseconds: "2026-03-01T10:15:30.000Z". Years outside 0000..9999 are clamped.
std::string format_rfc3339(Instant at);

// Reads RFC 3339 (section 5.6) and the ISO 8601 variants feeds send: fraction of any length (cut to
// milliseconds), "Z", "+hh:mm", "+hhmm", "+hh", or no zone (taken as UTC), 'T' or a space.
// nullopt on anything else, including impossible dates; a leap second reads as :59.
std::optional<Instant> parse_rfc3339(std::string_view text);

// "4 h", "35 min", "12 s", "2 d": the largest unit that is at least 1, rounded down.
std::string format_duration(Milliseconds duration);

}  // namespace socbot
