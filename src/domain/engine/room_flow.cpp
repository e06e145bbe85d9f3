// The rooms' queues; see room_flow.h.
#include "domain/engine/room_flow.h"

#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace socbot {

namespace {

constexpr RetryPolicy kDeliveryRetry{};
// An edit on a platform without an edit budget still waits this long, so that a burst is one edit.
constexpr Milliseconds kFreeEditSpacing{1'000};

std::pair<std::uint8_t, std::uint64_t> order_of(const Delivery& delivery) {
    return {
        static_cast<std::uint8_t>(255U - static_cast<unsigned>(delivery.priority)),
        delivery.id.value()};
}

Milliseconds spacing(const Delivery& delivery, const RoomLimits& limits) {
    return limits.edits == 0 ? kFreeEditSpacing : edit_spacing(delivery.edits);
}

void write_delivery(StepContext& ctx, const RowKey& key, const Delivery& delivery) {
    RowSink{ctx.out}.write(key, delivery.customer, encode_row(delivery));
}

void note_delivery(StepContext& ctx, const Delivery& delivery, const char* event) {
    Note note;
    note.event = event;
    note.customer = delivery.customer;
    note.connection = delivery.room.connection;
    note.detail = fmt::format(
        "delivery={} room={} attempt={} revision={} error={}",
        delivery.id.value(),
        quote_for_log(delivery.room.room),
        delivery.attempt.number,
        delivery.sending,
        quote_for_log(delivery.attempt.last_error)
    );
    ctx.out.notes.push_back(std::move(note));
}

void release(StepContext& ctx, const Delivery& delivery, Operation operation) {
    JobStart job;
    job.id = JobId{delivery.id.value()};
    job.attempt = delivery.attempt.number;
    job.kind = static_cast<std::uint8_t>(JobKind::deliver);
    auto sent = delivery;
    sent.operation = operation;
    job.body = encode_row(sent);
    ctx.out.jobs.push_back(std::move(job));
}

void begin(StepContext& ctx, const RowKey& key, Delivery& delivery, NextMove move) {
    delivery.operation = move == NextMove::post   ? Operation::post
                         : move == NextMove::edit ? Operation::edit
                                                  : Operation::remove;
    delivery.sending = delivery.wanted;
    // A settled message that owes an edit begins a new attempt.
    delivery.attempt.state = AttemptState::queued;
    start(delivery.attempt, ctx.now);
    write_delivery(ctx, key, delivery);
    release(ctx, delivery, delivery.operation);
}

// A reply goes under its card only when the platform's id of the card is known.
bool waits_for_card(EngineState& state, RoomState& room, const Delivery& delivery) {
    if (!delivery.thread || !delivery.thread_root.empty() || delivery.posted != 0) return false;
    if (!state.unsettled.contains(delivery.thread.value())) return false;
    room.replies_waiting[delivery.thread].insert(delivery.id);
    return true;
}

void leave_outbox(EngineState& state, StepContext& ctx, const Delivery& delivery) {
    if (state.unsettled.erase(delivery.id.value()) == 0) return;
    RowSink{ctx.out}.remove(keys::outbox(delivery.id), delivery.customer);
}

void pump(EngineState& state, StepContext& ctx, RoomState& room) {
    if (room.settings == nullptr) return;
    while (!room.ready.empty() && room.in_flight < room.limits.in_flight) {
        const auto before = room.row;
        if (const auto later = take_token(room.row, room.limits, ctx.now)) {
            state.timers.arm(TimerKind::room, keys::room(room.row.ref).key, *later);
            return;
        }
        // One grown and one taken leave as many, but counted up to another time.
        if (room.row.tokens != before.tokens || room.row.tokens_at != before.tokens_at)
            RowSink{ctx.out}.write(keys::room(room.row.ref), {}, encode_row(room.row));
        const DeliveryId id{room.ready.begin()->second};
        room.ready.erase(room.ready.begin());
        const auto key = keys::delivery(room.row.ref, id);
        auto* delivery = state.deliveries.find(key.key, state.batch);
        SOCBOT_CHECK(delivery != nullptr, "a ready delivery has a row");
        const auto move = next_move(*delivery, room.limits, ctx.now);
        if (move.move == NextMove::nothing || move.move == NextMove::reconcile) {
            leave_outbox(state, ctx, *delivery);  // a reload took its edit budget away
            continue;
        }
        if (move.move == NextMove::wait) {
            state.timers.arm(TimerKind::delivery, key.key, move.not_before);
            continue;
        }
        begin(ctx, key, *delivery, move.move);
        ++room.in_flight;
    }
}

void enter_outbox(
    EngineState& state,
    StepContext& ctx,
    const RowKey& key,
    const Delivery& delivery
) {
    if (!state.unsettled.emplace(delivery.id.value(), key.key).second) return;
    RowSink{ctx.out}.write(keys::outbox(delivery.id), delivery.customer, key.key);
}

// Puts what is owed where it belongs: ready, waiting for its time or card, or nothing.
void place(
    EngineState& state,
    RoomState& room,
    const RowKey& key,
    Delivery& delivery,
    Instant now
) {
    const auto move = next_move(delivery, room.limits, now);
    // What no longer waits has no timer: a start would not arm one.
    if (move.move != NextMove::wait) state.timers.disarm(TimerKind::delivery, key.key);
    switch (move.move) {
        case NextMove::nothing:
        case NextMove::reconcile:
            return;
        case NextMove::wait:
            state.timers.arm(TimerKind::delivery, key.key, move.not_before);
            return;
        case NextMove::post:
        case NextMove::edit:
        case NextMove::remove:
            break;
    }
    if (waits_for_card(state, room, delivery)) return;
    room.ready.insert(order_of(delivery));
}

// After any change: the outbox index, the queue, the room.
void settle_place(EngineState& state, StepContext& ctx, const RowKey& key, Delivery& delivery) {
    auto& room = state.room_state(delivery.room);
    const bool exhausted = delivery.attempt.state == AttemptState::settled &&
                           next_move(delivery, room.limits, ctx.now).move == NextMove::nothing;
    if (delivery.unsettled() && !exhausted) {
        enter_outbox(state, ctx, key, delivery);
        place(state, room, key, delivery, ctx.now);
    } else {
        leave_outbox(state, ctx, delivery);
        state.timers.disarm(TimerKind::delivery, key.key);
    }
    pump(state, ctx, room);
}

void posted_or_edited(
    EngineState& state,
    StepContext& ctx,
    Delivery& delivery,
    const OutcomeInput& outcome
) {
    auto& room = state.room_state(delivery.room);
    if (delivery.operation == Operation::remove) {
        delivery.posted = 0;
        delivery.wanted_removed = true;
        return;
    }
    if (delivery.operation == Operation::edit) ++delivery.edits;
    delivery.posted = delivery.sending;
    delivery.edit_not_before = ctx.now + spacing(delivery, room.limits);
    if (!outcome.template_hash.empty()) delivery.template_hash = outcome.template_hash;
    if (!outcome.message_id.empty() && outcome.message_id != delivery.message_id) {
        delivery.message_id = outcome.message_id;
        const auto index = keys::message_index(delivery.room, delivery.message_id);
        const auto target = keys::delivery(delivery.room, delivery.id).key;
        state.message_index.set(index.key, {target}, state.batch);
        RowSink{ctx.out}.write(index, delivery.customer, target);
    }
}

// Replies that waited for this card's platform id can go now.
void free_replies(EngineState& state, StepContext& ctx, RoomState& room, const Delivery& card) {
    const auto waiting = room.replies_waiting.extract(card.id);
    if (waiting.empty()) return;
    for (const auto id : waiting.mapped()) {
        const auto key = keys::delivery(room.row.ref, id);
        auto* reply = state.deliveries.find(key.key, state.batch);
        if (reply == nullptr) continue;
        reply->thread_root = card.message_id;
        write_delivery(ctx, key, *reply);
        room.ready.insert(order_of(*reply));
    }
}

// The platform refused the card as too large: the same message as text, once.
bool shrink(Delivery& delivery, Instant now) {
    if (delivery.view.template_name.empty()) return false;
    delivery.text = delivery.view.notification;
    delivery.view = {};
    delivery.view.template_name.clear();
    delivery.attempt.state = AttemptState::queued;
    delivery.attempt.due = now;
    return true;
}

void pause_room(EngineState& state, StepContext& ctx, RoomState& room, Instant until) {
    if (until <= room.row.paused_until) return;
    room.row.paused_until = until;
    RowSink{ctx.out}.write(keys::room(room.row.ref), {}, encode_row(room.row));
    state.timers.arm(TimerKind::room, keys::room(room.row.ref).key, until);
}

}  // namespace

DeliveryId post(EngineState& state, StepContext& ctx, Delivery delivery) {
    delivery.id = DeliveryId{ctx.make_id()};
    delivery.created = ctx.now;
    delivery.attempt.since = ctx.now;
    const auto key = keys::delivery(delivery.room, delivery.id);
    auto& row = state.deliveries.set(key.key, std::move(delivery), state.batch);
    const auto id = row.id;
    const auto released_before = ctx.out.jobs.size();
    settle_place(state, ctx, key, row);
    // begin() wrote the row when it went out at once; else it is written as queued.
    const bool sent_now = std::any_of(
        ctx.out.jobs.begin() + static_cast<std::ptrdiff_t>(released_before),
        ctx.out.jobs.end(),
        [id](const JobStart& job) { return job.id.value() == id.value(); }
    );
    if (!sent_now) write_delivery(ctx, key, row);
    return id;
}

void revise(EngineState& state, StepContext& ctx, const RowKey& key, CardView view, bool urgent) {
    auto* delivery = state.deliveries.find(key.key, state.batch);
    if (delivery == nullptr || delivery->view == view || delivery->wanted_removed) return;
    if (delivery->attempt.state == AttemptState::failed) return;
    delivery->view = std::move(view);
    ++delivery->wanted;
    if (urgent) {
        delivery->edit_not_before = ctx.now;
        state.timers.disarm(TimerKind::delivery, key.key);
    }
    write_delivery(ctx, key, *delivery);
    settle_place(state, ctx, key, *delivery);
}

void settle_delivery(EngineState& state, StepContext& ctx, const OutcomeInput& outcome) {
    const auto known = state.unsettled.find(outcome.job.value());
    if (known == state.unsettled.end()) return;
    const RowKey key{Table::delivery, known->second};
    auto* delivery = state.deliveries.find(key.key, state.batch);
    SOCBOT_CHECK(delivery != nullptr, "an unsettled delivery has a row");
    auto& room = state.room_state(delivery->room);
    auto result = outcome.outcome;
    // An edit or removal repeated does no harm, so an unclear one is simply tried again.
    if (result.outcome == OutcomeClass::ambiguous && delivery->operation != Operation::post)
        result.outcome = OutcomeClass::retry_after;
    const double unit = ctx.unit(state.partition, outcome.job.value() ^ result.attempt);
    if (!settle(delivery->attempt, result, ctx.now, unit, kDeliveryRetry)) return;
    if (delivery->attempt.state != AttemptState::ambiguous) {
        SOCBOT_CHECK(room.in_flight > 0, "an attempt that ended was in flight");
        --room.in_flight;
    }
    switch (delivery->attempt.state) {
        case AttemptState::settled:
            posted_or_edited(state, ctx, *delivery, outcome);
            note_delivery(ctx, *delivery, "delivery.settled");
            break;
        case AttemptState::failed:
            if (result.outcome == OutcomeClass::too_big) (void)shrink(*delivery, ctx.now);
            note_delivery(ctx, *delivery, "delivery.failed");
            break;
        case AttemptState::ambiguous:
            release(ctx, *delivery, Operation::reconcile);
            note_delivery(ctx, *delivery, "delivery.ambiguous");
            break;
        case AttemptState::queued:
            // As the attempt took it, which bounds what a platform may ask for.
            if (result.retry_after) pause_room(state, ctx, room, delivery->attempt.due);
            note_delivery(ctx, *delivery, "delivery.retry");
            break;
        case AttemptState::sent:
            break;
    }
    write_delivery(ctx, key, *delivery);
    const bool done = delivery->attempt.state == AttemptState::settled ||
                      delivery->attempt.state == AttemptState::failed;
    if (done) free_replies(state, ctx, room, *delivery);
    settle_place(state, ctx, key, *delivery);
}

void wake_delivery(EngineState& state, StepContext& ctx, const std::string& key) {
    auto* delivery = state.deliveries.find(key, state.batch);
    if (delivery == nullptr) return;
    const RowKey row_key{Table::delivery, key};
    auto& room = state.room_state(delivery->room);
    if (give_up_deciding(delivery->attempt, ctx.now)) {
        SOCBOT_CHECK(room.in_flight > 0, "an undecided attempt is in flight");
        --room.in_flight;
        note_delivery(ctx, *delivery, "delivery.possible_repeat");
        write_delivery(ctx, row_key, *delivery);
    }
    settle_place(state, ctx, row_key, *delivery);
}

void wake_room(EngineState& state, StepContext& ctx, const std::string& key) {
    const auto room = state.rooms.find(key);
    if (room != state.rooms.end()) pump(state, ctx, room->second);
}

void interrupt_deliveries(EngineState& state, StepContext& ctx, Instant stopped) {
    // In id order, since the map's depends on hashing; and all before the first is changed, since a
    // freed place lets a waiting message go, which was never in flight.
    std::map<std::uint64_t, std::string> in_flight;
    for (const auto& [id, key] : state.unsettled) {
        const auto* delivery = state.deliveries.find(key, state.batch);
        SOCBOT_CHECK(delivery != nullptr, "an unsettled delivery has a row");
        const auto& attempt = delivery->attempt;
        if (attempt.since > stopped) continue;
        if (attempt.state == AttemptState::sent || attempt.state == AttemptState::ambiguous)
            in_flight.emplace(id, key);
    }
    for (const auto& [id, key] : in_flight) {
        const RowKey row_key{Table::delivery, key};
        auto* delivery = state.deliveries.find(key, state.batch);
        const bool was_sent = delivery->attempt.state == AttemptState::sent;
        interrupt(delivery->attempt, ctx.now, kDeliveryRetry);
        if (was_sent && delivery->operation != Operation::post) {
            // Repeating an edit or removal does no harm.
            delivery->attempt.state = AttemptState::queued;
            delivery->attempt.due = ctx.now;
            --state.room_state(delivery->room).in_flight;
        } else {
            release(ctx, *delivery, Operation::reconcile);
            note_delivery(ctx, *delivery, "delivery.ambiguous");
        }
        write_delivery(ctx, row_key, *delivery);
        settle_place(state, ctx, row_key, *delivery);
    }
    for (auto& [key, room] : state.rooms)
        pump(state, ctx, room);
}

void requeue_deliveries(EngineState& state) {
    std::map<std::uint64_t, std::string> in_order{state.unsettled.begin(), state.unsettled.end()};
    for (const auto& [id, key] : in_order) {
        auto* delivery = state.deliveries.find(key, state.batch);
        if (delivery == nullptr) continue;
        auto& room = state.room_state(delivery->room);
        const bool in_flight = delivery->attempt.state == AttemptState::sent ||
                               delivery->attempt.state == AttemptState::ambiguous;
        if (in_flight) ++room.in_flight;
        place(state, room, {Table::delivery, key}, *delivery, state.now);
    }
    for (auto& [key, room] : state.rooms) {
        if (room.row.paused_until > state.now)
            state.timers.arm(TimerKind::room, key, room.row.paused_until);
        if (room.ready.empty() || room.in_flight >= room.limits.in_flight) continue;
        auto bucket = room.row;  // only asked: the token is taken when the timer fires
        if (const auto later = take_token(bucket, room.limits, state.now))
            state.timers.arm(TimerKind::room, key, *later);
    }
}

}  // namespace socbot
