// Coroutines waiting for commits; see submit.h.
#include "app/submit.h"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <map>
#include <memory>
#include <utility>

namespace socbot {

namespace asio = boost::asio;

namespace {

class PostedWaiter : public Waiter {
public:
    virtual asio::any_io_executor executor() const = 0;
};

template <class Handler>
class HandlerWaiter final : public PostedWaiter {
public:
    explicit HandlerWaiter(Handler handler)
        : executor_{asio::get_associated_executor(handler)}, handler_{std::move(handler)} {}

    asio::any_io_executor executor() const override { return executor_; }

    void resolve(End end, const Answer& answer) override {
        std::optional<Answer> result;
        if (end == End::committed) result = answer;
        // Already on the right thread: dispatch runs it here, unless a strand has to be entered.
        asio::dispatch(
            executor_,
            [handler = std::move(handler_), result = std::move(result)]() mutable {
                std::move(handler)(std::move(result));
            }
        );
    }

private:
    asio::any_io_executor executor_;
    Handler handler_;
};

}  // namespace

asio::awaitable<std::optional<Answer>> submit(EngineLoop& loop, Input input) {
    const auto initiate = [&loop](auto handler, Input value) {
        using Handler = decltype(handler);
        std::unique_ptr<Waiter> waiter =
            std::make_unique<HandlerWaiter<Handler>>(std::move(handler));
        if (loop.submit(std::move(value), waiter)) return;
        auto& posted = static_cast<PostedWaiter&>(*waiter);
        asio::post(posted.executor(), [refused = std::move(waiter)] {
            refused->resolve(Waiter::End::refused, {});
        });
    };
    co_return co_await asio::
        async_initiate<const asio::use_awaitable_t<>, void(std::optional<Answer>)>(
            initiate, asio::use_awaitable, std::move(input)
        );
}

void GroupedRelease::release(std::vector<Item> items) {
    struct Group {
        asio::any_io_executor executor;
        std::vector<Item> items;
    };
    std::map<const asio::execution_context*, Group> groups;
    for (auto& item : items) {
        const auto executor = static_cast<PostedWaiter&>(*item.waiter).executor();
        const auto* context = &asio::query(executor, asio::execution::context);
        auto& group = groups[context];
        group.executor = executor;
        group.items.push_back(std::move(item));
    }
    for (auto& [context, group] : groups) {
        auto executor = group.executor;
        asio::post(executor, [resolved = std::move(group.items)] {
            for (const auto& item : resolved)
                item.waiter->resolve(item.end, item.answer);
        });
    }
}

}  // namespace socbot
