// The control socket's quarantine: what was set aside, listed, shown and tried again.
#pragma once

#include "app/intake.h"
#include "app/queries.h"
#include "ports/http.h"
#include "ports/random.h"

#include <atomic>
#include <functional>
#include <memory>

namespace socbot {

// POST /quarantine?limit=&before=       JSON lines {id, at, source, reason, bytes, released?}
// POST /quarantine/show?id=             the bytes
// POST /quarantine/release?id=&person=  as IntakeHandler::release answers
class QuarantineRoutes final : public http::Handler {
public:
    using SettingsNow = std::function<std::shared_ptr<const Settings>()>;
    QuarantineRoutes(
        IntakeHandler& intake,
        ReaderThread& thread,
        Random& random,
        SettingsNow settings
    )
        : intake_{intake}, thread_{thread}, random_{random}, settings_{std::move(settings)} {}
    boost::asio::awaitable<http::Reply> handle(http::Request request) override;

private:
    boost::asio::awaitable<http::Response> list(const http::Request& request);
    boost::asio::awaitable<http::Response> show(Step id);
    boost::asio::awaitable<http::Response> release(Step id, const http::Request& request);

    IntakeHandler& intake_;
    ReaderThread& thread_;
    Random& random_;
    SettingsNow settings_;
};

}  // namespace socbot
