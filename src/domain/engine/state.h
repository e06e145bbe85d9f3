// What the engine remembers while it runs, and the step being applied. Internal to domain/engine:
// the flows (alarm_flow, episode_flow, room_flow, job_flow, command_flow) work on it.
#pragma once

#include "domain/delivery/delivery.h"
#include "domain/engine/engine.h"
#include "domain/engine/feed.h"
#include "domain/engine/job.h"
#include "domain/engine/keys.h"
#include "domain/engine/rows.h"
#include "domain/engine/seen_window.h"
#include "domain/engine/timers.h"
#include "domain/engine/working_set.h"
#include "domain/settings/settings.h"
#include "domain/triage/episode.h"
#include "domain/triage/policy.h"

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace socbot {

// A row that is only a text: an index entry or a mark.
struct TextRow {
    std::string text;
    void encode(Writer& out) const { out.raw(text); }
    static TextRow decode(Reader& in);
    std::size_t footprint() const { return sizeof(*this) + text.size(); }
};

// A customer as the flows need it, compiled once from the settings.
struct CustomerView {
    const CustomerSettings* settings{nullptr};
    Networks own;
    std::vector<const RoomSettings*> rooms;
};

// A room's deliveries that are owed: ready in order, in flight, or waiting for a timer.
struct RoomState {
    Room row;
    RoomLimits limits;
    const RoomSettings* settings{nullptr};  // null: no longer configured; nothing is sent
    std::set<std::pair<std::uint8_t, std::uint64_t>> ready;  // (255 - severity, delivery id)
    std::uint32_t in_flight{0};
    // For the card's platform id; in the order of their age, as a restart finds them.
    std::map<DeliveryId, std::set<DeliveryId>> replies_waiting;
};

// The step being applied.
struct StepContext {
    Step step{0};
    Instant now;
    Changes& out;
    std::uint64_t next_id{1};
    std::string nonce;  // recorded with the input; salts audit entries

    std::uint64_t make_id() { return (step << 12U) | next_id++; }
    // In [0, 1), from (partition, step, n): jitter that replays.
    double unit(Partition partition, std::uint64_t n) const;
    void note(std::string event, std::string detail = {});
};

struct EngineState {
    EngineState(const EngineLimits& limits, const Zones& zones, Partition partition);

    EngineLimits limits;
    const Zones& zones;
    Partition partition;

    // Configuration.
    Settings settings;
    Policy policy;
    bool configured{false};
    std::uint64_t policy_revision{0};  // the step that last changed settings or a threshold
    std::map<CustomerCode, CustomerView> customers;

    // Always complete in memory.
    std::map<std::string, FeedRow> feeds;  // by source id
    Thresholds thresholds;
    std::map<std::string, RoomState> rooms;                    // by room row key
    std::unordered_map<std::uint64_t, std::string> unsettled;  // delivery id -> delivery row key
    RowCache<CustomerRow> counters;
    RowCache<Job> jobs;
    RowCache<PendingRow> pendings;
    RowCache<UndoRow> undos;
    RowCache<SourceRow> sources;

    // Cached.
    RowCache<TextRow> open_episodes;
    RowCache<Episode> episodes;
    RowCache<Delivery> deliveries;
    RowCache<Aggregate> aggregates;
    RowCache<AccountCount> accounts;
    RowCache<TextRow> message_index;
    RowCache<TextRow> events;

    // Rows counted lazily (aggregates, accounts, sources) that wait for their slot's turn. The slot
    // follows from the key and its turn from the time, so a flush after a restart writes the same.
    struct DirtySlot {
        std::set<RowKey> rows;
        AlarmId from;  // the first alarm they don't hold yet
    };
    static constexpr std::size_t kDirtySlots = 32;
    std::array<DirtySlot, kDirtySlots> dirty;
    std::set<std::pair<AlarmId, std::string>> dirty_episodes;  // first alarm not saved, episode key
    AlarmId tail_written;

    SeenWindow seen;
    AlarmId seen_current_from, seen_previous_from;
    std::unordered_map<std::uint64_t, AlarmRecord> confirmed;  // of this batch: alarm id -> record

    // What the policy makes of an alarm: asked in every round of needs() and again in apply(). Of
    // this batch, and of the settings in force; holds the alarm, so that its address stays its own.
    struct Judged {
        std::shared_ptr<const Alarm> alarm;
        Kind kind{Kind::other};
        std::string entity;
        std::uint64_t seen_hash{0};
        mutable bool complete{false};  // needs() found every row of it here
    };
    const Judged&
    judge(const AlarmInput& input, const CustomerCode& customer, const CustomerView& view) const;
    mutable std::unordered_map<const Alarm*, Judged> judged;
    // What an alarm is told from others of its source by.
    std::string name_of(const AlarmInput& input, const CustomerCode& customer) const;

    std::size_t open_count{0};  // open episodes

    Timers timers;
    Step step{0};
    Instant now;
    std::uint64_t batch{1};
    Digest pending_digest{};
    Writer digest_bytes;     // kept for its capacity
    bool unrecorded{false};  // timers fired since the last journal entry
    std::uint64_t audit_number{0};
    Digest audit_link{};

    RoomState& room_state(const RoomRef& ref);
    const CustomerView* customer(const CustomerCode& code) const;
    std::map<std::string, std::uint64_t> pulls;  // by pulse row key: the number that stands

    // A lazily counted row changed by `alarm` at `at`.
    void mark_dirty(const RowKey& key, AlarmId alarm, Instant at);
    // A lazily counted row is written whole by this very step: no flush has anything left of it.
    void mark_saved(const RowKey& key);
    // The oldest alarm that some row does not hold yet; 0: none.
    AlarmId oldest_unsaved() const;
    std::size_t dirty_rows() const;
    std::size_t bytes() const;
    std::size_t jobs_open() const;
};

// The next multiple of the flush tick.
Instant next_flush(const EngineLimits& limits, Instant after);

template <class R>
std::string encode_row(const R& row) {
    Writer out;
    row.encode(out);
    return out.take();
}

// The policy is another from this step on: a rehearsal against the one before no longer applies.
void revise_policy(EngineState& state, StepContext& ctx);

// Writes one link of the audit chain: what a person did, under that person's name.
void audit(
    EngineState& state,
    StepContext& ctx,
    const PersonId& person,
    const CustomerCode& customer,
    std::string_view act,
    std::string_view object,
    std::string_view detail
);

}  // namespace socbot
