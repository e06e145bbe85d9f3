// History from rows; see console_backend.h.
#include "main/console_backend.h"

#include "domain/engine/keys.h"

#include <algorithm>

namespace socbot {

namespace {

ConsoleMessage
message_of(const Delivery& delivery, const Dispatcher& dispatcher, const RoomLimits& limits) {
    ConsoleMessage message;
    message.id = delivery.id;
    message.revision = delivery.wanted;
    message.thread = delivery.thread;
    message.episode = delivery.episode;
    message.customer = delivery.customer;
    message.level = delivery.level;
    message.created = delivery.created;
    message.removed = delivery.wanted_removed;
    if (delivery.view.template_name.empty()) {
        message.text = delivery.text;
    } else {
        message.text = delivery.view.notification;
        message.card_json = dispatcher.render(delivery, limits).json;
    }
    return message;
}

}  // namespace

boost::asio::awaitable<Result<std::vector<ConsoleMessage>>>
ConsoleHistory::history(RoomRef room, DeliveryId before, std::size_t limit) {
    std::vector<ConsoleMessage> messages;
    ReaderThread::Work work = [&](StoreReader& store) -> Result<void> {
        const auto end = before ? keys::delivery(room, before).key : std::string{};
        auto rows = store.prefix(Table::delivery, keys::room_prefix(room), limit, true, end);
        if (!rows) return std::move(rows).error();
        for (const auto& row : *rows) {
            Reader in{row.body};
            messages.push_back(message_of(Delivery::decode(in), dispatcher_, limits_));
        }
        return {};
    };
    auto read = co_await readers_.run(std::move(work));
    if (!read) co_return std::move(read).error();
    std::reverse(messages.begin(), messages.end());
    co_return messages;
}

std::string ConsoleHistory::status_line() const {
    if (loop_.state() == LoopState::running) return {};
    return std::string{"The server is "} + to_word(loop_.state()) + "; nothing new is stored.";
}

}  // namespace socbot
