// The identifiers every layer speaks of (docs/architecture.md, "Words").
#pragma once

#include "base/strong.h"

#include <compare>
#include <cstdint>
#include <string>

namespace socbot {

using CustomerCode = StrongString<struct CustomerCodeTag>;  // "ACME": [A-Z0-9-]{1,16}
using SourceId = StrongString<struct SourceIdTag>;          // [a-z0-9_-]{1,32}
using ConnectionId = StrongString<struct ConnectionIdTag>;  // a chat connection, [a-z0-9_-]{1,32}
using PersonId = StrongString<struct PersonIdTag>;          // lower-case e-mail address
using AlarmId = StrongNumber<struct AlarmIdTag>;            // the engine step that stored it
using DeliveryId = StrongNumber<struct DeliveryIdTag>;      // step << 12 | n
using JobId = StrongNumber<struct JobIdTag>;                // step << 12 | n

// One step of the engine: an input or a timer that fired. Grows by one, never reused. 0: none.
using Step = std::uint64_t;

// A shard of customers and rooms. On one node there is one: 0.
using Partition = std::uint32_t;
// Fences a partition's owner; 0 while there is one node.
using Epoch = std::uint64_t;

// A room of a chat connection.
struct RoomRef {
    ConnectionId connection;
    std::string room;  // the platform's id, opaque

    friend auto operator<=>(const RoomRef&, const RoomRef&) = default;
    friend bool operator==(const RoomRef&, const RoomRef&) = default;
};

// An episode as people know it: "ACME-412". Counted by customer from 1, never reused. number 0:
// none.
struct EpisodeId {
    CustomerCode customer;
    std::uint64_t number{0};

    explicit operator bool() const noexcept { return number != 0; }
    std::string str() const { return customer.str() + "-" + std::to_string(number); }
    friend auto operator<=>(const EpisodeId&, const EpisodeId&) = default;
    friend bool operator==(const EpisodeId&, const EpisodeId&) = default;
};

}  // namespace socbot
