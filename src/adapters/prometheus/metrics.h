// Metrics: every event with a stable name as a counter, the engine's own figures as gauges, in the
// text format of Prometheus (exposition format 0.0.4). Labels: customer, source, connection only.
#pragma once

#include "base/ids.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace socbot {

// Thread-safe.
class Metrics {
public:
    Metrics();
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    // socbot_events_total{event=,customer=,source=,connection=}
    void count(
        std::string_view event,
        const CustomerCode& customer,
        const SourceId& source,
        const ConnectionId& connection
    );
    // socbot_commit_seconds, socbot_batch_inputs
    void commit(std::chrono::steady_clock::duration took, std::size_t inputs);
    // socbot_<name>
    void gauge(std::string_view name, double value);
    // socbot_<name>{source=}
    void gauge(std::string_view name, const SourceId& source, double value);
    // A counter kept elsewhere, read when scraped: socbot_<name>_total.
    // `read` is called on the thread that scrapes.
    void counter_from(std::string name, std::string help, std::function<double()> read);
    // A gauge kept elsewhere: socbot_<name>.
    void gauge_from(std::string name, std::string help, std::function<double()> read);

    std::string scrape() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace socbot
