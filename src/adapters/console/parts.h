// What the console's routes share.
#pragma once

#include "adapters/console/backend.h"
#include "adapters/console/connection.h"
#include "adapters/console/sessions.h"
#include "adapters/console/streams.h"
#include "ports/clock.h"
#include "ports/random.h"

namespace socbot {

struct ConsoleParts {
    ConsoleBackend& backend;
    ConsoleConnection& connection;
    Sessions& sessions;
    Streams& streams;
    const Clock& clock;
    Random& random;
};

// "__Host-socbot" over TLS (RFC 6265bis section 4.1.3.2: bound to this host, Secure, Path=/), else
// "socbot_session", for loopback without TLS.
std::string session_cookie_name(bool secure);
// The Set-Cookie value; an empty `value` removes the cookie.
std::string session_cookie(bool secure, std::string_view value);

}  // namespace socbot
