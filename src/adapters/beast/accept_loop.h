// Accepting connections until the acceptor is closed.
#pragma once

#include "adapters/beast/listener_core.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <memory>
#include <utility>

namespace socbot {

// `State` has `core`, `acceptor`, `back_off` (a timer that closing cancels) and
// `void admit(socket)`. Keeps it alive.
template <class State>
boost::asio::awaitable<void> accept_until_closed(std::shared_ptr<State> state) {
    namespace asio = boost::asio;
    constexpr asio::as_tuple_t<asio::use_awaitable_t<>> token{};
    auto& core = *state->core;
    while (state->acceptor.is_open()) {
        typename State::Socket socket{core.io};
        auto [ec] = co_await state->acceptor.async_accept(socket, token);
        if (!state->acceptor.is_open()) co_return;
        if (!ec) {
            core.counters.accepted.fetch_add(1);
            try {
                state->admit(std::move(socket));
                continue;
            } catch (const std::exception&) {  // no memory for one more: it is closed
                ec = asio::error::no_memory;
            }
        }
        if (ec == asio::error::connection_aborted) continue;  // the peer went away meanwhile
        // No descriptors or memory left: the connection stays in the backlog, so trying again at
        // once would spin (accept(2), EMFILE).
        core.counters.accept_errors.fetch_add(1);
        core.report("http.accept_failed", ec.message());
        state->back_off.expires_after(core.config.limits.accept_back_off);
        (void)co_await state->back_off.async_wait(token);
    }
}

// Closes the acceptor, then ends the connections. On the listener's own thread.
template <class State>
boost::asio::awaitable<void> stop_accepting(std::shared_ptr<State> state, Deadline deadline) {
    state->close();
    co_await state->core->drain(deadline);
}

}  // namespace socbot
