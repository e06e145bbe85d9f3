// A limit around an operation. Boost 1.81 has no cancel_after, and `op || timer` is wrong twice: an
// operation that throws at once is reported only when the limit has passed, and a cancellation from
// outside looks like a timeout. The group below waits for whichever ends first, however it ends.
#pragma once

#include "base/result.h"
#include "ports/deadline.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <utility>

namespace socbot {
namespace detail {

// co_spawn needs a result that can be default-constructed, which Result is not.
template <class T>
boost::asio::awaitable<std::optional<T>> boxed(boost::asio::awaitable<T> op) {
    co_return co_await std::move(op);
}

}  // namespace detail

// The operation's own result, or timeout when the deadline passed first; then the operation is
// cancelled and awaited, so one that ignores cancellation makes the answer late. What the operation
// throws passes through, and so does a cancellation from outside (operation_aborted).
// Runs `op` on the caller's executor, which must be a strand or run by one thread.
template <class T>
boost::asio::awaitable<Result<T>>
with_deadline(Deadline deadline, boost::asio::awaitable<Result<T>> op) {
    namespace asio = boost::asio;
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer{executor, deadline.when()};
    auto group = asio::experimental::make_parallel_group(
        asio::co_spawn(executor, detail::boxed(std::move(op)), asio::deferred),
        timer.async_wait(asio::deferred)
    );
    auto [order, failure, value, timer_error] =
        co_await group.async_wait(asio::experimental::wait_for_one{}, asio::use_awaitable);
    if (order[0] == 1 && !timer_error) co_return Error{Errc::timeout, "deadline passed"};
    if (failure) std::rethrow_exception(failure);
    co_return *std::move(value);
}

template <class T>
boost::asio::awaitable<Result<T>>
with_timeout(Deadline::Clock::duration limit, boost::asio::awaitable<Result<T>> op) {
    return with_deadline<T>(Deadline::after(limit), std::move(op));
}

}  // namespace socbot
