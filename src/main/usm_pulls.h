// The pollers and backfills of the sources that have an API, as one part of the server.
#pragma once

#include "adapters/prometheus/metrics.h"
#include "app/usm_fill.h"
#include "app/usm_poller.h"
#include "async/task_group.h"
#include "main/config/app_config.h"
#include "main/notes.h"
#include "ports/http.h"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace socbot {

class UsmPulls {
public:
    struct Parts {
        boost::asio::io_context& io;
        const AppConfig& config;
        StoreReaders& readers;
        EngineLoop& loop;
        HttpClient& http;
        const Clock& clock;
        Random& random;
        const Notes& notes;  // has the settings in force
    };
    using Report = std::function<void(std::string_view event, std::string_view detail)>;

    // One of each for every source with an API. `report` is thread-safe.
    UsmPulls(const Parts& parts, const Report& report);

    void measure(Metrics& metrics) const;
    // Polls, and finishes what backfills left unfinished.
    void start();
    boost::asio::awaitable<void> stop();

    // What the control socket says: starts a backfill unless one runs, or only tells how it goes.
    http::Response backfill(std::string_view source, std::chrono::hours reach, bool begin);
    // For `status`: counts, for who asks may not see every customer. Thread-safe.
    std::vector<std::string> status_lines() const;

private:
    ReaderThread worker_;  // on which nobody's question waits
    std::vector<std::unique_ptr<UsmPoller>> pollers_;
    std::vector<std::unique_ptr<UsmFill>> fills_;
    TaskGroup tasks_;  // last: ends before what it runs
};

}  // namespace socbot
