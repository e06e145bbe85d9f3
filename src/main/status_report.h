// What `socbot status` prints: how the server is and how each source stands.
#pragma once

#include "app/queries.h"
#include "ports/http.h"

#include <cstddef>
#include <string>
#include <vector>

namespace socbot {

struct StatusReport {
    std::vector<std::string> not_ready;  // reasons; empty: ready
    std::size_t queued{0};               // inputs that wait for the engine
    std::vector<SourceStanding> sources;
};

// JSON lines: {"type":"server",...}, then {"type":"source",...} for each. Times are RFC 3339 and
// absent when it never happened.
http::Response write_status(const StatusReport& report);

}  // namespace socbot
