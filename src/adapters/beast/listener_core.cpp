// The shared side of a listener's connections.
#include "adapters/beast/listener_core.h"

#include "adapters/beast/response_head.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace socbot {

namespace asio = boost::asio;

ListenerCore::ListenerCore(asio::io_context& context, ListenerConfig c, http::Handler& h)
    : io{context},
      config{std::move(c)},
      gate{config},
      handler{h},
      sweep_timer_{io},
      empty_timer_{io} {}

ListenerCore::Sessions::iterator ListenerCore::add(SessionBase& session) {
    counters.open.fetch_add(1);
    const auto where = sessions_.insert(sessions_.end(), &session);
    if (!sweeping_) {
        sweeping_ = true;
        sweep();
    }
    return where;
}

void ListenerCore::remove(Sessions::iterator session) {
    sessions_.erase(session);
    counters.open.fetch_sub(1);
    if (sessions_.empty()) {
        empty_timer_.cancel();
        sweep_timer_.cancel();
    }
}

void ListenerCore::sweep() {
    const auto now = std::chrono::steady_clock::now();
    for (auto* session : sessions_) {
        if (!session->is_late(now)) continue;
        counters.timed_out.fetch_add(1);  // first, so that who sees the close finds it counted
        session->expire();
    }
    sweep_timer_.expires_after(config.limits.sweep_every);
    sweep_timer_.async_wait([weak = weak_from_this()](const boost::system::error_code&) {
        const auto self = weak.lock();
        if (!self) return;
        if (self->sessions_.empty())
            self->sweeping_ = false;
        else
            self->sweep();
    });
}

asio::awaitable<void> ListenerCore::wait_until_empty(Deadline deadline) {
    empty_timer_.expires_at(deadline.when());
    while (!sessions_.empty()) {
        if (std::chrono::steady_clock::now() >= deadline.when()) co_return;
        (void)co_await empty_timer_.async_wait(asio::as_tuple(asio::use_awaitable));
    }
}

asio::awaitable<void> ListenerCore::drain(Deadline deadline) {
    stopping_ = true;
    for (auto* session : sessions_)
        session->wind_down();
    co_await wait_until_empty(deadline);
    // Aborting may end a session at once and take it off the list.
    for (auto session = sessions_.begin(); session != sessions_.end();)
        (*session++)->abort();
    // A handler that ignores cancellation must not keep the process from stopping.
    co_await wait_until_empty(Deadline::after(std::chrono::seconds{1}));
}

const std::string& ListenerCore::date() {
    const std::time_t now = std::time(nullptr);
    if (now != date_second_) {
        date_second_ = now;
        date_ = format_http_date(now);
    }
    return date_;
}

ListenerCounts ListenerCore::counts() const {
    ListenerCounts out;
    out.accepted = counters.accepted.load();
    out.turned_away = counters.turned_away.load();
    out.accept_errors = counters.accept_errors.load();
    out.requests = counters.requests.load();
    out.refused = counters.refused.load();
    out.timed_out = counters.timed_out.load();
    out.handler_failures = counters.handler_failures.load();
    out.open = counters.open.load();
    out.streams = counters.streams.load();
    return out;
}

}  // namespace socbot
