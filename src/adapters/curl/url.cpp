// Over curl's URL API.
#include "adapters/curl/url.h"

#include "base/text.h"

#include <curl/curl.h>

#include <memory>

namespace socbot {
namespace {

constexpr std::size_t kUrlBytes = 8 * 1024;
using Handle = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string part(const Handle& url, CURLUPart what, unsigned flags = 0) {
    char* text = nullptr;
    if (curl_url_get(url.get(), what, &text, flags) != CURLUE_OK) return {};
    const std::unique_ptr<char, decltype(&curl_free)> owner{text, &curl_free};
    return text;
}

Result<Url> read(const Handle& url) {
    Url out;
    out.text = part(url, CURLUPART_URL);
    out.scheme = part(url, CURLUPART_SCHEME);
    out.host = to_lower_ascii(part(url, CURLUPART_HOST));
    const std::string port = part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    if (out.scheme != "http" && out.scheme != "https")
        return Error{Errc::invalid_input, "only http and https URLs are followed"};
    if (out.host.starts_with('[') && out.host.ends_with(']'))
        out.host = out.host.substr(1, out.host.size() - 2);
    // A password here would end up in logs and referrers (RFC 9110 section 4.2.4).
    if (!part(url, CURLUPART_USER).empty() || !part(url, CURLUPART_PASSWORD).empty())
        return Error{Errc::invalid_input, "a URL must not hold a user or password"};
    if (out.host.empty() || port.empty() || port.size() > 5 || out.text.size() > kUrlBytes)
        return Error{Errc::invalid_input, "the URL is malformed"};
    const unsigned long number = std::stoul(port);
    if (number == 0 || number > 65535) return Error{Errc::invalid_input, "the URL is malformed"};
    out.port = static_cast<std::uint16_t>(number);
    return out;
}

Result<Url> set(const Handle& url, const std::string& text) {
    if (text.size() > kUrlBytes) return Error{Errc::invalid_input, "the URL is too long"};
    if (text.find('\0') != std::string::npos ||
        curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK)
        return Error{Errc::invalid_input, "the URL is malformed"};
    return read(url);
}

}  // namespace

Result<Url> parse_url(const std::string& text) {
    const Handle url{curl_url(), &curl_url_cleanup};
    return set(url, text);
}

Result<Url> resolve_url(const Url& base, const std::string& location) {
    const Handle url{curl_url(), &curl_url_cleanup};
    if (auto based = set(url, base.text); !based) return based;
    return set(url, location);
}

}  // namespace socbot
