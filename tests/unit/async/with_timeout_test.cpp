// with_timeout: the five ways an operation under a limit can end. The limits that must not be
// reached are far longer than a test may take; the one that must be is tiny.
#include "async/with_timeout.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>
#include <gtest/gtest.h>

#include <stdexcept>

namespace socbot {
namespace {

namespace asio = boost::asio;
using std::chrono::hours;
using std::chrono::milliseconds;
using namespace std::chrono_literals;

asio::awaitable<Result<int>> value_after(asio::steady_timer::duration delay) {
    asio::steady_timer timer{co_await asio::this_coro::executor, delay};
    co_await timer.async_wait(asio::use_awaitable);
    co_return 42;
}

asio::awaitable<Result<int>> failing() {
    co_return Error{Errc::not_found, "nothing there"};
}

asio::awaitable<Result<int>> throwing() {
    throw std::runtime_error{"bug"};
    co_return 1;
}

asio::awaitable<Result<void>> nothing() {
    co_return Result<void>{};
}

// Runs one coroutine to its end and hands out what it returned or threw.
template <class T>
Result<T> run(asio::awaitable<Result<T>> op) {
    asio::io_context io;
    std::exception_ptr failure;
    std::optional<Result<T>> result;
    asio::co_spawn(
        io,
        detail::boxed(std::move(op)),
        [&](std::exception_ptr e, std::optional<Result<T>> value) {
            failure = std::move(e);
            result = std::move(value);
        }
    );
    io.run();
    if (failure) std::rethrow_exception(failure);
    return *std::move(result);
}

TEST(WithTimeout, PassesTheValueOn) {
    const auto result = run(with_timeout<int>(hours{1}, value_after(milliseconds{1})));
    ASSERT_TRUE(result);
    EXPECT_EQ(*result, 42);
}

TEST(WithTimeout, PassesAFailureOn) {
    const auto result = run(with_timeout<int>(hours{1}, failing()));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code(), Errc::not_found);
}

TEST(WithTimeout, WorksForAnOperationWithoutAValue) {
    EXPECT_TRUE(run(with_timeout<void>(hours{1}, nothing())));
}

TEST(WithTimeout, CutsASlowOperation) {
    const auto result = run(with_timeout<int>(milliseconds{1}, value_after(hours{1})));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code(), Errc::timeout);
}

TEST(WithTimeout, ADeadlineInThePastIsATimeout) {
    const auto past = Deadline::at(Deadline::Clock::now() - hours{1});
    const auto result = run(with_deadline<int>(past, value_after(hours{1})));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code(), Errc::timeout);
}

// Would hang for an hour if the failure only counted when the limit has passed.
TEST(WithTimeout, AnExceptionArrivesAtOnce) {
    EXPECT_THROW((void)run(with_timeout<int>(hours{1}, throwing())), std::runtime_error);
}

TEST(WithTimeout, CancellationFromOutsideIsNotATimeout) {
    asio::io_context io;
    asio::cancellation_signal signal;
    std::exception_ptr failure;
    asio::co_spawn(
        io,
        detail::boxed(with_timeout<int>(hours{1}, value_after(hours{1}))),
        asio::bind_cancellation_slot(
            signal.slot(),
            [&](std::exception_ptr e, std::optional<Result<int>> /*value*/) {
                failure = std::move(e);
            }
        )
    );
    asio::steady_timer soon{io, milliseconds{1}};
    soon.async_wait([&](auto) { signal.emit(asio::cancellation_type::terminal); });
    io.run();
    ASSERT_TRUE(failure);
    try {
        std::rethrow_exception(failure);
    } catch (const boost::system::system_error& error) {
        EXPECT_EQ(error.code(), asio::error::operation_aborted);
    }
}

}  // namespace
}  // namespace socbot
