// Deliveries to open pages.
#include "adapters/console/connection.h"

#include "adapters/console/message_json.h"
#include "domain/cards/platform.h"

#include <charconv>
#include <utility>

namespace socbot {

namespace {

// Called only when somebody watches: rendering a card is the dear part of a delivery.
ConsoleMessage as_message(const OutgoingMessage& message, std::string& template_hash) {
    ConsoleMessage shown{
        .id = message.id,
        .revision = message.revision,
        .thread = {},
        .episode = message.episode,
        .customer = message.customer,
        .level = message.level,
        .created = message.created,
        .text = message.text,
        .card_json = {},
        .removed = message.operation == Operation::remove,
    };
    std::uint64_t thread{0};
    const auto* end = message.thread_root.data() + message.thread_root.size();
    const auto parsed = std::from_chars(message.thread_root.data(), end, thread);
    if (parsed.ec == std::errc{} && parsed.ptr == end) shown.thread = DeliveryId{thread};
    if (!shown.removed && message.card) {
        // A card that can't be rendered leaves its notification line, which says the essentials.
        if (auto card = message.card(); card) {
            shown.card_json = std::move(card->json);
            template_hash = std::move(card->template_hash);
        }
    }
    return shown;
}

ChatOutcome settled(DeliveryId id) {
    ChatOutcome outcome;
    outcome.outcome.outcome = OutcomeClass::settled;
    outcome.message_id = std::to_string(id.value());
    return outcome;
}

}  // namespace

ConsoleConnection::ConsoleConnection(ConnectionId id, Streams& streams)
    : id_{std::move(id)}, streams_{streams} {}

ChatCapabilities ConsoleConnection::capabilities() const {
    ChatCapabilities can;
    can.files = false;
    can.idempotent_post = true;
    can.find_own = true;
    return can;
}

RoomLimits ConsoleConnection::limits() const {
    RoomLimits limits;
    limits.in_flight = 256;
    limits.card = find_card_platform("console")->card;
    return limits;
}

boost::asio::awaitable<Result<void>> ConsoleConnection::start(ChatEventSink& sink) {
    sink_.store(&sink);
    co_return Result<void>{};
}

boost::asio::awaitable<void> ConsoleConnection::stop(Deadline /*deadline*/) {
    sink_.store(nullptr);
    streams_.close_all();
    co_return;
}

boost::asio::awaitable<ChatOutcome>
ConsoleConnection::attempt(OutgoingMessage message, Deadline /*deadline*/) {
    if (!message.files.empty()) {
        ChatOutcome refused;
        refused.outcome.outcome = OutcomeClass::permanent;
        refused.outcome.error = "the console takes no files";
        co_return refused;
    }
    auto outcome = settled(message.id);
    const auto watching = streams_.watching(message.room, message.customer);
    if (!watching.empty()) {
        const auto shown = as_message(message, outcome.template_hash);
        const auto json = message_json(message.room, shown);
        for (const auto& stream : watching)
            stream->write("", "message", json);
    }
    co_return outcome;
}

boost::asio::awaitable<ChatOutcome>
ConsoleConnection::find(OutgoingMessage message, Deadline /*deadline*/) {
    co_return settled(message.id);
}

boost::asio::awaitable<EventAnswer> ConsoleConnection::submit(ChatEvent event) {
    auto* const sink = sink_.load();
    if (sink == nullptr) co_return EventAnswer::refused;
    event.connection = id_;
    co_return co_await sink->on_event(std::move(event));
}

}  // namespace socbot
