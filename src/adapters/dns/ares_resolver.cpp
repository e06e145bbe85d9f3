// From a coroutine to the loop's thread and back.
#include "adapters/dns/ares_resolver.h"

#include "adapters/dns/ares_loop.h"
#include "adapters/dns/dns_message.h"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace socbot {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// Holds a coroutine's continuation, keeps its executor busy meanwhile, and resumes it there.
template <class Handler>
class HandlerCompletion final : public DnsJob::Completion {
public:
    using Executor = asio::associated_executor_t<Handler, asio::any_io_executor>;

    HandlerCompletion(Handler handler, const asio::any_io_executor& fallback)
        : work_{asio::get_associated_executor(handler, fallback)}, handler_{std::move(handler)} {}

    void complete(error_code ec, Result<DnsAnswer> result) override {
        auto executor = work_.get_executor();
        auto resume = [handler = std::move(handler_), ec, result = std::move(result)]() mutable {
            // The slot's function refers to the job; from here on there is nothing to cancel.
            auto slot = asio::get_associated_cancellation_slot(handler);
            if (slot.is_connected()) slot.clear();
            std::move(handler)(ec, std::move(result));
        };
        asio::post(executor, std::move(resume));
        work_.reset();
    }

private:
    asio::executor_work_guard<Executor> work_;
    Handler handler_;
};

}  // namespace

AresResolver::AresResolver(DnsConfig config)
    : loop_{std::make_shared<AresLoop>(std::move(config))} {}

AresResolver::~AresResolver() {
    loop_->stop();
}

asio::awaitable<Result<DnsAnswer>>
AresResolver::resolve(std::string name, RecordType type, Deadline deadline) {
    if (!is_dns_name(name)) co_return Error{Errc::invalid_input, "not a name for DNS"};
    const auto job = std::make_shared<DnsJob>();
    job->name = std::move(name);
    job->type = type;
    job->deadline = deadline;
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    auto initiate = [job, loop = loop_, executor](auto handler) {
        auto slot = asio::get_associated_cancellation_slot(handler);
        if (slot.is_connected()) {
            // Weak, because the handler ends up inside the job.
            slot.assign([weak = std::weak_ptr{job}, loop](asio::cancellation_type how) {
                const auto alive = weak.lock();
                if (alive && how != asio::cancellation_type::none) loop->cancel(*alive);
            });
        }
        job->completion =
            std::make_unique<HandlerCompletion<decltype(handler)>>(std::move(handler), executor);
        loop->submit(job);
    };
    using Signature = void(error_code, Result<DnsAnswer>);
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>&, Signature>(
        std::move(initiate), asio::use_awaitable
    );
}

}  // namespace socbot
