// Episodes: opening, joining, announcing, taking, ending, and keeping their cards true.
#pragma once

#include "domain/engine/input.h"
#include "domain/engine/state.h"

#include <string>
#include <vector>

namespace socbot {

// What an alarm does to the episode of its entity.
struct Joined {
    std::uint64_t episode{0};  // 0: hidden and no episode is open
    bool announced{false};     // it opened a card or was announced
};

// `rooms`: those whose threshold the alarm passes; empty: hidden.
struct AlarmDecision {
    AlarmRecord& record;  // id, at, customer, kind, severity, entity, rule set
    const Alarm& alarm;
    const CustomerView& customer;
    std::vector<const RoomSettings*> rooms;
    std::string why;
};
Joined join_episode(EngineState& state, StepContext& ctx, const AlarmDecision& decision);

// A timer fired: ends the episode when its time has come, else comes back later.
void wake_episode(EngineState& state, StepContext& ctx, const std::string& key);

// Writes the row and brings the cards up to date; `urgent` edits go out at once.
void save_episode(EngineState& state, StepContext& ctx, Episode& episode, bool urgent);

// A timer fired: quiet news goes to the row and the cards.
void refresh_episode(EngineState& state, StepContext& ctx, const std::string& key);

}  // namespace socbot
