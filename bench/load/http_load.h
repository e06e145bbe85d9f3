// Load over kept HTTP/1.1 connections on loopback: one thread, epoll, one writev a request.
//
// Closed loop (rate 0): every connection sends its next request when it has its answer. Open loop:
// request i is due at start + i / rate whatever the server does, and its latency counts from then,
// so a stalled server cannot hide behind requests that were never sent.
#pragma once

#include "bodies.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace socbot::bench {

struct LoadOptions {
    std::string address{"127.0.0.1"};  // 127.0.0.0/8 only
    std::uint16_t port{0};
    unsigned connections{64};
    double seconds{5};
    std::uint64_t requests{0};  // 0: as many as the time allows, at most kMostRequests
    double rate{0};             // a second; 0: closed loop
    std::string path;
    std::string token;  // bearer; empty: none
};

inline constexpr std::uint64_t kMostRequests{20'000'000};

struct LoadResult {
    double seconds{0};  // from the first request to the last answer
    double cpu_seconds{0};
    std::vector<std::uint32_t> latency_us;  // of every answer, sorted
    std::map<int, std::uint64_t> statuses;
    std::uint64_t unexpected{0};  // 200, but the body says something else
    std::uint64_t broken{0};      // connections that ended or answered in no HTTP we know
    std::uint64_t unanswered{0};  // when the time for the last answers was over
    std::uint64_t sent_bytes{0};
};

// Throws std::runtime_error when the server can't be connected to or the address is not loopback.
LoadResult run_load(const LoadOptions& options, BodyMaker& bodies);

}  // namespace socbot::bench
