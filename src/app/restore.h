// Brings an engine up from the store: the resident rows, what they point to, the duplicate window,
// and the recount of alarms that lazily counted rows do not hold yet.
#pragma once

#include "base/result.h"
#include "domain/engine/engine.h"
#include "ports/store.h"

namespace socbot {

// On the thread that owns the store. On failure the engine is unusable and may be thrown away.
Result<void> restore_engine(Engine& engine, Store& store);

// Reads what a batch needs until nothing is unknown. internal when rounds do not end.
Result<void>
admit_needs(Engine& engine, Store& store, std::span<const Input* const> inputs, Instant now);

}  // namespace socbot
