// TaskGroup: a task is counted by the list node of its cancellation signal, which the completion
// handler erases, so that it also goes when the task throws.
#include "async/task_group.h"

#include "base/check.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <utility>

namespace socbot {

namespace asio = boost::asio;

TaskGroup::TaskGroup(asio::any_io_executor executor, OnFailure on_failure)
    : strand_{asio::make_strand(std::move(executor))},
      idle_{strand_, asio::steady_timer::time_point::max()},
      on_failure_{std::move(on_failure)} {}

TaskGroup::~TaskGroup() {
    SOCBOT_CHECK(running_.load() == 0, "a task group is stopped before it is destroyed");
}

void TaskGroup::spawn(std::string name, Task task) {
    asio::dispatch(strand_, [this, name = std::move(name), task = std::move(task)]() mutable {
        if (!stopping_) start(std::move(name), std::move(task));
    });
}

void TaskGroup::start(std::string name, Task task) {
    const auto signal = signals_.emplace(signals_.end());
    running_.fetch_add(1);
    auto done = [this, signal, name = std::move(name)](std::exception_ptr failure) {
        finish(signal, name, std::move(failure));
    };
    asio::co_spawn(
        strand_, std::move(task), asio::bind_cancellation_slot(signal->slot(), std::move(done))
    );
}

void TaskGroup::finish(
    Signals::iterator signal,
    const std::string& name,
    std::exception_ptr failure
) {
    try {
        if (failure) std::rethrow_exception(std::move(failure));
    } catch (const boost::system::system_error& error) {
        if (error.code() != asio::error::operation_aborted && on_failure_)
            on_failure_(name, error.what());
    } catch (const std::exception& error) {
        if (on_failure_) on_failure_(name, error.what());
    } catch (...) {
        if (on_failure_) on_failure_(name, "not a std::exception");
    }
    signals_.erase(signal);
    if (running_.fetch_sub(1) == 1) idle_.cancel();
}

asio::awaitable<void> TaskGroup::stop() {
    co_await asio::co_spawn(strand_, drain(), asio::use_awaitable);
}

asio::awaitable<void> TaskGroup::drain() {
    stopping_ = true;
    // Emitting may end the task at once and erase its node.
    for (auto signal = signals_.begin(); signal != signals_.end();)
        (signal++)->emit(asio::cancellation_type::terminal);
    while (!signals_.empty())
        (void)co_await idle_.async_wait(asio::as_tuple(asio::use_awaitable));
}

}  // namespace socbot
