// The engine's state with one room, for tests of a single flow: each call is a step of its own, and
// what it wrote, started and said is kept.
#pragma once

#include "domain/engine/state.h"
#include "domain/settings/zones_tz.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace socbot::testing {

class FlowWorld {
public:
    static constexpr Instant kStart{1'772'452'800'000};

    explicit FlowWorld(const RoomLimits& limits = {}) : limits_{limits} {
        settings_.ref = {ConnectionId{"chat"}, "acme"};
        settings_.room_class = RoomClass::customer;
        settings_.customers = {CustomerCode{"ACME"}};
        forget();
    }

    EngineState& state() { return *state_; }
    const RoomRef& room() const { return settings_.ref; }
    RoomState& room_state() { return state_->room_state(settings_.ref); }
    Instant now() const { return now_; }
    void pass(Milliseconds span) { now_ = now_ + span; }

    // One step; its changes.
    Changes step(const std::function<void(EngineState&, StepContext&)>& act) {
        Changes changes;
        StepContext ctx{++step_, now_, changes, 1, "0123456789abcdef"};
        state_->now = now_;
        act(*state_, ctx);
        return changes;
    }

    // An empty state, as a start finds it before the rows are read.
    void forget() {
        state_ = std::make_unique<EngineState>(EngineLimits{}, *zones_, 0);
        auto& room = state_->room_state(settings_.ref);
        room.settings = &settings_;
        room.limits = limits_;
    }

private:
    std::unique_ptr<Zones> zones_{make_utc_zones()};
    RoomSettings settings_;
    RoomLimits limits_;
    std::unique_ptr<EngineState> state_;
    Instant now_{kStart};
    Step step_{0};
};

}  // namespace socbot::testing
