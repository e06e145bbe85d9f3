// Parts of an absolute URL.
#include "domain/templating/ast.h"
#include "domain/templating/evaluator.h"
#include "domain/templating/url.h"

#include <array>
#include <limits>

namespace socbot::templating {

namespace {

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
