// Commands and clicks: who asks, may they, what changes, what is answered, what is audited. First
// wins, idempotent by event id.
#pragma once

#include "domain/engine/input.h"
#include "domain/engine/state.h"

#include <vector>

namespace socbot {

void apply_command(EngineState& state, StepContext& ctx, const CommandInput& input);
void apply_action(EngineState& state, StepContext& ctx, const ActionInput& input);

// Rows they need that are not resident. Call again after admitting: one row may name the next.
void command_needs(
    const EngineState& state,
    const CommandInput& input,
    Instant now,
    std::vector<RowKey>& out
);
void action_needs(const EngineState& state, const ActionInput& input, std::vector<RowKey>& out);
void episode_needs(
    const EngineState& state,
    const std::string& episode_key,
    std::vector<RowKey>& out
);

// Timers.
void expire_pending(EngineState& state, StepContext& ctx, const std::string& key);
void expire_undo(EngineState& state, StepContext& ctx, const std::string& key);
void expire_threshold(EngineState& state, StepContext& ctx, const std::string& key);

}  // namespace socbot
