// Drives the machines that speak to USM Anywhere's API (domain/intake/usm_call.h, usm_walk.h) over
// HTTP, at a pace. Answers are read on the worker's thread: a page may hold megabytes, and the
// caller's executor carries the intake.
#pragma once

#include "app/queries.h"
#include "domain/intake/usm_walk.h"
#include "ports/clock.h"
#include "ports/http_client.h"
#include "ports/random.h"

#include <boost/asio/awaitable.hpp>

#include <chrono>

namespace socbot {

// Used on one executor, by one task at a time. What it refers to outlives it.
class UsmDriver {
public:
    struct Parts {
        HttpClient& http;
        const Clock& clock;
        Random& random;
        ReaderThread& worker;
    };
    // Requests begin at least `pace` apart.
    UsmDriver(Parts parts, std::chrono::milliseconds pace) : parts_{parts}, pace_{pace} {}

    // The next page, the end, or why there is none.
    boost::asio::awaitable<UsmWalk::Step> next(UsmWalk& walk);
    boost::asio::awaitable<Result<void>> finish(UsmCall& call);

private:
    template <class Machine>
    boost::asio::awaitable<typename Machine::Step> advance(Machine& machine);
    boost::asio::awaitable<UsmAnswer> exchange(UsmSend send);
    boost::asio::awaitable<void> sleep(std::chrono::milliseconds span);
    double unit();

    Parts parts_;
    std::chrono::milliseconds pace_;
    std::chrono::steady_clock::time_point next_request_{};
};

}  // namespace socbot
