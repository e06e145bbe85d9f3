// From the store back into memory, and what keeps the memory bounded: admission, flushing,
// eviction.
#include "domain/engine/alarm_flow.h"
#include "domain/engine/engine.h"
#include "domain/engine/engine_impl.h"
#include "domain/engine/job_flow.h"
#include "domain/engine/pull_flow.h"
#include "domain/engine/room_flow.h"
#include "domain/engine/settings_flow.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

namespace socbot {

namespace {

constexpr std::array kResident{
    Table::settings,
    Table::threshold,
    Table::customer,
    Table::room,
    Table::job,
    Table::source,
    Table::pending,
    Table::undo,
    Table::pulse,
    Table::open_episode,
    Table::outbox};
// Tail marks move by at least this many alarms or when everything is saved: a row each flush would
// cost more than recounting a few alarms more.
constexpr std::uint64_t kTailStep = 512;

template <class R>
R decode_row(const std::string& body) {
    Reader in{body};
    return R::decode(in);
}

void restore_pulse(EngineState& state, const Row& row) {
    if (is_pull_key(row.key.key)) return restore_pull(state, row);
    Reader in{row.body};
    if (row.key.key == "tail") {
        state.tail_written = AlarmId{in.u()};
    } else if (row.key.key == "seen") {
        state.seen_previous_from = AlarmId{in.u()};
        state.seen_current_from = AlarmId{in.u()};
    } else if (row.key.key == "policy") {
        state.policy_revision = in.u();
    } else if (const auto source = keys::feed_in(row.key)) {
        state.feeds.insert_or_assign(source->str(), FeedRow::decode(in));
    } else {
        const auto pulse = PulseRow::decode(in);
        if (pulse.step > state.step) {
            state.step = pulse.step;
            state.pending_digest = pulse.pending;
            state.unrecorded = true;
        }
        state.now = std::max(state.now, pulse.now);
    }
}

void restore_threshold(EngineState& state, const Row& row) {
    Reader in{row.body};
    const auto scope = decode_scope(in);
    const auto threshold = Threshold::decode(in);
    if (threshold.until) state.timers.arm(TimerKind::threshold, row.key.key, threshold.until);
    state.thresholds.insert_or_assign(scope, threshold);
}

void restore_room(EngineState& state, const Row& row) {
    auto room = decode_row<Room>(row.body);
    auto& room_state = state.room_state(room.ref);
    room_state.row = std::move(room);
}

template <class R>
void flush_row(EngineState& state, RowCache<R>& cache, StepContext& ctx, const RowKey& key) {
    const auto* row = cache.find(key.key, state.batch);
    if (row == nullptr) return;
    cache.mark_clean(key.key);
    RowSink{ctx.out}.write(key, keys::customer_in(key), encode_row(*row));
}

void arm_refresh(EngineState& state, const std::string& key, const Episode& episode) {
    if (episode.refresh_due) state.timers.arm(TimerKind::refresh, key, episode.refresh_due);
}

// While starting no row is in use.
void forget(EngineState& state) {
    state.batch += 2;
    evict(state);
}

}  // namespace

std::span<const Table> Engine::resident_tables() {
    return kResident;
}

void admit_row(EngineState& state, const Row& row) {
    const auto* body = row.exists ? &row.body : nullptr;
    switch (row.key.table) {
        case Table::customer:
            state.counters.admit(row.key.key, body, state.batch);
            return;
        case Table::open_episode:
            state.open_episodes.admit(row.key.key, body, state.batch);
            return;
        case Table::episode:
            state.episodes.admit(row.key.key, body, state.batch);
            return;
        case Table::delivery:
            state.deliveries.admit(row.key.key, body, state.batch);
            return;
        case Table::job:
            state.jobs.admit(row.key.key, body, state.batch);
            return;
        case Table::aggregate:
            state.aggregates.admit(row.key.key, body, state.batch);
            return;
        case Table::account:
            state.accounts.admit(row.key.key, body, state.batch);
            return;
        case Table::source:
            state.sources.admit(row.key.key, body, state.batch);
            return;
        case Table::message_index:
            state.message_index.admit(row.key.key, body, state.batch);
            return;
        case Table::event:
            state.events.admit(row.key.key, body, state.batch);
            return;
        case Table::pending:
            state.pendings.admit(row.key.key, body, state.batch);
            return;
        case Table::undo:
            state.undos.admit(row.key.key, body, state.batch);
            return;
        case Table::settings:
            if (body != nullptr)
                if (auto settings = decode_settings(*body))
                    (void)use_settings(state, *std::move(settings));
            return;
        case Table::threshold:
            restore_threshold(state, row);
            return;
        case Table::room:
            restore_room(state, row);
            return;
        case Table::outbox:
            state.unsettled.emplace(keys::number_in(row.key.key), row.body);
            return;
        case Table::pulse:
            restore_pulse(state, row);
            return;
        case Table::site:
        case Table::audit_head:
        case Table::snapshot:
            return;
    }
}

void Engine::restore(Restored restored) {
    auto& state = impl_->state;
    if (restored.last) {
        state.step = restored.last->step;
        state.now = restored.last->at;
    }
    if (restored.audit) {
        state.audit_number = restored.audit->number;
        state.audit_link = restored.audit->link;
    }
    for (const auto& row : restored.rows) {
        admit_row(state, row);
        if (row.key.table == Table::open_episode) ++state.open_count;
    }
    for (const auto& row : restored.deliveries_open)
        admit_row(state, row);
}

void Engine::restore_episodes(std::span<const Row> rows) {
    auto& state = impl_->state;
    for (const auto& row : rows) {
        admit_row(state, row);
        if (!row.exists) continue;
        const auto& episode = *state.episodes.peek(row.key.key);
        if (episode.closed_at) continue;
        state.timers.arm(TimerKind::episode, row.key.key, episode.check_due);
        arm_refresh(state, row.key.key, episode);
    }
    forget(state);
}

// 0 until the window turned twice: the older generation began with the first alarm.
AlarmId Engine::seen_from() const {
    return impl_->state.seen_previous_from;
}

void Engine::restore_seen(const SeenId& id) {
    auto& state = impl_->state;
    state.seen.restore(id.hash, id.alarm, id.alarm >= state.seen_current_from);
}

AlarmId Engine::tail_from() const {
    const auto& tail = impl_->state.tail_written;
    return tail ? AlarmId{tail.value() - 1} : AlarmId{};
}

Keys Engine::recount_needs(std::span<const AlarmRecord> alarms) const {
    const auto& state = impl_->state;
    Keys keys;
    for (const auto& alarm : alarms) {
        count_keys(alarm, keys.rows);
        if (alarm.episode != 0) keys.rows.push_back(keys::episode({alarm.customer, alarm.episode}));
    }
    std::sort(keys.rows.begin(), keys.rows.end());
    keys.rows.erase(std::unique(keys.rows.begin(), keys.rows.end()), keys.rows.end());
    std::erase_if(keys.rows, [&](const RowKey& key) {
        return key.table == Table::aggregate ? state.aggregates.known(key.key)
               : key.table == Table::account ? state.accounts.known(key.key)
                                             : state.episodes.known(key.key);
    });
    return keys;
}

void Engine::recount(std::span<const AlarmRecord> alarms) {
    auto& state = impl_->state;
    for (const auto& alarm : alarms) {
        count_alarm(state, alarm);
        if (alarm.episode == 0) continue;
        const auto key = keys::episode({alarm.customer, alarm.episode}).key;
        auto* episode = state.episodes.find(key, state.batch);
        if (episode == nullptr || alarm.id <= episode->counted_to) continue;
        episode->count(
            {alarm.id,
             alarm.at,
             alarm.account == Account::hidden,
             static_cast<bool>(alarm.update_of),
             alarm.rule}
        );
        if (!episode->closed_at) arm_refresh(state, key, *episode);
        if (episode->unsaved_from) continue;
        episode->unsaved_from = alarm.id;
        state.dirty_episodes.emplace(alarm.id, key);
        (void)state.episodes.mark_dirty(key);
    }
}

void Engine::restored() {
    auto& state = impl_->state;
    rearm_jobs(state);
    state.pendings.for_each([&](const std::string& key, const PendingRow& row) {
        state.timers.arm(TimerKind::pending, key, row.expires);
    });
    state.undos.for_each([&](const std::string& key, const UndoRow& row) {
        state.timers.arm(TimerKind::undo, key, row.expires);
    });
    for (const auto& [source, feed] : state.feeds)
        if (feed.check_due) state.timers.arm(TimerKind::feed, source, feed.check_due);
    // What was due by now has fired and been saved, so the next turn is the next tick.
    if (state.timers.armed(TimerKind::flush, {}))
        state.timers.arm(TimerKind::flush, {}, next_flush(state.limits, state.now));
    requeue_deliveries(state);
    forget(state);
}

void flush_slot(EngineState& state, StepContext& ctx) {
    const auto turn = static_cast<std::size_t>(ctx.now.ms / state.limits.flush_tick.count());
    auto& slot = state.dirty.at(turn % EngineState::kDirtySlots);
    for (const auto& key : slot.rows) {
        if (key.table == Table::aggregate) flush_row(state, state.aggregates, ctx, key);
        if (key.table == Table::account) flush_row(state, state.accounts, ctx, key);
        if (key.table == Table::source) flush_row(state, state.sources, ctx, key);
    }
    slot.rows.clear();
    slot.from = {};
    const bool more = std::any_of(state.dirty.begin(), state.dirty.end(), [](const auto& other) {
        return !other.rows.empty();
    });
    if (more) state.timers.arm(TimerKind::flush, {}, next_flush(state.limits, ctx.now));
}

std::optional<AlarmId> tail_to_write(EngineState& state) {
    const auto oldest = state.oldest_unsaved();
    const AlarmId tail = oldest ? oldest : AlarmId{state.step + 1};
    if (tail.value() < state.tail_written.value() + kTailStep) return std::nullopt;
    return tail;
}

namespace {

// Each cache that may forget, with what it must keep all the same.
template <class Visit>
void for_each_cache(EngineState& state, const Visit& visit) {
    const auto keep_none = [](const auto&) { return false; };
    visit(state.aggregates, keep_none);
    visit(state.accounts, keep_none);
    visit(state.events, keep_none);
    visit(state.message_index, keep_none);
    visit(state.deliveries, [](const Delivery& row) { return row.unsettled(); });
    visit(state.episodes, keep_none);
    visit(state.open_episodes, keep_none);
}

}  // namespace

void evict(EngineState& state) {
    while (state.bytes() > state.limits.working_set_bytes) {
        auto oldest = std::numeric_limits<std::uint64_t>::max();
        for_each_cache(state, [&oldest](const auto& rows, const auto&) {
            oldest = std::min(oldest, rows.oldest_use());
        });
        // What the last batch used stays, so this ends even when nothing may go.
        if (oldest >= state.batch - 1) return;
        for_each_cache(state, [&](auto& rows, const auto& keep) {
            if (rows.oldest_use() == oldest) rows.evict_oldest(state.batch, keep);
        });
    }
}

void account_needs(
    const EngineState& state,
    const CustomerCode& customer,
    Instant at,
    std::vector<RowKey>& out
) {
    const auto hour = static_cast<std::uint64_t>(at.ms / 3'600'000);
    const auto need = [&](std::uint8_t account, std::string_view reason) {
        auto key = keys::account(customer, hour, account, reason);
        if (!state.accounts.known(key.key)) out.push_back(std::move(key));
    };
    need(static_cast<std::uint8_t>(Account::shown), {});
    need(static_cast<std::uint8_t>(Account::counted), {});
    need(kRepeatCounter, {});
    for (const auto* reason : hidden_reasons())
        need(static_cast<std::uint8_t>(Account::hidden), reason);
}

}  // namespace socbot
