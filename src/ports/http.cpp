// Small questions about a request, and the one shape of every refusal.
#include "ports/http.h"

#include "base/json_writer.h"
#include "base/text.h"

namespace socbot::http {

namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// application/x-www-form-urlencoded: '+' is a space, a malformed escape stays as it is.
std::string form_decode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out.push_back(' ');
        } else if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
            out.push_back(static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2])));
            i += 2;
        } else {
            out.push_back(text[i]);
        }
    }
    return out;
}

}  // namespace

std::string_view Request::header(std::string_view name) const noexcept {
    for (const auto& [header_name, value] : headers)
        if (equals_ignore_case_ascii(header_name, name)) return value;
    return {};
}

std::optional<std::string> Request::parameter(std::string_view name) const {
    for (const auto part : split(query, '&')) {
        const auto equals = part.find('=');
        if (form_decode(part.substr(0, equals)) != name) continue;
        return equals == std::string_view::npos ? std::string{}
                                                : form_decode(part.substr(equals + 1));
    }
    return std::nullopt;
}

std::optional<std::string> Request::cookie(std::string_view name) const {
    for (const auto part : split(header("Cookie"), ';')) {
        const auto trimmed = trim_ascii(part);
        const auto equals = trimmed.find('=');
        if (equals == std::string_view::npos || trimmed.substr(0, equals) != name) continue;
        return std::string{trimmed.substr(equals + 1)};
    }
    return std::nullopt;
}

Response refusal(int status, std::string_view code, std::string_view message) {
    Response response;
    response.status = status;
    JsonWriter json{response.body};
    json.open_object().key("error").string(code).key("message").string(message).close_object();
    return response;
}

}  // namespace socbot::http
