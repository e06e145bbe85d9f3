// An alarm comes in: duplicate, update or new; whose it is, of what kind, where it is shown; and
// the account it goes into.
#pragma once

#include "domain/engine/input.h"
#include "domain/engine/state.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace socbot {

void apply_alarm(
    EngineState& state,
    StepContext& ctx,
    const AlarmInput& input,
    JournalEntry& entry
);
void apply_unreadable(EngineState& state, StepContext& ctx, const UnreadableInput& input);

// The alarm goes where the settings of now send it, once; audited under the person's name.
void apply_release(EngineState& state, StepContext& ctx, const ReleaseInput& input);

// Where the duplicate window keeps that this came already, if its transport has ids: the same id
// with other bytes is another.
std::optional<std::uint64_t> delivery_hash(const AlarmInput& input);
std::optional<std::uint64_t> delivery_hash(const UnreadableInput& input);
// Alarms that have to be read before it is known whether this came already.
void delivery_needs(
    const EngineState& state,
    std::optional<std::uint64_t> hash,
    std::vector<AlarmId>& out
);

// The customer of an alarm by its source's settings; nullopt: unknown or contradicting tenant.
std::optional<CustomerCode> customer_of(const SourceSettings& source, const Alarm& alarm);

// The rule an alarm is counted under: the analytic's uid, else its title.
std::string rule_of(const Alarm& alarm);

// Repeats are not alarms; they have a counter of their own beside the accounts.
inline constexpr std::uint8_t kRepeatCounter = 100;

// Every reason an alarm may be hidden for: the keys of its account are known before it is decided.
std::span<const char* const> hidden_reasons();

// Counts a stored alarm in the lazily kept rows; also used to recount after a start.
void count_alarm(EngineState& state, const AlarmRecord& record);

// Keys of those rows.
void count_keys(const AlarmRecord& record, std::vector<RowKey>& out);

}  // namespace socbot
