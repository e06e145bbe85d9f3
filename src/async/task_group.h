// TaskGroup: the owner of coroutines nobody awaits. Every long-lived coroutine belongs to one, so
// that stopping is "cancel all and wait", and a task that throws is reported instead of lost.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <list>
#include <string>
#include <string_view>

namespace socbot {

// spawn(), stop() and size() may be called from any thread; all other members are used on strand_
// only, and tasks run there too. Must be stopped before it is destroyed, and must be the last
// member of its owner, so that tasks end before what they use. A task must not await stop() of its
// own group: it would wait for itself.
class TaskGroup {
public:
    using Task = std::function<boost::asio::awaitable<void>()>;
    // Told of a task that ended by an exception other than cancellation. Must not throw.
    using OnFailure = std::function<void(std::string_view task, std::string_view what)>;

    TaskGroup(boost::asio::any_io_executor executor, OnFailure on_failure);
    ~TaskGroup();
    TaskGroup(const TaskGroup&) = delete;
    TaskGroup& operator=(const TaskGroup&) = delete;

    // Runs the coroutine `task` makes, and keeps `task` alive while it runs. Refused, without a
    // word, once stop() was called.
    void spawn(std::string name, Task task);

    // Cancels every task and waits until all have ended. Idempotent.
    boost::asio::awaitable<void> stop();

    std::size_t size() const noexcept { return running_.load(); }

private:
    using Signals = std::list<boost::asio::cancellation_signal>;

    void start(std::string name, Task task);
    void finish(Signals::iterator signal, const std::string& name, std::exception_ptr failure);
    boost::asio::awaitable<void> drain();

    boost::asio::strand<boost::asio::any_io_executor> strand_;
    boost::asio::steady_timer idle_;  // never expires; cancelled when the last task ends
    OnFailure on_failure_;
    Signals signals_;  // one for each running task
    std::atomic<std::size_t> running_{0};
    bool stopping_{false};
};

}  // namespace socbot
