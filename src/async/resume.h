// From a thread of an adapter's own back to the coroutine that waits. The adapters that run a
// library's loop on such a thread (curl, c-ares) hand it a Completion each.
#pragma once

#include "base/result.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <memory>
#include <utility>

namespace socbot {

// Where the answer goes; called once, on the loop's thread, or on the caller's when the loop does
// not take the job.
template <class T>
class Completion {
public:
    virtual ~Completion() = default;
    virtual void complete(boost::system::error_code ec, Result<T> result) = 0;
};

namespace detail {

// Holds a coroutine's continuation, keeps its executor busy meanwhile, and resumes it there.
template <class T, class Handler>
class HandlerCompletion final : public Completion<T> {
public:
    using Executor = boost::asio::associated_executor_t<Handler, boost::asio::any_io_executor>;

    HandlerCompletion(Handler handler, const boost::asio::any_io_executor& fallback)
        : work_{boost::asio::get_associated_executor(handler, fallback)},
          handler_{std::move(handler)} {}

    void complete(boost::system::error_code ec, Result<T> result) override {
        auto executor = work_.get_executor();
        auto resume = [handler = std::move(handler_), ec, result = std::move(result)]() mutable {
            // The slot's function refers to the job; from here on there is nothing to cancel.
            auto slot = boost::asio::get_associated_cancellation_slot(handler);
            if (slot.is_connected()) slot.clear();
            std::move(handler)(ec, std::move(result));
        };
        boost::asio::post(executor, std::move(resume));
        work_.reset();
    }

private:
    boost::asio::executor_work_guard<Executor> work_;
    Handler handler_;
};

}  // namespace detail

// Submits `job` to `loop` and waits for its completion on the caller's executor. A cancelled caller
// cancels the job. Job has a `completion`, Loop submit(shared_ptr<Job>) and cancel(Job&), both from
// any thread; the loop lives until the job is completed.
template <class T, class Job, class Loop>
boost::asio::awaitable<Result<T>>
submit_and_wait(std::shared_ptr<Job> job, std::shared_ptr<Loop> loop) {
    namespace asio = boost::asio;
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    auto initiate = [job, loop, executor](auto handler) {
        auto slot = asio::get_associated_cancellation_slot(handler);
        if (slot.is_connected()) {
            // Weak, because the handler ends up inside the job.
            slot.assign([weak = std::weak_ptr{job}, loop](asio::cancellation_type how) {
                const auto alive = weak.lock();
                if (alive && how != asio::cancellation_type::none) loop->cancel(*alive);
            });
        }
        job->completion = std::make_unique<detail::HandlerCompletion<T, decltype(handler)>>(
            std::move(handler), executor
        );
        loop->submit(job);
    };
    using Signature = void(boost::system::error_code, Result<T>);
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>&, Signature>(
        std::move(initiate), asio::use_awaitable
    );
}

}  // namespace socbot
