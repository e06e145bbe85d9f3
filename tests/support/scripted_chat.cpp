// See scripted_chat.h.
#include "support/scripted_chat.h"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <stdexcept>
#include <utility>

namespace socbot::testing {

namespace asio = boost::asio;

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
    ChatOutcome refused;
    refused.outcome.error = lacking(message);
    if (!refused.outcome.error.empty()) {
        refused.outcome.outcome = OutcomeClass::permanent;
        co_return refused;
    }
    if (message.text.size() > limits_.text_bytes) {
        refused.outcome = {OutcomeClass::too_big, 0, std::nullopt, "too big"};
        co_return refused;
    }
    co_return co_await call(std::move(message));
}

asio::awaitable<ChatOutcome> ScriptedChat::find(OutgoingMessage message, Deadline deadline) {
    (void)deadline;
    message.operation = Operation::reconcile;
    if (!capabilities_.find_own) {
        ChatOutcome undecided;
        undecided.outcome.outcome = OutcomeClass::undecided;
        co_return undecided;
    }
    co_return co_await call(std::move(message));
}

std::string ScriptedChat::lacking(const OutgoingMessage& message) const {
    const auto& can = capabilities_;
    if (message.operation == Operation::edit && !can.edit) return "no edits here";
    if (message.operation == Operation::edit && message.card && !can.edit_card)
        return "no edits of cards here";
    if (message.operation == Operation::remove && !can.remove) return "no removals here";
    if (message.card && !can.cards) return "no cards here";
    if (!message.thread_root.empty() && !can.threads) return "no threads here";
    if (!message.files.empty() && !can.files) return "no files here";
    if (!message.mentions.empty() && !can.mentions) return "no mentions here";
    return {};
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
    request.level = message.level;
    request.thread_root = message.thread_root;
    for (const auto& file : message.files)
        request.files.push_back(file.name);
    ChatOutcome outcome;
    const bool shows = message.operation == Operation::post || message.operation == Operation::edit;
    if (message.card && shows) {
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
