// Which listener answers what. A path of one listener is 404 on the other.
#pragma once

#include "adapters/prometheus/metrics.h"
#include "app/engine_loop.h"
#include "app/intake.h"
#include "ports/chat.h"
#include "ports/http.h"

#include <atomic>
#include <functional>
#include <string>
#include <vector>

namespace socbot {

// POST /intake/{source}; chat and case desk hooks come with their connections.
class PublicRoutes final : public http::Handler {
public:
    explicit PublicRoutes(IntakeHandler& intake) : intake_{intake} {}
    boost::asio::awaitable<http::Reply> handle(http::Request request) override;

private:
    IntakeHandler& intake_;
};

// Reasons not to send traffic here; empty: ready. Thread-safe.
using Readiness = std::function<std::vector<std::string>()>;

// /console/, /metrics, /healthz, /readyz.
class PrivateRoutes final : public http::Handler {
public:
    PrivateRoutes(http::Handler& console, const Metrics& metrics, Readiness readiness)
        : console_{console}, metrics_{metrics}, readiness_{std::move(readiness)} {}
    boost::asio::awaitable<http::Reply> handle(http::Request request) override;

private:
    http::Response ready() const;

    http::Handler& console_;
    const Metrics& metrics_;
    Readiness readiness_;
};

// The control socket (0600): sign-in links and alarms from the command line.
class ControlRoutes final : public http::Handler {
public:
    // The link's URL, or why there is none. Empty person: the first engineer.
    using MakeLink = std::function<Result<std::string>(const std::string& person)>;
    // How a source's backfill goes; begins it first when `hours` is more than 0.
    using Backfill = std::function<http::Response(const std::string& source, int hours)>;
    // One JSON object a line: the server, then each source.
    using Status = std::function<boost::asio::awaitable<http::Response>()>;
    ControlRoutes(
        IntakeHandler& intake,
        http::Handler& quarantine,
        MakeLink make_link,
        Backfill backfill,
        Status status
    )
        : intake_{intake},
          quarantine_{quarantine},
          make_link_{std::move(make_link)},
          backfill_{std::move(backfill)},
          status_{std::move(status)} {}
    boost::asio::awaitable<http::Reply> handle(http::Request request) override;

private:
    IntakeHandler& intake_;
    http::Handler& quarantine_;
    MakeLink make_link_;
    Backfill backfill_;
    Status status_;
};

}  // namespace socbot
