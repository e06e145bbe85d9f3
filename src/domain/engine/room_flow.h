// Deliveries: which message goes out next in each room, and what an outcome makes of it. The
// machine itself is domain/delivery; this keeps the rooms' queues and the rows.
#pragma once

#include "domain/engine/input.h"
#include "domain/engine/state.h"

namespace socbot {

// A new message. Fills id and created, writes its rows and sends it when the room allows.
DeliveryId post(EngineState& state, StepContext& ctx, Delivery delivery);

// New content for a message; `urgent` goes out as soon as the room allows, else edits are spaced.
void revise(EngineState& state, StepContext& ctx, const RowKey& key, CardView view, bool urgent);

// The outcome of an attempt. Stale outcomes change nothing.
void settle_delivery(EngineState& state, StepContext& ctx, const OutcomeInput& outcome);

// A timer of a delivery or room fired.
void wake_delivery(EngineState& state, StepContext& ctx, const std::string& key);
void wake_room(EngineState& state, StepContext& ctx, const std::string& key);

// The process started: what was in flight when the one before stopped is undecided until the
// platform tells.
void interrupt_deliveries(EngineState& state, StepContext& ctx, Instant stopped);

// Puts every owed delivery back into its room's queue after a restore.
void requeue_deliveries(EngineState& state);

}  // namespace socbot
