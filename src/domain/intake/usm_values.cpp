// Values of a USM Anywhere payload, tolerant of every form a member was seen in.
#include "domain/intake/usm_values.h"

#include "base/text.h"
#include "domain/intake/clean_text.h"
#include "domain/intake/payload.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace socbot::intake {
namespace {

constexpr std::int64_t kLastMs{253'402'300'799'999};  // the end of the year 9999
// Epoch numbers below this are seconds: as milliseconds they would lie before March 1973, as
// seconds they reach to the year 5138.
constexpr std::int64_t kFirstMs{100'000'000'000};

std::optional<std::int64_t> parse_integer(std::string_view text) {
    text = trim_ascii(text);
    std::int64_t value{0};
    const char* const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, value);
    if (error != std::errc{}) return std::nullopt;
    // "70.0": written by what knows reals only.
    const bool fraction = end != last && *end == '.' &&
                          std::all_of(end + 1, last, [](char c) { return c >= '0' && c <= '9'; });
    if (end != last && !fraction) return std::nullopt;
    return value;
}

// A list where one value is usual: its first. Another value is itself.
simdjson::dom::element scalar_of(simdjson::dom::element value) {
    simdjson::dom::array items;
    if (value.get(items) != simdjson::SUCCESS) return value;
    for (const simdjson::dom::element item : items) {
        if (!item.is_null()) return item;
    }
    return value;
}

Instant from_epoch(std::int64_t value) {
    if (value <= 0 || value > kLastMs) return {};
    return {value < kFirstMs ? value * 1000 : value};
}

}  // namespace

std::string line_of(simdjson::dom::element value, std::size_t bytes) {
    std::string number;
    const auto text = scalar_text(scalar_of(value), number);
    return text ? clean_line(*text, bytes) : std::string{};
}

std::string line(const UsmFields& in, UsmField field, std::size_t bytes) {
    return in.has(field) ? line_of(in.at(field), bytes) : std::string{};
}

std::vector<std::string> lines(const UsmFields& in, UsmField field) {
    std::vector<std::string> found;
    if (!in.has(field)) return found;
    simdjson::dom::array items;
    if (in.at(field).get(items) != simdjson::SUCCESS) {
        if (std::string only = line(in, field); !only.empty()) found.push_back(std::move(only));
        return found;
    }
    std::string number;
    for (const simdjson::dom::element item : items) {
        if (found.size() == kAlarmLimits.list_items) break;
        const auto text = scalar_text(item, number);
        if (!text) continue;
        std::string clean = clean_line(*text, kAlarmLimits.text_bytes);
        if (!clean.empty()) found.push_back(std::move(clean));
    }
    return found;
}

std::vector<std::string> split_list(std::string_view text) {
    std::vector<std::string> ids;
    std::string id;
    for (const char c : std::string{text} + " ") {
        if (c != ',' && c != ';' && c != '|' && c != ' ') {
            id.push_back(c);
        } else if (!id.empty()) {
            if (ids.size() < kAlarmLimits.list_items) ids.push_back(std::move(id));
            id.clear();
        }
    }
    return ids;
}

std::optional<std::int64_t> integer(const UsmFields& in, UsmField field) {
    if (!in.has(field)) return std::nullopt;
    const simdjson::dom::element value = scalar_of(in.at(field));
    std::int64_t number{0};
    if (value.get(number) == simdjson::SUCCESS) return number;
    double real{0};
    constexpr double exact{9'007'199'254'740'992.0};  // 2^53
    if (value.is_double() && value.get(real) == simdjson::SUCCESS && std::abs(real) <= exact)
        return static_cast<std::int64_t>(real);
    std::string_view text;
    if (value.get(text) == simdjson::SUCCESS) return parse_integer(text);
    return std::nullopt;
}

bool boolean(const UsmFields& in, UsmField field) {
    if (!in.has(field)) return false;
    bool value{false};
    const simdjson::dom::element given = scalar_of(in.at(field));
    if (given.get(value) == simdjson::SUCCESS) return value;
    std::string_view text;
    return given.get(text) == simdjson::SUCCESS &&
           equals_ignore_case_ascii(trim_ascii(text), "true");
}

std::string
first_line(const UsmPayload& in, std::initializer_list<UsmField> fields, std::size_t bytes) {
    for (const UsmField field : fields) {
        if (std::string text = line(in.alarm, field, bytes); !text.empty()) return text;
        for (const UsmFields& event : in.events) {
            if (std::string text = line(event, field, bytes); !text.empty()) return text;
        }
    }
    return {};
}

std::string
first_words(const UsmPayload& in, std::initializer_list<UsmField> fields, std::size_t bytes) {
    return clean_words(first_line(in, fields, bytes), bytes);
}

std::optional<std::int64_t> first_integer(const UsmPayload& in, UsmField field) {
    if (const auto number = integer(in.alarm, field)) return number;
    for (const UsmFields& event : in.events) {
        if (const auto number = integer(event, field)) return number;
    }
    return std::nullopt;
}

Instant instant(const UsmFields& in, UsmField iso, UsmField epoch) {
    for (const UsmField field : {iso, epoch}) {
        if (!in.has(field)) continue;
        if (const auto number = integer(in, field)) {
            if (const Instant at = from_epoch(*number)) return at;
            continue;
        }
        std::string_view text;
        if (scalar_of(in.at(field)).get(text) != simdjson::SUCCESS) continue;
        const auto at = parse_rfc3339(trim_ascii(text));
        if (at && at->ms > 0 && at->ms <= kLastMs) return *at;
    }
    return {};
}

}  // namespace socbot::intake
