// Chat events to inputs; see chat_intake.h.
#include "app/chat_intake.h"

#include "app/submit.h"
#include "domain/commands/command.h"

#include <chrono>
#include <utility>

namespace socbot {

namespace {

constexpr std::size_t kNonceBytes = 16;

}  // namespace

std::optional<Input> ChatIntake::to_input(ChatEvent event) {
    const auto nonce = random_.bytes(kNonceBytes);
    if (event.type == ChatEvent::Type::command) {
        CommandInput input;
        input.connection = event.connection;
        input.event_id = std::move(event.event_id);
        input.room = std::move(event.room);
        input.person = std::move(event.person);
        input.thread_message = std::move(event.message_id);
        input.text = event.text.substr(0, kCommandBytes + 1);  // one more: the parser refuses it
        input.nonce = nonce;
        return Input{std::move(input)};
    }
    const Instant now = wall_now(clock_);
    ButtonClaim expired;
    auto claim = signer_.verify(event.action, event.room, now, &expired);
    if (!claim && claim.error().code() != Errc::timeout) return std::nullopt;
    const auto& said = claim ? *claim : expired;
    ActionInput input;
    input.connection = event.connection;
    input.event_id = std::move(event.event_id);
    input.room = std::move(event.room);
    input.person = std::move(event.person);
    input.episode = said.episode;
    input.action = said.action;
    input.revision = said.revision;
    input.expired = !claim;
    input.inputs = std::move(event.inputs);
    input.nonce = nonce;
    return Input{std::move(input)};
}

boost::asio::awaitable<EventAnswer> ChatIntake::on_event(ChatEvent event) {
    auto input = to_input(std::move(event));
    if (!input) co_return EventAnswer::accepted;
    const auto answer = co_await submit(loop_, *std::move(input));
    co_return answer ? EventAnswer::accepted : EventAnswer::refused;
}

}  // namespace socbot
