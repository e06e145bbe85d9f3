// What a listener is told: where it listens, whom it believes, and every limit it holds.
#pragma once

#include "domain/alarm/address.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace socbot {

struct ListenerLimits {
    using Duration = std::chrono::milliseconds;

    std::size_t header_bytes{16 * 1024};      // request line and header fields, each; 431
    std::size_t target_bytes{8 * 1024};       // 414
    std::size_t header_fields{100};           // 431
    std::size_t body_bytes{2 * 1024 * 1024};  // 413; chunked framing may add as much again
    std::size_t connections{1024};            // beyond: 503 and closed
    std::size_t streams{128};                 // event streams among them; beyond: 503
    std::size_t stream_events{256};           // queued for one slow reader; beyond: closed
    std::size_t stream_bytes{1024 * 1024};

    Duration header_time{
        10'000};  // TLS handshake, and from the first byte to the end of the header
    Duration body_time{30'000};
    Duration idle_time{60'000};     // between requests of a kept connection
    Duration write_time{30'000};    // one response, or one write to an event stream
    Duration linger_time{2'000};    // reading on after a refusal, so that the peer gets to see it
    Duration heartbeat{20'000};     // comment line on a quiet event stream
    Duration accept_back_off{100};  // after a failed accept (no descriptors left)
    // How often passed times are looked for: one timer a listener, none a request.
    Duration sweep_every{1'000};
};

struct TlsFiles {
    std::string certificate;  // PEM, leaf first, then the chain
    std::string key;          // PEM
};

// Told of what an operator may want to see: a stable event name and a detail. Called on the
// listener's thread. Must not throw.
using ListenerReport = std::function<void(std::string_view event, std::string_view detail)>;

struct ListenerConfig {
    std::string address{"127.0.0.1"};
    std::uint16_t port{0};  // 0: the system picks
    std::optional<TlsFiles> tls;
    // "name" (any port) or "name:port", any case. Empty: any host. A name outside the list is a
    // sign of DNS rebinding or of a wrong address: 421.
    std::vector<std::string> allowed_hosts;
    // On requests that change something, and on event streams: an Origin that is present must be
    // in allowed_origins or be this very listener (scheme and Host of the request, when the hosts
    // are checked). 403.
    bool check_origin{false};
    bool require_origin{false};                // a changing request without Origin is refused too
    std::vector<std::string> allowed_origins;  // "https://soc.example.net"
    // Peers whose X-Forwarded-For and X-Forwarded-Proto are believed.
    std::vector<Network> trusted_proxies;
    ListenerLimits limits;
    ListenerReport report;
};

struct UnixListenerConfig {
    std::string path;  // at most 107 bytes; created with mode 0600
    ListenerLimits limits;
    ListenerReport report;
};

struct ListenerCounts {
    std::uint64_t accepted{0};
    std::uint64_t turned_away{0};  // the cap on connections
    std::uint64_t accept_errors{0};
    std::uint64_t requests{0};   // that reached the handler
    std::uint64_t refused{0};    // answered without it
    std::uint64_t timed_out{0};  // connections closed by a time limit
    std::uint64_t handler_failures{0};
    std::size_t open{0};     // connections now
    std::size_t streams{0};  // event streams now
};

}  // namespace socbot
