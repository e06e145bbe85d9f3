// What the console asks of the rest of the process. A room's history is the engine's delivery rows;
// the console keeps none of its own.
#pragma once

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "domain/delivery/delivery.h"
#include "domain/settings/settings.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace socbot {

// One message of a room as it should look now.
struct ConsoleMessage {
    DeliveryId id;
    std::uint32_t revision{1};
    DeliveryId thread;         // the message it replies under; 0: none
    std::uint64_t episode{0};  // number within the customer; 0: not an episode's message
    CustomerCode customer;     // whose content; empty: no one customer's
    Level level{Level::notify};
    Instant created;
    std::string text;       // Markdown, or the notification line beside a card
    std::string card_json;  // Adaptive Card; empty: text only
    bool removed{false};
};

// Thread-safe.
class ConsoleBackend {
public:
    virtual ~ConsoleBackend() = default;
    // The newest `limit` messages with an id below `before` (0: the newest of all), oldest first.
    virtual boost::asio::awaitable<Result<std::vector<ConsoleMessage>>>
    history(RoomRef room, DeliveryId before, std::size_t limit) = 0;
    // The settings in force; never null.
    virtual std::shared_ptr<const Settings> settings() const = 0;
    // One line about the server for the page's header; empty: nothing to say.
    virtual std::string status_line() const = 0;
};

}  // namespace socbot
