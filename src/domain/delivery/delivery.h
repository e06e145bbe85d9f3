// A delivery: one message of a room, what it should say now, and how far the platform has got. New
// content raises `wanted`; an edit is owed while posted < wanted. So an edit that waited renders
// only the newest content, and a message that was never posted is posted once with it.
#pragma once

#include "base/ids.h"
#include "domain/cards/card_view.h"
#include "domain/delivery/attempt.h"

#include <cstdint>
#include <optional>
#include <string>

namespace socbot {

// How a message reaches people. A chat connection says what it makes of each.
enum class Level : std::uint8_t { quiet = 1, notify = 2, page = 3 };
const char* to_word(Level level);

enum class Operation : std::uint8_t { post = 1, edit = 2, remove = 3, reconcile = 4 };

struct Delivery {
    DeliveryId id;
    RoomRef room;
    Level level{Level::notify};
    CustomerCode customer;     // whose content; empty: none
    std::uint64_t episode{0};  // number within the customer; 0: not an episode's message
    bool is_card{false};       // the episode's card in this room
    DeliveryId thread;         // the card this replies under; 0: none
    std::string thread_root;   // that card\'s platform id, filled when an attempt starts
    Severity priority{Severity::unknown};  // criticals go first
    Instant created;

    CardView view;     // empty template_name: a text message
    std::string text;  // Markdown of a text message

    std::uint32_t wanted{1};   // revision it should show
    std::uint32_t posted{0};   // revision the platform confirmed; 0: not there yet
    std::uint32_t sending{0};  // revision of the attempt in flight
    bool wanted_removed{false};
    Operation operation{Operation::post};  // of the attempt in flight
    std::uint32_t edits{0};                // made so far; platforms have a budget
    Instant edit_not_before;               // coalescing
    std::string message_id;                // the platform's; empty until known
    std::string template_hash;             // what was rendered last, hex
    Attempt attempt;

    void encode(Writer& out) const;
    static Delivery decode(Reader& in);
    std::size_t footprint() const;
    bool unsettled() const;  // something is owed, in flight or undecided
};

// What a room's platform allows, as data (ChatConnection::limits()).
struct RoomLimits {
    std::uint32_t in_flight{1};       // attempts at a time in one room
    std::uint32_t edits{0};           // per message; 0: no limit
    std::uint32_t edits_reserved{0};  // of those, kept for Take and Close
    std::uint32_t burst{0};           // messages at once; 0: no limit
    Milliseconds refill{0};           // one more message every ...; with burst
    std::size_t text_bytes{64 * 1024};
    CardLimits card;

    void encode(Writer& out) const;
    static RoomLimits decode(Reader& in);
    friend bool operator==(const RoomLimits&, const RoomLimits&) = default;
};

// The state of a room that must survive: the bucket, and a pause the platform asked for. What is in
// flight or waiting follows from the deliveries.
struct Room {
    RoomRef ref;
    Instant paused_until;
    std::uint32_t tokens{0};
    Instant tokens_at;  // 0: the bucket was never used

    void encode(Writer& out) const;
    static Room decode(Reader& in);
    std::size_t footprint() const { return 64 + ref.room.size(); }
};

// Edits are spaced so that a busy episode does not spend its budget: 30 s, 2 min, 10 min, then 1 h.
Milliseconds edit_spacing(std::uint32_t edits_made);

// What the room may do next with this delivery at `now`.
enum class NextMove : std::uint8_t { nothing, post, edit, remove, reconcile, wait };
struct Move {
    NextMove move{NextMove::nothing};
    Instant not_before;  // with wait
};
Move next_move(const Delivery& delivery, const RoomLimits& limits, Instant now);

// Takes a token for a post, edit or removal. nullopt: taken; else when to come back.
std::optional<Instant> take_token(Room& room, const RoomLimits& limits, Instant now);

// Order in a room: the more severe first, then the older. True when a goes before b.
bool goes_before(const Delivery& a, const Delivery& b);

}  // namespace socbot
