// The engine: deterministic, sans-I/O. Every decision of the product is made here and nowhere else.
//
// One batch: call needs() until it names nothing unknown, reading and admitting what it names; then
// apply() each input at the same `now`; then finish_batch(); then the store commits all Changes
// with the journal entries; then committed(). When the commit fails, nothing of the batch happened:
// the engine is thrown away and restored from the store (app/engine_loop).
//
// No clock, randomness, sockets, SQL, files or logging. One thread.
#pragma once

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "domain/engine/changes.h"
#include "domain/engine/input.h"
#include "domain/settings/settings.h"
#include "domain/triage/policy.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace socbot {

struct EngineLimits {
    std::size_t working_set_bytes{4U << 20U};
    std::uint64_t seen_ids{1'000'000};  // a generation of the duplicate window
    Milliseconds uid_window{14LL * 86'400'000};
    // Lazily counted rows are written in turns, one of 32 slots a tick.
    Milliseconds flush_tick{200};
};

// Rows and alarms a batch needs that are not resident.
struct Keys {
    std::vector<RowKey> rows;
    std::vector<AlarmId> alarms;
    bool empty() const noexcept { return rows.empty() && alarms.empty(); }
};

// What a start reads from the store before the engine may run (app/restore.h fills it).
struct Restored {
    std::vector<Row> rows;             // of the tables resident_tables() names
    std::vector<Row> deliveries_open;  // the deliveries that outbox rows point to
    std::optional<JournalEntry> last;  // the newest journal entry
    std::optional<AuditRecord> audit;  // the newest link
};

class Engine {
public:
    Engine(const EngineLimits& limits, const Zones& zones, Partition partition = 0);
    ~Engine();
    Engine(Engine&&) noexcept;
    Engine& operator=(Engine&&) noexcept;

    // --- start
    static std::span<const Table> resident_tables();
    void restore(Restored restored);
    // The episodes that open_episode rows point to, in pieces: arms their timers; what the memory
    // has no room for is read again when it is needed.
    void restore_episodes(std::span<const Row> rows);
    // Ids for the duplicate window, oldest first, from seen_from() on.
    AlarmId seen_from() const;
    void restore_seen(const SeenId& id);
    // Alarms that lazily counted rows may not hold yet: those after tail_from(). Give the keys of a
    // chunk to the store, admit them, then recount the same chunk, oldest first.
    AlarmId tail_from() const;
    Keys recount_needs(std::span<const AlarmRecord> alarms) const;
    void recount(std::span<const AlarmRecord> alarms);
    // Arms the timers. After this the engine runs.
    void restored();

    // --- a batch
    Keys needs(std::span<const Input* const> inputs, Instant now) const;
    void admit(std::span<const Row> rows, std::span<const AlarmRecord> alarms);
    // Fires the timers due by `now` (each one step, at its own due time), then applies the input.
    // Appends one Changes a step; the last is the input's. Returns its journal entry. Throws only
    // on a logic error.
    JournalEntry apply(const Input& input, Instant now, std::vector<Changes>& out);
    // Fires the timers due by `now` without an input.
    void advance(Instant now, std::vector<Changes>& out);
    // What must be written besides: where the engine stands when no journal entry says so.
    void finish_batch(std::vector<Changes>& out);
    // The commit is on disk. May evict.
    void committed();

    // When the engine wants to be woken though nothing came in.
    std::optional<Instant> next_wakeup() const;

    Step step() const;
    Instant now() const;
    const Settings& settings() const;
    bool configured() const;

    struct Figures {
        std::size_t working_set_bytes{0};
        std::size_t seen_bytes{0};
        std::size_t open_episodes{0};
        std::size_t unsettled_deliveries{0};
        std::size_t jobs{0};
        std::size_t timers{0};
        std::size_t dirty_rows{0};
        std::vector<std::pair<SourceId, std::vector<FeedState>>> feeds;  // those with a state
    };
    Figures figures() const;

    struct Impl;

private:
    std::unique_ptr<Impl> impl_;
};

}  // namespace socbot
