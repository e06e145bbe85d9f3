// Readers turn a payload into an alarm: one file a source type, pure, never failing on a missing
// optional member. A payload that can't be read is invalid_input: the engine keeps it raw.
#pragma once

#include "base/result.h"
#include "domain/alarm/alarm.h"
#include "domain/settings/settings.h"

#include <string_view>
#include <vector>

namespace socbot {

struct IntakeLimits {
    std::size_t body_bytes{
        2U << 20U};  // facts: 256 KiB JSON-escaped inside JSON is 1.6 MiB at worst
    unsigned depth{64};
    std::size_t events{100};
};
inline constexpr IntakeLimits kIntakeLimits{};

// Strict JSON: valid UTF-8, no duplicate keys at the top level, depth bounded.
Result<Alarm> read_usm_anywhere(std::string_view payload, const SourceSettings& source);

// Replay's and other tools' form (domain/alarm/alarm_json.h).
Result<Alarm> read_ocsf(std::string_view payload, const SourceSettings& source);

// By source.type; invalid_input for an unknown type.
Result<Alarm> read_alarm(std::string_view payload, const SourceSettings& source);

// Types that read_alarm knows.
std::vector<std::string_view> reader_types();

}  // namespace socbot
