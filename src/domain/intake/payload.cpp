// Parsing under limits, with one parser a thread: simdjson reuses its buffers, which is most of its
// speed.
#include "domain/intake/payload.h"

#include "base/text.h"
#include "domain/intake/clean_text.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace socbot::intake {
namespace {

// A parser keeps about 15 bytes a byte of its largest payload. Above this it is given back after
// the next payload, so that one huge alarm does not stay in memory for ever.
constexpr std::size_t kKeptCapacity{256U * 1024U};

struct ThreadParser {
    simdjson::dom::parser parser;
    std::vector<std::string_view> names;
};

ThreadParser& thread_parser() {
    thread_local ThreadParser mine;
    return mine;
}

Error unreadable(std::string message) {
    return Error{Errc::invalid_input, std::move(message)};
}

Result<void> refuse_duplicates(simdjson::dom::object object, std::vector<std::string_view>& names) {
    names.clear();
    for (const auto field : object)
        names.push_back(field.key);
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice != names.end())
        return unreadable("member " + quote_for_log(*twice, 64) + " is there twice");
    return {};
}

// Makes room for `bytes`, with our depth limit; allocate() is what sets it.
bool prepare(simdjson::dom::parser& parser, std::size_t bytes) {
    const bool oversized = parser.capacity() > kKeptCapacity && bytes <= kKeptCapacity;
    if (oversized) parser = simdjson::dom::parser{};
    if (parser.capacity() >= bytes && parser.max_depth() == kIntakeLimits.depth) return true;
    const std::size_t capacity = std::max<std::size_t>(bytes, 16U * 1024U);
    return parser.allocate(capacity, kIntakeLimits.depth) == simdjson::SUCCESS;
}

}  // namespace

Result<simdjson::dom::object> parse_payload(std::string_view payload) {
    if (payload.size() > kIntakeLimits.body_bytes)
        return unreadable(
            "payload of " + std::to_string(payload.size()) + " bytes; the limit is " +
            std::to_string(kIntakeLimits.body_bytes)
        );
    ThreadParser& mine = thread_parser();
    if (!prepare(mine.parser, payload.size()))
        return Error{Errc::unavailable, "no memory to parse the payload"};
    simdjson::dom::element root;
    if (const auto error = mine.parser.parse(payload.data(), payload.size()).get(root))
        return unreadable(std::string{"not JSON: "} + simdjson::error_message(error));
    simdjson::dom::object object;
    if (root.get(object) != simdjson::SUCCESS) return unreadable("not a JSON object");
    if (const auto distinct = refuse_duplicates(object, mine.names); !distinct)
        return distinct.error();
    return object;
}

std::optional<std::string_view> scalar_text(simdjson::dom::element value, std::string& number) {
    using simdjson::dom::element_type;
    switch (value.type()) {
        case element_type::STRING:
            return value.get_string().value_unsafe();
        case element_type::INT64:
            number = std::to_string(value.get_int64().value_unsafe());
            return number;
        case element_type::UINT64:
            number = std::to_string(value.get_uint64().value_unsafe());
            return number;
        case element_type::DOUBLE: {
            char digits[32];
            const auto end =
                std::to_chars(digits, digits + sizeof digits, value.get_double().value_unsafe())
                    .ptr;
            number.assign(digits, end);
            return number;
        }
        case element_type::BOOL:
            return value.get_bool().value_unsafe() ? "true" : "false";
        case element_type::NULL_VALUE:
        case element_type::ARRAY:
        case element_type::OBJECT:
            return std::nullopt;
    }
    return std::nullopt;
}

std::string text_at(simdjson::dom::object payload, std::string_view dotted_path) {
    simdjson::dom::element at;
    // The whole path may also be one member's name.
    if (payload.at_key(dotted_path).get(at) != simdjson::SUCCESS) {
        simdjson::dom::object inside = payload;
        const auto names = split(dotted_path, '.');
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (inside.at_key(names[i]).get(at) != simdjson::SUCCESS) return {};
            if (i + 1 < names.size() && at.get(inside) != simdjson::SUCCESS) return {};
        }
    }
    std::string number;
    const auto text = scalar_text(at, number);
    return text ? clean_line(*text, kAlarmLimits.id_bytes) : std::string{};
}

}  // namespace socbot::intake
