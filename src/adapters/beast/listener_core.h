// What the connections of one listener share: configuration, counters, the list of open sessions
// and the one timer that looks for passed time limits.
#pragma once

#include "adapters/beast/gate.h"
#include "adapters/beast/listener_config.h"
#include "ports/deadline.h"
#include "ports/http.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <chrono>
#include <ctime>
#include <list>
#include <memory>
#include <string>
#include <string_view>

namespace socbot {

// A connection as its listener sees it. Used on the listener's thread only.
class SessionBase {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    virtual ~SessionBase() = default;
    // Closes the socket: what waits on it fails.
    virtual void close() = 0;
    // Closes when idle or streaming; else the running request is the last one.
    virtual void wind_down() = 0;
    // Closes, and cancels the handler too.
    virtual void abort() = 0;

    bool is_late(TimePoint now) const noexcept { return deadline_ <= now; }
    // Closes because of that; it is not late a second time.
    void expire() {
        deadline_ = TimePoint::max();
        close();
    }

protected:
    void expire_after(std::chrono::milliseconds span) {
        deadline_ = std::chrono::steady_clock::now() + span;
    }
    void never_expire() { deadline_ = TimePoint::max(); }

private:
    TimePoint deadline_{TimePoint::max()};
};

// All but counts() on the thread that runs `io`.
class ListenerCore : public std::enable_shared_from_this<ListenerCore> {
public:
    using Sessions = std::list<SessionBase*>;

    ListenerCore(boost::asio::io_context& io, ListenerConfig config, http::Handler& handler);

    bool is_full() const noexcept { return sessions_.size() >= config.limits.connections; }
    bool stopping() const noexcept { return stopping_; }

    Sessions::iterator add(SessionBase& session);
    void remove(Sessions::iterator session);

    // Winds down every session, aborts what is left at the deadline, and waits for the end.
    boost::asio::awaitable<void> drain(Deadline deadline);

    // The Date field of now; formatted once a second.
    const std::string& date();

    void report(std::string_view event, std::string_view detail) const {
        if (config.report) config.report(event, detail);
    }
    ListenerCounts counts() const;

    boost::asio::io_context& io;
    const ListenerConfig config;
    const Gate gate;
    http::Handler& handler;

    struct Counters {
        std::atomic<std::uint64_t> accepted{0};
        std::atomic<std::uint64_t> turned_away{0};
        std::atomic<std::uint64_t> accept_errors{0};
        std::atomic<std::uint64_t> requests{0};
        std::atomic<std::uint64_t> refused{0};
        std::atomic<std::uint64_t> timed_out{0};
        std::atomic<std::uint64_t> handler_failures{0};
        std::atomic<std::size_t> open{0};
        std::atomic<std::size_t> streams{0};
    } counters;

private:
    void sweep();
    boost::asio::awaitable<void> wait_until_empty(Deadline deadline);

    Sessions sessions_;
    boost::asio::steady_timer sweep_timer_;  // armed while there are sessions
    boost::asio::steady_timer empty_timer_;  // cancelled when the last session goes
    std::time_t date_second_{0};
    std::string date_;
    bool sweeping_{false};
    bool stopping_{false};
};

}  // namespace socbot
