// What must hold of a store whatever happened to the engine that wrote it. Each reports as a
// GoogleTest failure.
#pragma once

#include "domain/engine/engine.h"
#include "support/memory_store.h"

#include <cstdint>
#include <string>
#include <vector>

namespace socbot::testing {

std::vector<AlarmRecord> stored_alarms(MemoryStore& store);  // oldest first
std::vector<Row> rows_of(MemoryStore& store, Table table);
std::uint64_t counted_repeats(MemoryStore& store);

// Every stored alarm is in exactly one account, and the counters say the same number.
void expect_accounts_add_up(MemoryStore& store);
// Episodes and sources count what is stored for them, no more and no less.
void expect_counters_agree(MemoryStore& store);
// A fresh engine makes the same Changes of every journal entry.
void expect_exact_replay(MemoryStore& store, const EngineLimits& limits);

// The content without the mark of how far counters are saved, the one row that depends on where
// batches end.
std::string dump_without_marks(const MemoryStore& store);

}  // namespace socbot::testing
