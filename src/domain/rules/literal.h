// Values written as text inside a rule.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace socbot::rules {

// CEL's durations down to the millisecond: "90s", "1h30m", "1.5h", "-15m", "250ms". In
// milliseconds; nullopt on anything else and on what does not fit.
std::optional<std::int64_t> parse_duration(std::string_view text);

// As CEL prints one: "5400s", "-0.25s".
std::string duration_text(std::int64_t ms);

}  // namespace socbot::rules
