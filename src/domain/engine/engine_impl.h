// The engine's inside, shared by engine.cpp and restore.cpp.
#pragma once

#include "domain/engine/state.h"

namespace socbot {

struct Engine::Impl {
    Impl(const EngineLimits& limits, const Zones& zones, Partition partition)
        : state{limits, zones, partition} {}
    EngineState state;
};

// A row read from the store enters the memory, unless it is there already.
void admit_row(EngineState& state, const Row& row);

// Writes the lazily counted rows of the slot whose turn it is.
void flush_slot(EngineState& state, StepContext& ctx);

// The mark a start begins recounting from, when it moved enough to be worth a row.
std::optional<AlarmId> tail_to_write(EngineState& state);

// Brings the memory below its limit by dropping clean rows used longest ago.
void evict(EngineState& state);

// The account rows an alarm may be counted in: which one is only known when it is applied.
void account_needs(
    const EngineState& state,
    const CustomerCode& customer,
    Instant at,
    std::vector<RowKey>& out
);

}  // namespace socbot
