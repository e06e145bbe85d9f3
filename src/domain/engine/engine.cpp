// The engine's front: batches, steps, timers, the journal's digests. What an input does is in the
// flows.
#include "domain/engine/engine.h"

#include "domain/engine/alarm_flow.h"
#include "domain/engine/command_flow.h"
#include "domain/engine/engine_impl.h"
#include "domain/engine/episode_flow.h"
#include "domain/engine/feed_flow.h"
#include "domain/engine/job_flow.h"
#include "domain/engine/pull_flow.h"
#include "domain/engine/room_flow.h"
#include "domain/engine/settings_flow.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace socbot {

namespace {

// `bytes` is only kept for its capacity.
Digest chain(const Digest& pending, const Changes& changes, Writer& bytes) {
    bytes.clear();
    encode_for_digest(changes, bytes);
    return sha256(as_bytes(pending), bytes.bytes());
}

void fire(EngineState& state, StepContext& ctx, TimerKind kind, const std::string& reference) {
    switch (kind) {
        case TimerKind::flush:
            flush_slot(state, ctx);
            return;
        case TimerKind::episode:
            wake_episode(state, ctx, reference);
            return;
        case TimerKind::delivery:
            wake_delivery(state, ctx, reference);
            return;
        case TimerKind::room:
            wake_room(state, ctx, reference);
            return;
        case TimerKind::job:
            wake_job(state, ctx, reference);
            return;
        case TimerKind::pending:
            expire_pending(state, ctx, reference);
            return;
        case TimerKind::undo:
            expire_undo(state, ctx, reference);
            return;
        case TimerKind::threshold:
            expire_threshold(state, ctx, reference);
            return;
        case TimerKind::refresh:
            refresh_episode(state, ctx, reference);
            return;
        case TimerKind::feed:
            check_feed(state, ctx, reference);
            return;
    }
}

void timer_needs(
    const EngineState& state,
    TimerKind kind,
    const std::string& reference,
    std::vector<RowKey>& out
) {
    switch (kind) {
        case TimerKind::episode:
        case TimerKind::refresh:
            episode_needs(state, reference, out);
            return;
        case TimerKind::delivery:
            if (!state.deliveries.known(reference)) out.push_back({Table::delivery, reference});
            return;
        case TimerKind::flush:
        case TimerKind::room:
        case TimerKind::job:
        case TimerKind::pending:
        case TimerKind::undo:
        case TimerKind::threshold:
        case TimerKind::feed:
            return;
    }
}

using AccountsAsked = std::set<CustomerCode>;  // of one batch: its hour is one

void alarm_needs(
    const EngineState& state,
    const AlarmInput& input,
    Instant now,
    AccountsAsked& asked,
    Keys& keys
) {
    const auto* source = state.settings.source(input.source);
    const auto customer = source == nullptr ? std::nullopt : customer_of(*source, *input.alarm);
    const auto* view = customer ? state.customer(*customer) : nullptr;
    delivery_needs(state, delivery_hash(input), keys.alarms);
    if (view == nullptr) return;
    const auto& judged = state.judge(input, *customer, *view);
    if (const auto hint = state.seen.find(judged.seen_hash))
        if (!state.confirmed.contains(hint->value())) keys.alarms.push_back(*hint);
    if (judged.complete) return;
    const auto before = keys.rows.size();
    auto index = keys::open_episode(*customer, judged.entity);
    bool followed = true;
    if (!state.open_episodes.known(index.key)) {
        keys.rows.push_back(std::move(index));
        followed = false;
    } else if (const auto* target = state.open_episodes.peek(index.key)) {
        episode_needs(state, target->text, keys.rows);
    }
    auto aggregate = keys::aggregate(*customer, rule_of(*input.alarm), judged.entity);
    if (!state.aggregates.known(aggregate.key)) keys.rows.push_back(std::move(aggregate));
    if (asked.insert(*customer).second) account_needs(state, *customer, now, keys.rows);
    judged.complete = followed && keys.rows.size() == before;
}

void release_needs(
    const EngineState& state,
    const ReleaseInput& input,
    Instant now,
    AccountsAsked& asked,
    Keys& keys
) {
    alarm_needs(state, input.alarm, now, asked, keys);
    auto mark = keys::released(input.quarantined);
    if (!state.events.known(mark.key)) keys.rows.push_back(std::move(mark));
}

}  // namespace

Engine::Engine(const EngineLimits& limits, const Zones& zones, Partition partition)
    : impl_{std::make_unique<Impl>(limits, zones, partition)} {}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

Keys Engine::needs(std::span<const Input* const> inputs, Instant now) const {
    const auto& state = impl_->state;
    const auto at = std::max(now, state.now);
    Keys keys;
    AccountsAsked asked;
    state.timers.for_each_due(at, [&](TimerKind kind, const std::string& reference) {
        timer_needs(state, kind, reference, keys.rows);
    });
    for (const auto* input : inputs) {
        if (const auto* alarm = std::get_if<AlarmInput>(input))
            alarm_needs(state, *alarm, at, asked, keys);
        else if (const auto* command = std::get_if<CommandInput>(input))
            command_needs(state, *command, at, keys.rows);
        else if (const auto* action = std::get_if<ActionInput>(input))
            action_needs(state, *action, keys.rows);
        else if (const auto* unreadable = std::get_if<UnreadableInput>(input))
            delivery_needs(state, delivery_hash(*unreadable), keys.alarms);
        else if (const auto* pull = std::get_if<PullInput>(input))
            pull_needs(state, *pull, keys.rows);
        else if (const auto* release = std::get_if<ReleaseInput>(input))
            release_needs(state, *release, at, asked, keys);
    }
    std::sort(keys.rows.begin(), keys.rows.end());
    keys.rows.erase(std::unique(keys.rows.begin(), keys.rows.end()), keys.rows.end());
    std::sort(keys.alarms.begin(), keys.alarms.end());
    keys.alarms.erase(std::unique(keys.alarms.begin(), keys.alarms.end()), keys.alarms.end());
    return keys;
}

void Engine::admit(std::span<const Row> rows, std::span<const AlarmRecord> alarms) {
    auto& state = impl_->state;
    for (const auto& row : rows)
        admit_row(state, row);
    for (const auto& alarm : alarms)
        state.confirmed.try_emplace(alarm.id.value(), alarm);
}

void Engine::advance(Instant now, std::vector<Changes>& out) {
    auto& state = impl_->state;
    while (auto due = state.timers.pop_due(now)) {
        const auto& [at, kind, reference] = *due;
        state.now = std::max(state.now, at);
        auto& changes = out.emplace_back();
        StepContext ctx{++state.step, state.now, changes, 1, {}};
        fire(state, ctx, kind, reference);
        state.pending_digest = chain(state.pending_digest, changes, state.digest_bytes);
        state.unrecorded = true;
    }
    state.now = std::max(state.now, now);
}

JournalEntry Engine::apply(const Input& input, Instant now, std::vector<Changes>& out) {
    auto& state = impl_->state;
    advance(now, out);
    auto& changes = out.emplace_back();
    StepContext ctx{++state.step, state.now, changes, 1, {}};
    JournalEntry entry;
    entry.step = ctx.step;
    entry.at = ctx.now;
    entry.kind = static_cast<std::uint8_t>(kind_of(input));
    entry.schema = kInputSchema;
    if (const auto* alarm = std::get_if<AlarmInput>(&input)) {
        apply_alarm(state, ctx, *alarm, entry);
        entry.body = entry.alarm ? encode_input(input) : encode_whole_alarm(*alarm);
    } else {
        entry.body = encode_input(input);
        if (const auto* unreadable = std::get_if<UnreadableInput>(&input)) {
            apply_unreadable(state, ctx, *unreadable);
        } else if (const auto* command = std::get_if<CommandInput>(&input)) {
            ctx.nonce = command->nonce;
            apply_command(state, ctx, *command);
        } else if (const auto* action = std::get_if<ActionInput>(&input)) {
            ctx.nonce = action->nonce;
            apply_action(state, ctx, *action);
        } else if (const auto* outcome = std::get_if<OutcomeInput>(&input)) {
            if (outcome->kind == JobKind::deliver)
                settle_delivery(state, ctx, *outcome);
            else
                settle_job(state, ctx, *outcome);
        } else if (const auto* settings = std::get_if<SettingsInput>(&input)) {
            apply_settings(state, ctx, *settings);
        } else if (const auto* start = std::get_if<StartInput>(&input)) {
            apply_start(state, ctx, *start);
        } else if (const auto* pull = std::get_if<PullInput>(&input)) {
            apply_pull(state, ctx, *pull);
        } else if (const auto* feed = std::get_if<FeedInput>(&input)) {
            apply_feed(state, ctx, *feed);
        } else if (const auto* release = std::get_if<ReleaseInput>(&input)) {
            apply_release(state, ctx, *release);
        }
    }
    entry.digest = chain(state.pending_digest, changes, state.digest_bytes);
    state.pending_digest = {};
    state.unrecorded = false;
    return entry;
}

void Engine::finish_batch(std::vector<Changes>& out) {
    auto& state = impl_->state;
    Changes extra;
    if (state.unrecorded) {
        PulseRow pulse;
        pulse.step = state.step;
        pulse.now = state.now;
        pulse.pending = state.pending_digest;
        RowSink{extra}.write(keys::pulse("0"), {}, encode_row(pulse));
    }
    if (const auto tail = tail_to_write(state)) {
        Writer body;
        body.u(tail->value());
        RowSink{extra}.write(keys::pulse("tail"), {}, body.take());
        state.tail_written = *tail;
    }
    if (!extra.rows.empty()) out.push_back(std::move(extra));
}

void Engine::committed() {
    auto& state = impl_->state;
    state.confirmed.clear();
    state.judged.clear();
    ++state.batch;
    evict(state);
}

std::optional<Instant> Engine::next_wakeup() const {
    return impl_->state.timers.next();
}
Step Engine::step() const {
    return impl_->state.step;
}
Instant Engine::now() const {
    return impl_->state.now;
}
const Settings& Engine::settings() const {
    return impl_->state.settings;
}
bool Engine::configured() const {
    return impl_->state.configured;
}

Engine::Figures Engine::figures() const {
    const auto& state = impl_->state;
    Figures figures;
    figures.working_set_bytes = state.bytes();
    figures.seen_bytes = state.seen.bytes();
    figures.open_episodes = state.open_count;
    figures.unsettled_deliveries = state.unsettled.size();
    figures.jobs = state.jobs_open();
    figures.timers = state.timers.size();
    figures.dirty_rows = state.dirty_rows();
    figures.feeds = all_feed_states(state);
    return figures;
}

}  // namespace socbot
