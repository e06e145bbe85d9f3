// How requests leave: proxy, trust, limits.
#pragma once

#include "base/secret.h"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace socbot {

struct CurlConfig {
    std::string ca_file;  // PEM bundle; empty: the system's
    // "http://proxy.example:3128"; empty: none. The environment's http_proxy and friends are not
    // read: what leaves, and how, is in the configuration.
    std::string proxy;
    std::string proxy_user;
    Secret proxy_password;
    // Reached without the proxy: "name", ".suffix" (and what ends in it), an address, a network in
    // CIDR form, "*".
    std::vector<std::string> no_proxy;
    std::chrono::milliseconds connect_time{10'000};
    std::size_t in_flight{256};           // requests; more fail with unavailable
    std::size_t at_an_origin{16};         // of these at once; more wait, each for its deadline
    std::size_t header_bytes{64 * 1024};  // of one response; more fails with invalid_input
};

}  // namespace socbot
