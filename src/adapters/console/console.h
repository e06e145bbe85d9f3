// Console: the built-in chat, put together. What compose needs: the connection for the dispatcher,
// the handler for the private listener, and links to sign in by.
#pragma once

#include "adapters/console/handler.h"

#include <string>

namespace socbot {

struct ConsoleConfig {
    ConnectionId id{"console"};
    SessionLimits sessions;
    StreamLimits streams;
};

// Thread-safe. Outlived by everything it is given; the HTTP listener stops before it is destroyed.
class Console {
public:
    // `page` may be empty: then only the API and sign-in answer.
    Console(
        ConsoleConfig config,
        ConsoleBackend& backend,
        const Clock& clock,
        Random& random,
        PageFiles page
    );

    ConsoleConnection& connection() noexcept { return connection_; }
    ConsoleHandler& handler() noexcept { return handler_; }
    // For /console/login?token=...: used once, within ten minutes. The caller knows the person
    // exists; one who does not can't sign in.
    std::string make_link_token(PersonId person, Instant now);

private:
    Sessions sessions_;
    Streams streams_;
    ConsoleConnection connection_;
    ConsoleHandler handler_;
};

}  // namespace socbot
