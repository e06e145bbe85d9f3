// A URL as the WHATWG URL parser reads it, for uriHost, uriPath, ... No base URL: only absolute
// ones.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace socbot::templating {

struct Url {
    std::string scheme;            // lower case, without ':'
    std::string host;              // lower case; punycode; brackets around IPv6
    std::optional<unsigned> port;  // none when it is the scheme's own
    std::string path;              // percent-encoded
    std::string query;             // with its '?', empty without one
};

// nullopt: no URL. IPv6 addresses are kept as written, in lower case.
std::optional<Url> parse_url(std::string_view text);

}  // namespace socbot::templating
