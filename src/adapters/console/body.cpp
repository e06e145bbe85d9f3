// Bodies of the console's POSTs.
#include "adapters/console/body.h"

#include "base/text.h"

#include <boost/json/parse.hpp>

#include <charconv>

namespace socbot {

namespace {

bool is_json(std::string_view content_type) {
    const auto media = trim_ascii(split(content_type, ';').front());
    return equals_ignore_case_ascii(media, "application/json");
}

}  // namespace

std::variant<boost::json::object, http::Response> read_object(const http::Request& request) {
    if (request.body.size() > kConsoleBodyBytes)
        return http::refusal(413, "too_large", "At most 16 KiB can be sent at once.");
    if (!is_json(request.header("Content-Type")))
        return http::refusal(415, "not_json", "Content-Type must be application/json.");
    boost::json::parse_options options;
    options.max_depth = 4;
    boost::system::error_code failure;
    auto value = boost::json::parse(request.body, failure, {}, options);
    if (failure || !value.is_object())
        return http::refusal(400, "malformed", "The body must be one JSON object.");
    return std::move(value.as_object());
}

std::optional<std::string>
text_of(const boost::json::object& body, std::string_view name, std::size_t limit) {
    const auto* value = body.if_contains(name);
    if (value == nullptr || !value->is_string()) return std::nullopt;
    const std::string_view text{value->as_string().data(), value->as_string().size()};
    if (text.size() > limit || trim_ascii(text).empty()) return std::nullopt;
    return std::string{text};
}

std::optional<std::uint64_t> parse_id(std::string_view text) {
    std::uint64_t id{0};
    const auto* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, id);
    if (text.empty() || parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
    return id;
}

std::optional<std::uint64_t> id_of(const boost::json::object& body, std::string_view name) {
    const auto* value = body.if_contains(name);
    if (value == nullptr || value->is_null()) return 0;
    if (!value->is_string()) return std::nullopt;
    return parse_id({value->as_string().data(), value->as_string().size()});
}

std::optional<std::vector<std::pair<std::string, std::string>>> inputs_of(
    const boost::json::object& body
) {
    std::vector<std::pair<std::string, std::string>> inputs;
    const auto* value = body.if_contains("inputs");
    if (value == nullptr || value->is_null()) return inputs;
    if (!value->is_object() || value->as_object().size() > kConsoleInputs) return std::nullopt;
    for (const auto& [name, input] : value->as_object()) {
        if (!input.is_string() || input.as_string().size() > kConsoleTextBytes || name.size() > 64)
            return std::nullopt;
        inputs.emplace_back(std::string{name}, std::string{input.as_string()});
    }
    return inputs;
}

}  // namespace socbot
