// How row keys are built, in one place: they are on disk, sort by bytes, and readers page by
// prefix.
#pragma once

#include "base/codec.h"
#include "base/ids.h"
#include "domain/alarm/alarm.h"
#include "domain/engine/changes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace socbot::keys {

RowKey settings();
RowKey pulse(std::string_view name);
// A FeedRow, among the marks of Table::pulse.
RowKey feed(const SourceId& source);
// The source of such a mark; nullopt: another mark.
std::optional<SourceId> feed_in(const RowKey& key);
RowKey customer(const CustomerCode& customer);
// Empty room and no kind widen the scope.
RowKey threshold(const CustomerCode& customer, const RoomRef& room, std::string_view kind_word);
RowKey open_episode(const CustomerCode& customer, std::string_view entity);
RowKey episode(const EpisodeId& id);
RowKey delivery(const RoomRef& room, DeliveryId id);
std::string room_prefix(const RoomRef& room);  // of delivery and message_index keys
RowKey outbox(DeliveryId id);
RowKey room(const RoomRef& ref);
RowKey job(JobId id);
RowKey aggregate(const CustomerCode& customer, std::string_view rule, std::string_view entity);
// hour: hours since the epoch. Sorts by customer, then time.
RowKey account(
    const CustomerCode& customer,
    std::uint64_t hour,
    std::uint8_t account,
    std::string_view reason
);
std::string account_prefix(const CustomerCode& customer);
RowKey source(const SourceId& source);
RowKey message_index(const RoomRef& room, std::string_view message_id);
RowKey event(const ConnectionId& connection, std::string_view event_id);
// That what was quarantined in this step was released: among the events of people.
RowKey released(Step quarantined);
RowKey pending(std::uint64_t id);
RowKey undo(const RoomRef& room, const PersonId& person);

// The customer a key begins with (customer, open_episode, episode, aggregate, account).
CustomerCode customer_in(const RowKey& key);
// The number a key is (outbox, job, pending).
std::uint64_t number_in(std::string_view key);

}  // namespace socbot::keys
