// A room's queue with a platform that answers as the test says, and timers that fire on demand.
#pragma once

#include "domain/engine/room_flow.h"
#include "flow_world.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace socbot::testing {

inline RoomLimits at_a_time(std::uint32_t in_flight) {
    RoomLimits limits;
    limits.in_flight = in_flight;
    return limits;
}

inline CardView view(std::string title) {
    CardView made;
    made.template_name = "other";
    made.title = std::move(title);
    made.notification = made.title;
    return made;
}

class Rooms {
public:
    explicit Rooms(const RoomLimits& limits) : world{limits} {}

    DeliveryId post(Severity severity, DeliveryId thread = {}, bool card = false) {
        Delivery delivery;
        delivery.room = world.room();
        delivery.priority = severity;
        delivery.thread = thread;
        delivery.is_card = card;
        delivery.customer = CustomerCode{"ACME"};
        if (card)
            delivery.view = view("Emotet");
        else
            delivery.view.template_name.clear();
        delivery.text = "text";
        DeliveryId id;
        take(world.step([&](EngineState& state, StepContext& ctx) {
            id = socbot::post(state, ctx, std::move(delivery));
        }));
        return id;
    }
    void revise(DeliveryId id, std::string title, bool urgent = false) {
        take(world.step([&](EngineState& state, StepContext& ctx) {
            socbot::revise(state, ctx, key(id), view(std::move(title)), urgent);
        }));
    }
    Changes end(
        DeliveryId id,
        OutcomeClass outcome,
        std::string message_id = {},
        std::optional<Milliseconds> retry_after = std::nullopt
    ) {
        OutcomeInput input;
        input.job = JobId{id.value()};
        input.outcome = {outcome, row(id).attempt.number, retry_after, {}};
        input.message_id = std::move(message_id);
        return end(input);
    }
    Changes end(const OutcomeInput& input) {
        auto changes = world.step([&](EngineState& state, StepContext& ctx) {
            settle_delivery(state, ctx, input);
        });
        take(changes);
        return changes;
    }
    void settle(DeliveryId id) { end(id, OutcomeClass::settled, "m" + std::to_string(id.value())); }
    // Fires the timers due within the span, each at its time.
    void pass(Milliseconds span) {
        const auto until = world.now() + span;
        while (const auto entry = world.state().timers.pop_due(until)) {
            const auto& [due, kind, reference] = *entry;
            world.pass(std::max(Milliseconds{0}, due - world.now()));
            take(world.step([&](EngineState& state, StepContext& ctx) {
                if (kind == TimerKind::delivery)
                    wake_delivery(state, ctx, reference);
                else
                    wake_room(state, ctx, reference);
            }));
        }
        world.pass(until - world.now());
    }
    // The process ends without warning and comes back from its rows.
    void crash() {
        std::vector<std::pair<std::string, std::string>> all;
        for (const auto id : known_)
            all.emplace_back(key(id).key, encode_row(row(id)));
        const auto unsettled = world.state().unsettled;
        const auto bucket = world.room_state().row;
        world.forget();
        auto& state = world.state();
        state.now = world.now();
        for (const auto& [row_key, body] : all)
            state.deliveries.admit(row_key, &body, 1);
        state.unsettled = unsettled;
        world.room_state().row = bucket;
        requeue_deliveries(state);
    }
    void start_again() {
        sent.clear();
        take(world.step([](EngineState& state, StepContext& ctx) {
            interrupt_deliveries(state, ctx, ctx.now);
        }));
    }

    RowKey key(DeliveryId id) const { return keys::delivery(world.room(), id); }
    Delivery& row(DeliveryId id) {
        return *world.state().deliveries.find(key(id).key, world.state().batch);
    }
    static std::vector<std::uint64_t> written(const Changes& changes) {
        std::vector<std::uint64_t> ids;
        for (const auto& change : changes.rows) {
            if (change.key.table != Table::delivery) continue;
            Reader in{change.body};
            ids.push_back(Delivery::decode(in).id.value());
        }
        return ids;
    }

    FlowWorld world;
    std::vector<Delivery> sent;  // attempts started since last cleared

private:
    void take(const Changes& changes) {
        for (const auto& job : changes.jobs) {
            Reader in{job.body};
            sent.push_back(Delivery::decode(in));
        }
        for (const auto& change : changes.rows) {
            if (change.key.table != Table::delivery || change.remove) continue;
            Reader in{change.body};
            const auto id = Delivery::decode(in).id;
            if (std::find(known_.begin(), known_.end(), id) == known_.end()) known_.push_back(id);
        }
    }
    std::vector<DeliveryId> known_;
};

inline std::vector<std::uint64_t> ids(const std::vector<Delivery>& deliveries) {
    std::vector<std::uint64_t> all;
    for (const auto& delivery : deliveries)
        all.push_back(delivery.id.value());
    return all;
}

}  // namespace socbot::testing
