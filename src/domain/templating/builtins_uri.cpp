// Parts of an absolute URL with an authority, which is what alarms carry. A subset of the WHATWG
// URL parser: scheme and host in lower case, a default port is no port, an empty path is "/".
#include "base/text.h"
#include "domain/templating/ast.h"
#include "domain/templating/evaluator.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace socbot::templating {

namespace {

struct Url {
    std::string scheme, host;
    std::optional<unsigned> port;
    std::string path, query;  // the query with its '?'
};

std::optional<unsigned> default_port(std::string_view scheme) {
    if (scheme == "http" || scheme == "ws") return 80U;
    if (scheme == "https" || scheme == "wss") return 443U;
    if (scheme == "ftp") return 21U;
    return std::nullopt;
}

bool split_authority(std::string_view authority, Url& url) {
    authority.remove_prefix(std::min(authority.rfind('@') + 1, authority.size()));
    const auto bracket = authority.rfind(']');
    const auto colon = authority.rfind(':');
    const bool has_port =
        colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
    url.host = to_lower_ascii(authority.substr(0, has_port ? colon : authority.size()));
    if (url.host.empty()) return false;
    const std::string_view digits = has_port ? authority.substr(colon + 1) : std::string_view{};
    if (digits.empty()) return true;
    unsigned port{};
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc{} || end != digits.data() + digits.size() || port > 65535) return false;
    if (default_port(url.scheme) != port) url.port = port;
    return true;
}

std::optional<Url> parse_url(std::string_view text) {
    text = trim_ascii(text);
    const auto colon = text.find("://");
    if (colon == std::string_view::npos || colon == 0) return std::nullopt;
    Url url;
    url.scheme = to_lower_ascii(text.substr(0, colon));
    const bool fits = url.scheme.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789+-.") ==
                      std::string::npos;
    if (!fits) return std::nullopt;
    text.remove_prefix(colon + 3);
    text = text.substr(0, text.find('#'));
    const auto authority_end = std::min(text.find_first_of("/?"), text.size());
    if (!split_authority(text.substr(0, authority_end), url)) return std::nullopt;
    text.remove_prefix(authority_end);
    const auto question = std::min(text.find('?'), text.size());
    url.path = question == 0 ? "/" : std::string{text.substr(0, question)};
    if (text.size() - question > 1) url.query = text.substr(question);
    return url;
}

template <class Part>
Outcome part(const Call& call, Part pick) {
    const auto text = call.text(0);
    const auto url = text ? parse_url(*text) : std::nullopt;
    if (!url) return call.wrong(0, "a URL");
    return pick(*url);
}

Outcome host(const Call& call) {
    return part(call, [](const Url& url) { return Value::text(url.host); });
}
Outcome path(const Call& call) {
    return part(call, [](const Url& url) { return Value::text(url.path); });
}
Outcome path_and_query(const Call& call) {
    return part(call, [](const Url& url) { return Value::text(url.path + url.query); });
}
Outcome query(const Call& call) {
    return part(call, [](const Url& url) { return Value::text(url.query); });
}
Outcome scheme(const Call& call) {
    return part(call, [](const Url& url) { return Value::text(url.scheme); });
}
// No port is NaN, which JSON writes as null.
Outcome port(const Call& call) {
    return part(call, [](const Url& url) {
        return Value::number(url.port ? *url.port : std::numeric_limits<double>::quiet_NaN());
    });
}

constexpr std::array kTable{
    Builtin{"uriHost", 1, 1, host},
    Builtin{"uriPath", 1, 1, path},
    Builtin{"uriPathAndQuery", 1, 1, path_and_query},
    Builtin{"uriQuery", 1, 1, query},
    Builtin{"uriScheme", 1, 1, scheme},
    Builtin{"uriPort", 1, 1, port},
};

}  // namespace

std::span<const Builtin> uri_builtins() {
    return kTable;
}

}  // namespace socbot::templating
