// See scripted_chat.h.
#include "support/scripted_chat.h"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <stdexcept>
#include <utility>

namespace socbot::testing {

namespace asio = boost::asio;

ChatCapabilities ScriptedChat::capabilities() const {
    ChatCapabilities capabilities;
    capabilities.find_own = true;
    return capabilities;
}

asio::awaitable<Result<void>> ScriptedChat::start(ChatEventSink& sink) {
    (void)sink;
    co_return Result<void>{};
}

asio::awaitable<void> ScriptedChat::stop(Deadline deadline) {
    (void)deadline;
    co_return;
}

asio::awaitable<ChatOutcome> ScriptedChat::attempt(OutgoingMessage message, Deadline deadline) {
    (void)deadline;
    return call(std::move(message));
}

asio::awaitable<ChatOutcome> ScriptedChat::find(OutgoingMessage message, Deadline deadline) {
    (void)deadline;
    message.operation = Operation::reconcile;
    return call(std::move(message));
}

asio::awaitable<ChatOutcome> ScriptedChat::call(OutgoingMessage message) {
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    if (std::exchange(throw_next_, false)) throw std::runtime_error{"the adapter broke"};
    PlatformCall request;
    request.id = message.id;
    request.operation = message.operation;
    request.room = message.room;
    request.message_id = message.message_id;
    request.text = message.text;
    request.possible_repeat = message.possible_repeat;
    ChatOutcome outcome;
    if (message.card && message.operation != Operation::reconcile) {
        auto card = message.card();
        if (card) {
            request.text.append("\n").append(card->json);
            outcome.template_hash = card->template_hash;
        }
    }
    auto answer = platform_.call(request);
    outcome.outcome = std::move(answer.outcome);
    outcome.message_id = std::move(answer.message_id);
    co_return outcome;
}

asio::awaitable<JobAdapter::Outcome>
ScriptedJobAdapter::run(JobRequest request, Deadline deadline) {
    (void)deadline;
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    requests_.push_back(std::move(request));
    if (script_.empty()) co_return Outcome{};
    auto outcome = std::move(script_.front());
    script_.pop_front();
    co_return outcome;
}

}  // namespace socbot::testing
