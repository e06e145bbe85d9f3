// History from rows; see console_backend.h.
#include "main/console_backend.h"

#include "domain/engine/keys.h"

#include <algorithm>

namespace socbot {

namespace {

// Rows read to find `limit` messages older than `before`.
constexpr std::size_t kRowsRead = 5'000;

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
        const auto rows_wanted = before ? kRowsRead : limit;
        auto rows = store.prefix(Table::delivery, keys::room_prefix(room), rows_wanted, true);
        if (!rows) return std::move(rows).error();
        for (const auto& row : *rows) {
            if (messages.size() >= limit) break;
            Reader in{row.body};
            const auto delivery = Delivery::decode(in);
            if (before && delivery.id >= before) continue;
            messages.push_back(message_of(delivery, dispatcher_, limits_));
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
