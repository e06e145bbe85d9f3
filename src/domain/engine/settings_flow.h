// A configuration or a start comes in.
#pragma once

#include "domain/engine/input.h"
#include "domain/engine/state.h"

namespace socbot {

// Refuses (answer, no change) what does not decode or compile: the process validated it before.
void apply_settings(EngineState& state, StepContext& ctx, const SettingsInput& input);

void apply_start(EngineState& state, StepContext& ctx, const StartInput& input);

// Compiles settings into the state. Also used when they come from the store.
Result<void> use_settings(EngineState& state, Settings settings);

}  // namespace socbot
