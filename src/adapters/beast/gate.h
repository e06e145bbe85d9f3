// What is judged about a request before anyone acts on it: its target, the host it was meant for,
// the page it came from, and who really sent it. Pure; a table test covers it.
#pragma once

#include "adapters/beast/listener_config.h"
#include "domain/alarm/address.h"
#include "ports/http.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace socbot {

// An answer given without asking the handler.
struct Refusal {
    int status{400};
    const char* code{"request"};
    const char* message{"malformed request"};
};

// Who is at the other end of the connection.
struct Peer {
    std::optional<IpAddress> address;  // none for a local socket
    std::string text;                  // the address, or "local"
    bool secure{false};                // TLS ends here
};

// Splits request.target into path and query and decodes the path, once. In absolute form (RFC 9112
// section 3.2.2) the authority goes to `authority` and the target becomes origin form. Refused:
// other forms, malformed escapes, encoded slashes, backslashes, NUL and other controls, "." and
// ".." segments, bytes that are not UTF-8: what two programs may read in two ways.
std::optional<Refusal> read_target(http::Request& request, std::string& authority);

class Gate {
public:
    explicit Gate(const ListenerConfig& config);

    // `host`: of the Host field or the target's authority; may be empty (HTTP/1.0).
    std::optional<Refusal> check_host(std::string_view host) const;

    // For requests that may change something: anything but GET, HEAD and OPTIONS.
    std::optional<Refusal> check_origin(const http::Request& request, std::string_view host) const;

    // For a request that became an event stream. A browser sends no Origin with a same-origin GET,
    // so an absent one is accepted always.
    std::optional<Refusal> check_stream(const http::Request& request, std::string_view host) const;

    // Fills client_address and secure. Proxies append to X-Forwarded-For, so it is read from the
    // right, past the proxies we trust; what a stranger wrote further left is not believed.
    void identify(http::Request& request, const Peer& peer) const;

private:
    bool is_known_origin(
        std::string_view origin,
        const http::Request& request,
        std::string_view host
    ) const;
    bool trusts(const IpAddress& address) const;

    std::vector<std::string> hosts_;    // lower case
    std::vector<std::string> origins_;  // lower case
    std::vector<Network> proxies_;
    bool check_origin_;
    bool require_origin_;
};

}  // namespace socbot
