// A message's owed work, a room's bucket, and their rows.
#include "domain/delivery/delivery.h"

#include "base/check.h"

#include <algorithm>
#include <array>

namespace socbot {

namespace {

constexpr std::uint64_t kSchema = 1;

void expect_schema(Reader& in, const char* what) {
    if (in.u() != kSchema) throw CodecError{what};
}

void encode_room(Writer& out, const RoomRef& room) {
    out.s(room.connection.str()).s(room.room);
}

RoomRef decode_room(Reader& in) {
    RoomRef room;
    room.connection = ConnectionId{in.str()};
    room.room = in.str();
    return room;
}

}  // namespace

const char* to_word(Level level) {
    switch (level) {
        case Level::quiet:
            return "quiet";
        case Level::notify:
            return "notify";
        case Level::page:
            return "page";
    }
    return "unknown";
}

bool Delivery::unsettled() const {
    if (attempt.state == AttemptState::failed) return false;
    if (attempt.state == AttemptState::sent || attempt.state == AttemptState::ambiguous)
        return true;
    return wanted_removed ? posted != 0 : posted < wanted;
}

Milliseconds edit_spacing(std::uint32_t edits_made) {
    constexpr std::array<std::int64_t, 4> kSpacing{30'000, 120'000, 600'000, 3'600'000};
    return Milliseconds{kSpacing.at(std::min<std::size_t>(edits_made, kSpacing.size() - 1))};
}

Move next_move(const Delivery& delivery, const RoomLimits& limits, Instant now) {
    const auto& attempt = delivery.attempt;
    switch (attempt.state) {
        case AttemptState::sent:
        case AttemptState::failed:
            return {};
        case AttemptState::ambiguous:
            return {NextMove::wait, attempt.due};
        case AttemptState::queued:
        case AttemptState::settled:
            break;
    }
    if (!delivery.unsettled()) return {};
    if (attempt.state == AttemptState::queued && attempt.due > now)
        return {NextMove::wait, attempt.due};
    if (delivery.wanted_removed) return {NextMove::remove, {}};
    if (delivery.posted == 0) return {NextMove::post, {}};
    if (limits.edits != 0 && delivery.edits >= limits.edits) return {};
    if (delivery.edit_not_before > now) return {NextMove::wait, delivery.edit_not_before};
    return {NextMove::edit, {}};
}

std::optional<Instant> take_token(Room& room, const RoomLimits& limits, Instant now) {
    if (room.paused_until > now) return room.paused_until;
    if (limits.burst == 0) return std::nullopt;
    if (!room.tokens_at) {
        room.tokens = limits.burst;
        room.tokens_at = now;
    }
    room.tokens = std::min(room.tokens, limits.burst);  // a reload may have made it smaller
    if (limits.refill.count() > 0) {
        const auto grown = (now - room.tokens_at) / limits.refill;
        if (grown > 0) {
            room.tokens = static_cast<std::uint32_t>(
                std::min<std::int64_t>(limits.burst, std::int64_t{room.tokens} + grown)
            );
            room.tokens_at = room.tokens_at + limits.refill * grown;
        }
    }
    if (room.tokens == 0) return room.tokens_at + limits.refill;
    --room.tokens;
    return std::nullopt;
}

bool goes_before(const Delivery& a, const Delivery& b) {
    if (a.priority != b.priority) return a.priority > b.priority;
    return a.id < b.id;
}

void Delivery::encode(Writer& out) const {
    out.u(kSchema).u(id.value());
    encode_room(out, room);
    out.u(static_cast<std::uint64_t>(level)).s(customer.str()).u(episode).b(is_card);
    out.u(thread.value()).s(thread_root).u(static_cast<std::uint64_t>(priority)).i(created.ms);
    view.encode(out);
    out.s(text).u(wanted).u(posted).u(sending).b(wanted_removed);
    out.u(static_cast<std::uint64_t>(operation)).u(edits).i(edit_not_before.ms);
    out.s(message_id).s(template_hash);
    attempt.encode(out);
}

Delivery Delivery::decode(Reader& in) {
    expect_schema(in, "delivery: unknown schema");
    Delivery d;
    d.id = DeliveryId{in.u()};
    d.room = decode_room(in);
    d.level = static_cast<Level>(in.u());
    d.customer = CustomerCode{in.str()};
    d.episode = in.u();
    d.is_card = in.b();
    d.thread = DeliveryId{in.u()};
    d.thread_root = in.str();
    d.priority = static_cast<Severity>(in.u());
    d.created = {in.i()};
    d.view = CardView::decode(in);
    d.text = in.str();
    d.wanted = static_cast<std::uint32_t>(in.u());
    d.posted = static_cast<std::uint32_t>(in.u());
    d.sending = static_cast<std::uint32_t>(in.u());
    d.wanted_removed = in.b();
    d.operation = static_cast<Operation>(in.u());
    d.edits = static_cast<std::uint32_t>(in.u());
    d.edit_not_before = {in.i()};
    d.message_id = in.str();
    d.template_hash = in.str();
    d.attempt = Attempt::decode(in);
    return d;
}

std::size_t Delivery::footprint() const {
    return sizeof(Delivery) + view.footprint() + text.size() + message_id.size() + room.room.size();
}

void RoomLimits::encode(Writer& out) const {
    out.u(kSchema).u(in_flight).u(edits).u(edits_reserved).u(burst).i(refill.count());
    out.u(text_bytes).u(card.bytes).u(card.buttons).s(card.version);
}

RoomLimits RoomLimits::decode(Reader& in) {
    expect_schema(in, "room limits: unknown schema");
    RoomLimits limits;
    limits.in_flight = static_cast<std::uint32_t>(in.u());
    limits.edits = static_cast<std::uint32_t>(in.u());
    limits.edits_reserved = static_cast<std::uint32_t>(in.u());
    limits.burst = static_cast<std::uint32_t>(in.u());
    limits.refill = Milliseconds{in.i()};
    limits.text_bytes = in.u();
    limits.card.bytes = in.u();
    limits.card.buttons = static_cast<unsigned>(in.u());
    limits.card.version = in.str();
    return limits;
}

void Room::encode(Writer& out) const {
    out.u(kSchema);
    encode_room(out, ref);
    out.i(paused_until.ms).u(tokens).i(tokens_at.ms);
}

Room Room::decode(Reader& in) {
    expect_schema(in, "room: unknown schema");
    Room room;
    room.ref = decode_room(in);
    room.paused_until = {in.i()};
    room.tokens = static_cast<std::uint32_t>(in.u());
    room.tokens_at = {in.i()};
    return room;
}

}  // namespace socbot
