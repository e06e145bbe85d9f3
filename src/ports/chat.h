// ChatConnection: one connection to a chat platform. It tries once and classifies; order, rate,
// retries, edits' budget and reconciliation belong to the engine's delivery machine.
#pragma once

#include "base/ids.h"
#include "base/result.h"
#include "domain/delivery/delivery.h"
#include "ports/deadline.h"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace socbot {

// What the platform can do; a missing ability is worked around by the core, never by the adapter.
// Asked for it all the same, an attempt ends permanent and shows nothing, a find() undecided.
struct ChatCapabilities {
    bool cards{true};
    bool threads{true};
    bool edit{true};
    bool edit_card{true};
    bool remove{true};
    bool files{true};
    bool mentions{true};
    bool idempotent_post{false};  // posting the same delivery id twice shows one message
    bool find_own{false};         // find() can decide an ambiguous post
};

struct ChatFile {
    std::string name, media_type, bytes;
};

// A card rendered for this platform and room.
struct RenderedCard {
    std::string json;           // Adaptive Card
    std::string template_hash;  // hex
};

// A message to try. `card` is called at most once, on the adapter's executor, when the platform
// needs the card's JSON.
struct OutgoingMessage {
    DeliveryId id;
    std::uint32_t revision{1};
    Operation operation{Operation::post};
    RoomRef room;
    Level level{Level::notify};
    CustomerCode customer;
    std::uint64_t episode{0};
    std::string message_id;   // edit, remove
    std::string thread_root;  // the platform's id of the message replied to; empty: none
    DeliveryId thread;        // the delivery replied under; 0: none
    std::string text;         // Markdown or the notification line beside a card
    std::function<Result<RenderedCard>()> card;  // empty: text only
    std::vector<std::string> mentions;           // platform ids of people; level page
    std::vector<ChatFile> files;
    std::string marker;  // short, unique: finds the message again
    bool possible_repeat{false};
    Instant created;
};

struct ChatOutcome {
    AttemptOutcome outcome;
    std::string message_id;  // settled post
    std::string template_hash;
};

// What people did, as the adapter verified it. Empty person: not known to us (the core refuses).
struct ChatEvent {
    enum class Type : std::uint8_t { command = 1, action = 2 };
    Type type{Type::command};
    ConnectionId connection;
    std::string event_id;  // unique on this connection; duplicates are ignored by it
    RoomRef room;
    PersonId person;
    std::string message_id;  // action: the card clicked; command: the thread's root, if any
    std::string text;        // command
    std::string action;      // action: the signed data as it came back
    std::vector<std::pair<std::string, std::string>> inputs;  // action: validated by the core
};

// How an event was received. `refused` (busy, store down) asks the platform or person to try again.
enum class EventAnswer : std::uint8_t { accepted, refused };

class ChatEventSink {
public:
    virtual ~ChatEventSink() = default;
    // Answers once the event is durable. Thread-safe.
    virtual boost::asio::awaitable<EventAnswer> on_event(ChatEvent event) = 0;
};

// Thread-safe. start() before use; stop() ends everything within the deadline.
class ChatConnection {
public:
    virtual ~ChatConnection() = default;
    virtual const ConnectionId& id() const = 0;
    virtual ChatCapabilities capabilities() const = 0;
    virtual RoomLimits limits() const = 0;
    virtual boost::asio::awaitable<Result<void>> start(ChatEventSink& sink) = 0;
    virtual boost::asio::awaitable<void> stop(Deadline deadline) = 0;
    // Tries once: post, edit or remove.
    virtual boost::asio::awaitable<ChatOutcome>
    attempt(OutgoingMessage message, Deadline deadline) = 0;
    // Decides an ambiguous post: settled with message_id, not_found or undecided.
    virtual boost::asio::awaitable<ChatOutcome>
    find(OutgoingMessage message, Deadline deadline) = 0;
    // Empty when healthy, else a reason for /readyz and `status`.
    virtual std::string health() const = 0;
};

}  // namespace socbot
