// See the header.
#include "domain/alarm/json_members.h"

#include "base/text.h"

#include <algorithm>

namespace socbot {
namespace {

// Far above any alarm; bounds what one document can make the parser allocate.
constexpr std::size_t kDocumentBytes = 4U << 20U;
constexpr std::size_t kDepth = 64;

// simdjson's own words are for its users; these are for the sender.
std::string reason(simdjson::error_code code) {
    switch (code) {
        case simdjson::UTF8_ERROR:
            return "the JSON is not valid UTF-8";
        case simdjson::DEPTH_ERROR:
            return "the JSON is nested deeper than 64 levels";
        case simdjson::EMPTY:
            return "the JSON is empty";
        case simdjson::NUMBER_ERROR:
            return "the JSON holds a number that is malformed or does not fit 64 bits";
        case simdjson::STRING_ERROR:
            return "the JSON holds a malformed string";
        case simdjson::UNCLOSED_STRING:
            return "the JSON ends inside a string";
        case simdjson::UNESCAPED_CHARS:
            return "the JSON holds an unescaped control character";
        default:
            return std::string{"the JSON is malformed: "} + simdjson::error_message(code);
    }
}

}  // namespace

void ReadLog::fail(const std::string& path, std::string_view why) {
    if (error) return;
    error = Error{Errc::invalid_input, path + " " + std::string{why}};
}

std::string JsonMembers::path_of(std::string_view name) const {
    std::string path = path_;
    if (!path.empty()) path.push_back('.');
    return path.append(name);
}

std::string JsonMembers::path_of(std::string_view name, std::size_t index) const {
    return path_of(name) + "[" + std::to_string(index) + "]";
}

std::optional<simdjson::dom::element> JsonMembers::find(std::string_view name, Required required) {
    if (log_->error) return std::nullopt;
    simdjson::dom::element found;
    const bool there =
        object_ && object_->at_key(name).get(found) == simdjson::SUCCESS && !found.is_null();
    if (there) return found;
    if (required == Required::yes) log_->fail(path_of(name), "is missing");
    return std::nullopt;
}

bool JsonMembers::has(std::string_view name) {
    return find(name, Required::no).has_value();
}

std::string_view JsonMembers::text(std::string_view name, Required required) {
    const auto found = find(name, required);
    if (!found) return {};
    std::string_view value;
    if (found->get_string().get(value) != simdjson::SUCCESS) {
        log_->fail(path_of(name), "must be text");
        return {};
    }
    return value;
}

std::string JsonMembers::line(std::string_view name, std::size_t bytes, Required required) {
    std::string value = to_plain_line(text(name, required));
    if (value.size() > bytes) value = cut_utf8(value, bytes);
    if (required == Required::yes && value.empty()) log_->fail(path_of(name), "must not be empty");
    return value;
}

std::optional<std::int64_t> JsonMembers::integer(
    std::string_view name,
    std::int64_t low,
    std::int64_t high,
    Required required
) {
    const auto found = find(name, required);
    if (!found) return std::nullopt;
    std::int64_t value = 0;
    // Fails for text, fractions and what only fits an unsigned number: none is rounded.
    const bool read = found->get_int64().get(value) == simdjson::SUCCESS;
    if (!read || value < low || value > high) {
        log_->fail(
            path_of(name),
            "must be a whole number from " + std::to_string(low) + " to " + std::to_string(high)
        );
        return std::nullopt;
    }
    return value;
}

bool JsonMembers::flag(std::string_view name) {
    const auto found = find(name, Required::no);
    if (!found) return false;
    bool value = false;
    if (found->get_bool().get(value) != simdjson::SUCCESS)
        log_->fail(path_of(name), "must be true or false");
    return value;
}

std::optional<simdjson::dom::array> JsonMembers::array(std::string_view name) {
    const auto found = find(name, Required::no);
    if (!found) return std::nullopt;
    simdjson::dom::array value;
    if (found->get_array().get(value) != simdjson::SUCCESS) {
        log_->fail(path_of(name), "must be an array");
        return std::nullopt;
    }
    return value;
}

std::vector<std::string>
JsonMembers::lines(std::string_view name, std::size_t bytes, std::size_t limit) {
    std::vector<std::string> values;
    const auto items = array(name);
    if (!items) return values;
    std::size_t index = 0;
    for (const simdjson::dom::element item : *items) {
        std::string_view value;
        if (item.get_string().get(value) != simdjson::SUCCESS) {
            log_->fail(path_of(name, index), "must be text");
            return {};
        }
        if (index < limit) {
            std::string cleaned = cut_utf8(to_plain_line(value), bytes);
            if (!cleaned.empty()) values.push_back(std::move(cleaned));
        }
        ++index;
    }
    note_left_out(name, index, limit);
    return values;
}

JsonMembers JsonMembers::object(std::string_view name, Required required) {
    const auto found = find(name, required);
    if (!found) return JsonMembers{path_of(name), *log_};
    simdjson::dom::object value;
    if (found->get_object().get(value) != simdjson::SUCCESS) {
        log_->fail(path_of(name), "must be an object");
        return JsonMembers{path_of(name), *log_};
    }
    return JsonMembers{value, path_of(name), *log_};
}

void JsonMembers::note_left_out(std::string_view name, std::size_t count, std::size_t limit) {
    if (count <= limit) return;
    log_->warnings.push_back(
        path_of(name) + ": " + std::to_string(count - limit) + " more left out"
    );
}

Result<simdjson::dom::object> parse_object(simdjson::dom::parser& parser, std::string_view json) {
    if (json.size() > kDocumentBytes)
        return Error{Errc::invalid_input, "the JSON is larger than 4 MiB"};
    // Growing keeps the depth; the parser's own default would be 1024.
    simdjson::error_code code = simdjson::SUCCESS;
    if (parser.max_depth() != kDepth || parser.capacity() < json.size())
        code = parser.allocate(std::max(parser.capacity(), json.size()), kDepth);
    if (code != simdjson::SUCCESS) return Error{Errc::unavailable, "no memory to read the JSON"};
    simdjson::dom::element root;
    code = parser.parse(json.data(), json.size()).get(root);
    if (code != simdjson::SUCCESS) return Error{Errc::invalid_input, reason(code)};
    simdjson::dom::object object;
    if (root.get_object().get(object) != simdjson::SUCCESS)
        return Error{Errc::invalid_input, "the JSON is not an object"};
    return object;
}

}  // namespace socbot
