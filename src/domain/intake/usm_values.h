// Values of a USM Anywhere payload: the alarm's own member first, then the first event that has
// one. Internal to the reader.
#pragma once

#include "base/time.h"
#include "domain/alarm/alarm.h"
#include "domain/intake/usm_fields.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace socbot::intake {

// One object. All text comes back clean; what is missing or "UNDEFINED" is empty.
std::string line(const UsmFields& in, UsmField field, std::size_t bytes = kAlarmLimits.text_bytes);
std::string line_of(simdjson::dom::element value, std::size_t bytes = kAlarmLimits.text_bytes);
// An array of strings or one string; each item clean, empty ones left out.
std::vector<std::string> lines(const UsmFields& in, UsmField field);
// Items of a text that lists some, by comma, semicolon, bar or space.
std::vector<std::string> split_list(std::string_view text);
// An integer, or one written as text; a fraction is cut off.
std::optional<std::int64_t> integer(const UsmFields& in, UsmField field);
// A boolean, or "true" / "false" in any case: the same member is one in the alarm, the other in its
// events.
bool boolean(const UsmFields& in, UsmField field);

// The first of `fields` that has text, in the alarm, then event by event.
std::string first_line(
    const UsmPayload& in,
    std::initializer_list<UsmField> fields,
    std::size_t bytes = kAlarmLimits.text_bytes
);
// The same for words, which may carry "&amp;".
std::string first_words(
    const UsmPayload& in,
    std::initializer_list<UsmField> fields,
    std::size_t bytes = kAlarmLimits.text_bytes
);
std::optional<std::int64_t> first_integer(const UsmPayload& in, UsmField field);

// ISO 8601 text, or epoch milliseconds as number or text (seconds when too small for milliseconds).
// 0 when there is none or it lies outside the years 1970 to 9999.
Instant instant(const UsmFields& in, UsmField iso, UsmField epoch);

}  // namespace socbot::intake
