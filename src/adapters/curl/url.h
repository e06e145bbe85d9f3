// URLs as curl reads them: the parser that judges is the parser that connects.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <string>

namespace socbot {

struct Url {
    std::string text;    // normalised; what is given to curl
    std::string scheme;  // "http" or "https"
    std::string host;    // lower case, IPv6 without brackets
    std::uint16_t port{0};

    std::string origin() const { return scheme + "://" + host + ":" + std::to_string(port); }
};

// invalid_input: not http(s), no host, a user or password inside, over 8 KiB, controls or spaces.
Result<Url> parse_url(const std::string& text);

// A Location field, absolute or relative to `base` (RFC 9110 section 10.2.2).
Result<Url> resolve_url(const Url& base, const std::string& location);

}  // namespace socbot
