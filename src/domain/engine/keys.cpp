// Key layouts; see keys.h.
#include "domain/engine/keys.h"

namespace socbot::keys {

namespace {

class Builder {
public:
    Builder& text(std::string_view part) {
        append_key_text(key_, part);
        return *this;
    }
    Builder& number(std::uint64_t part) {
        append_key_u64(key_, part);
        return *this;
    }
    std::string take() { return std::move(key_); }
    RowKey row(Table table) { return {table, std::move(key_)}; }

private:
    std::string key_;
};

Builder with_room(const RoomRef& room) {
    Builder builder;
    builder.text(room.connection.str()).text(room.room);
    return builder;
}

}  // namespace

RowKey settings() {
    return {Table::settings, "current"};
}
RowKey pulse(std::string_view name) {
    return {Table::pulse, std::string{name}};
}
constexpr std::string_view kFeed = "feed:";

RowKey feed(const SourceId& source) {
    return pulse(std::string{kFeed} + source.str());
}
std::optional<SourceId> feed_in(const RowKey& key) {
    if (key.table != Table::pulse || !key.key.starts_with(kFeed)) return std::nullopt;
    return SourceId{key.key.substr(kFeed.size())};
}
RowKey customer(const CustomerCode& customer) {
    return Builder{}.text(customer.str()).row(Table::customer);
}
RowKey threshold(const CustomerCode& customer, const RoomRef& room, std::string_view kind_word) {
    return Builder{}
        .text(customer.str())
        .text(room.connection.str())
        .text(room.room)
        .text(kind_word)
        .row(Table::threshold);
}
RowKey open_episode(const CustomerCode& customer, std::string_view entity) {
    return Builder{}.text(customer.str()).text(entity).row(Table::open_episode);
}
RowKey episode(const EpisodeId& id) {
    return Builder{}.text(id.customer.str()).number(id.number).row(Table::episode);
}
RowKey delivery(const RoomRef& room, DeliveryId id) {
    return with_room(room).number(id.value()).row(Table::delivery);
}
std::string room_prefix(const RoomRef& room) {
    return with_room(room).take();
}
RowKey outbox(DeliveryId id) {
    return Builder{}.number(id.value()).row(Table::outbox);
}
RowKey room(const RoomRef& ref) {
    return with_room(ref).row(Table::room);
}
RowKey job(JobId id) {
    return Builder{}.number(id.value()).row(Table::job);
}
RowKey aggregate(const CustomerCode& customer, std::string_view rule, std::string_view entity) {
    return Builder{}.text(customer.str()).text(rule).text(entity).row(Table::aggregate);
}
RowKey account(
    const CustomerCode& customer,
    std::uint64_t hour,
    std::uint8_t account,
    std::string_view reason
) {
    return Builder{}
        .text(customer.str())
        .number(hour)
        .number(account)
        .text(reason)
        .row(Table::account);
}
std::string account_prefix(const CustomerCode& customer) {
    return Builder{}.text(customer.str()).take();
}
RowKey source(const SourceId& source) {
    return Builder{}.text(source.str()).row(Table::source);
}
RowKey message_index(const RoomRef& room, std::string_view message_id) {
    return with_room(room).text(message_id).row(Table::message_index);
}
RowKey event(const ConnectionId& connection, std::string_view event_id) {
    return Builder{}.text(connection.str()).text(event_id).row(Table::event);
}
RowKey released(Step quarantined) {
    // No connection's id holds a colon.
    return event(ConnectionId{"socbot:quarantine"}, std::to_string(quarantined));
}
RowKey pending(std::uint64_t id) {
    return Builder{}.number(id).row(Table::pending);
}
CustomerCode customer_in(const RowKey& key) {
    return CustomerCode{key.key.substr(0, key.key.find('\0'))};
}
std::uint64_t number_in(std::string_view key) {
    std::uint64_t number = 0;
    for (const char byte : key.substr(0, 8))
        number = number << 8U | static_cast<unsigned char>(byte);
    return number;
}
RowKey undo(const RoomRef& room, const PersonId& person) {
    return with_room(room).text(person.str()).row(Table::undo);
}

}  // namespace socbot::keys
