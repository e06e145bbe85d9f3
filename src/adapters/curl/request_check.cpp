// What is refused before anything is sent.
#include "adapters/curl/transfer.h"
#include "base/text.h"

#include <algorithm>
#include <array>

namespace socbot {
namespace {

constexpr std::array<std::string_view, 6> kCurlsOwn{
    "Host",
    "Content-Length",
    "Transfer-Encoding",
    "Connection",
    "Expect",
    "Proxy-Authorization"};

// RFC 9110 section 5.6.2.
bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return c > 0x20 && c < 0x7f &&
               std::string_view{"\"(),/:;<=>?@[\\]{}"}.find(c) == std::string_view::npos;
    });
}

bool is_value(std::string_view text) {
    using namespace std::string_view_literals;
    return text.find_first_of("\r\n\0"sv) == std::string_view::npos;
}

}  // namespace

Result<void> check_request(const HttpRequest& request) {
    if (!is_token(request.method)) return Error{Errc::invalid_input, "the method is malformed"};
    for (const auto& [name, value] : request.headers) {
        if (!is_token(name) || !is_value(value))
            return Error{Errc::invalid_input, "a header field is malformed"};
        for (const auto own : kCurlsOwn)
            if (equals_ignore_case_ascii(name, own))
                return Error{Errc::invalid_input, "the field " + name + " can't be set"};
    }
    return {};
}

Result<void> check_behind_proxy(const AddressPolicy& policy, const Url& url) {
    if (const auto literal = IpAddress::parse(url.host))
        return policy.check(url.host, url.port, *literal);
    // The policy accepts a private address for endpoints the operator named, and for no other.
    const auto named = policy.check(url.host, url.port, IpAddress::v4(0x7f000001));
    if (named) return {};
    return Error{
        Errc::unauthorised,
        url.host +
            " is not among the named hosts, and behind a proxy its address can't be checked"};
}

}  // namespace socbot
