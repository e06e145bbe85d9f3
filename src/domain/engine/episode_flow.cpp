// The life of an episode; see episode_flow.h.
#include "domain/engine/episode_flow.h"

#include "domain/cards/render.h"
#include "domain/engine/room_flow.h"

#include <fmt/format.h>

#include <algorithm>

namespace socbot {

namespace {

std::string
zone_of(const EngineState& state, const CustomerView& customer, const RoomSettings& room) {
    if (!room.zone.empty()) return room.zone;
    if (!customer.settings->zone.empty()) return customer.settings->zone;
    return state.settings.shifts.zone;
}

Level level_of(Severity severity) {
    if (severity == Severity::critical) return Level::page;
    return severity >= Severity::medium || severity == Severity::unknown ? Level::notify
                                                                         : Level::quiet;
}

CardView view_of(
    const EngineState& state,
    const Episode& episode,
    const CustomerView& customer,
    const RoomSettings& room
) {
    EpisodeFacts facts;
    facts.id = episode.id;
    facts.kind = episode.kind;
    facts.severity = episode.severity;
    facts.state = episode.state;
    if (const auto* owner = state.settings.person(episode.owner))
        facts.owner = std::string{owner->first_name()};
    else
        facts.owner = episode.owner.str();
    facts.taken_at = episode.taken_at;
    facts.alarms = episode.alarms;
    facts.hidden = episode.hidden;
    facts.first_seen = episode.first_seen;
    facts.last_seen = episode.last_seen;
    facts.arrived = episode.opened_at;
    facts.source = episode.source.str();
    facts.why = episode.why;
    facts.new_rules = episode.rules.empty() ? 0 : episode.rules.size() - 1;
    facts.changed = episode.changed;
    facts.changed_at = episode.changed_at;
    return build_card(
        episode.sketch,
        facts,
        *customer.settings,
        room.room_class,
        zone_of(state, customer, room),
        state.zones
    );
}

void post_card(
    EngineState& state,
    StepContext& ctx,
    Episode& episode,
    const CustomerView& customer,
    const RoomSettings& room
) {
    Delivery delivery;
    delivery.room = room.ref;
    delivery.level = level_of(episode.severity);
    delivery.customer = episode.id.customer;
    delivery.episode = episode.id.number;
    delivery.is_card = true;
    delivery.priority = episode.severity;
    delivery.view = view_of(state, episode, customer, room);
    const auto id = post(state, ctx, std::move(delivery));
    episode.cards.push_back({room.ref, id});
}

void refresh_cards(EngineState& state, StepContext& ctx, const Episode& episode, bool urgent) {
    const auto* customer = state.customer(episode.id.customer);
    if (customer == nullptr) return;
    for (const auto& card : episode.cards) {
        const auto* room = state.settings.room(card.room);
        if (room == nullptr) continue;
        revise(
            state,
            ctx,
            keys::delivery(card.room, card.card),
            view_of(state, episode, *customer, *room),
            urgent
        );
    }
}

bool has_card(const Episode& episode, const RoomRef& room) {
    return std::any_of(episode.cards.begin(), episode.cards.end(), [&](const EpisodeCard& card) {
        return card.room == room;
    });
}

AlarmRecordFacts facts_of(const AlarmRecord& record, bool hidden) {
    return {record.id, record.at, hidden, static_cast<bool>(record.update_of), record.rule};
}

AlarmSketch sketch_of(const AlarmDecision& decision) {
    const auto& customer = decision.customer;
    return sketch_alarm(
        decision.alarm, decision.record.kind, customer.own, customer.settings->domains
    );
}

Episode open_episode(EngineState& state, StepContext& ctx, const AlarmDecision& decision) {
    const auto& record = decision.record;
    const auto counter_key = keys::customer(record.customer);
    auto* counter = state.counters.known(counter_key.key)
                        ? state.counters.find(counter_key.key, state.batch)
                        : nullptr;
    if (counter == nullptr) counter = &state.counters.set(counter_key.key, {}, state.batch);
    Episode episode;
    episode.id = {record.customer, counter->next_episode++};
    RowSink{ctx.out}.write(counter_key, record.customer, encode_row(*counter));
    episode.kind = record.kind;
    episode.entity = record.entity;
    episode.severity = record.severity;
    episode.opened_at = ctx.now;
    episode.first_seen =
        decision.alarm.start_time ? decision.alarm.start_time : decision.alarm.time;
    episode.source = record.source;
    episode.sketch = sketch_of(decision);
    episode.alarm = record.id;
    episode.why = decision.why;
    episode.quiet_gap = quiet_gap(record.entity, decision.customer.own, state.settings.episodes);
    return episode;
}

void index_episode(EngineState& state, StepContext& ctx, const Episode& episode) {
    const auto index = keys::open_episode(episode.id.customer, episode.entity);
    const auto target = keys::episode(episode.id).key;
    state.open_episodes.set(index.key, {target}, state.batch);
    ++state.open_count;
    RowSink{ctx.out}.write(index, episode.id.customer, target);
}

void note_episode(StepContext& ctx, const Episode& episode, const char* event) {
    Note note;
    note.event = event;
    note.customer = episode.id.customer;
    note.source = episode.source;
    note.detail =
        fmt::format("episode={} severity={}", episode.id.str(), to_word(episode.severity));
    ctx.out.notes.push_back(std::move(note));
}

void reply_under_cards(
    EngineState& state,
    StepContext& ctx,
    const Episode& episode,
    const std::string& text
) {
    for (const auto& card : episode.cards) {
        Delivery reply;
        reply.room = card.room;
        reply.level = level_of(episode.severity);
        reply.customer = episode.id.customer;
        reply.episode = episode.id.number;
        reply.thread = card.card;
        const auto key = keys::delivery(card.room, card.card).key;
        if (const auto* row = state.deliveries.find(key, state.batch))
            reply.thread_root = row->message_id;
        reply.priority = episode.severity;
        reply.view.template_name.clear();
        reply.text = text;
        post(state, ctx, std::move(reply));
    }
}

// A jump of severity is news: the card shows the worse alarm, and the thread says so.
bool announce_jump(
    EngineState& state,
    StepContext& ctx,
    Episode& episode,
    const AlarmDecision& decision
) {
    const auto& record = decision.record;
    if (record.severity <= episode.severity) return false;
    episode.changed =
        fmt::format("severity {} -> {}", to_word(episode.severity), to_word(record.severity));
    episode.changed_at = ctx.now;
    episode.severity = record.severity;
    episode.sketch = sketch_of(decision);
    episode.alarm = record.id;
    episode.why = decision.why;
    reply_under_cards(
        state,
        ctx,
        episode,
        fmt::format(
            "**{}**: severity raised to **{}**: {}",
            episode.id.str(),
            to_word(record.severity),
            escape_chat_markdown(episode.sketch.title)
        )
    );
    return true;
}

// The caller saves the episode: a start arms the same timer from the row.
void arm_end(EngineState& state, Episode& episode) {
    episode.check_due = episode.ends_at(state.settings.episodes);
    state.timers.arm(TimerKind::episode, keys::episode(episode.id).key, episode.check_due);
}

// Ended by time: the index forgets it, so the entity's next alarm opens another.
void close(EngineState& state, StepContext& ctx, Episode& episode) {
    episode.closed_at = ctx.now;
    const auto index = keys::open_episode(episode.id.customer, episode.entity);
    state.open_episodes.drop(index.key, state.batch);
    --state.open_count;
    RowSink{ctx.out}.remove(index, episode.id.customer);
    state.timers.disarm(TimerKind::episode, keys::episode(episode.id).key);
    save_episode(state, ctx, episode, false);
    note_episode(ctx, episode, "episode.ended");
}

Episode* find_open(EngineState& state, const AlarmRecord& record) {
    const auto index = keys::open_episode(record.customer, record.entity);
    const auto* target = state.open_episodes.find(index.key, state.batch);
    if (target == nullptr) return nullptr;
    return state.episodes.find(target->text, state.batch);
}

// Quiet news: the row and the cards follow within kRefreshAfter.
void mark_unsaved(EngineState& state, Episode& episode, AlarmId alarm) {
    if (episode.unsaved_from) return;
    const auto key = keys::episode(episode.id).key;
    episode.unsaved_from = alarm;
    state.dirty_episodes.emplace(alarm, key);
    (void)state.episodes.mark_dirty(key);
    state.timers.arm(TimerKind::refresh, key, episode.refresh_due);
}

Joined
join_open(EngineState& state, StepContext& ctx, Episode& episode, const AlarmDecision& decision) {
    const bool hidden = decision.rooms.empty();
    episode.count(facts_of(decision.record, hidden));
    bool announced = !hidden && announce_jump(state, ctx, episode, decision);
    bool new_card = false;
    for (const auto* room : decision.rooms) {
        if (has_card(episode, room->ref)) continue;
        post_card(state, ctx, episode, *state.customer(episode.id.customer), *room);
        new_card = true;
    }
    if (announced || new_card) {
        save_episode(state, ctx, episode, announced);
    } else {
        mark_unsaved(state, episode, decision.record.id);
    }
    return {episode.id.number, announced || new_card};
}

}  // namespace

void save_episode(EngineState& state, StepContext& ctx, Episode& episode, bool urgent) {
    const auto key = keys::episode(episode.id);
    episode.refresh_due = {};
    state.timers.disarm(TimerKind::refresh, key.key);
    if (episode.unsaved_from) {
        state.dirty_episodes.erase({episode.unsaved_from, key.key});
        episode.unsaved_from = {};
        state.episodes.mark_clean(key.key);
    }
    refresh_cards(state, ctx, episode, urgent);
    RowSink{ctx.out}.write(key, episode.id.customer, encode_row(episode));
}

void refresh_episode(EngineState& state, StepContext& ctx, const std::string& key) {
    auto* episode = state.episodes.find(key, state.batch);
    if (episode != nullptr && episode->refresh_due) save_episode(state, ctx, *episode, false);
}

Joined join_episode(EngineState& state, StepContext& ctx, const AlarmDecision& decision) {
    auto* open = find_open(state, decision.record);
    if (open != nullptr && ctx.now >= open->ends_at(state.settings.episodes)) {
        close(state, ctx, *open);  // its timer is due in this very step's past or present
        open = nullptr;
    }
    if (open != nullptr) return join_open(state, ctx, *open, decision);
    if (decision.rooms.empty()) return {};
    auto episode = open_episode(state, ctx, decision);
    episode.count(facts_of(decision.record, false));
    for (const auto* room : decision.rooms)
        post_card(state, ctx, episode, decision.customer, *room);
    // The key first: arguments are evaluated in no given order, and a moved-from id has no
    // customer.
    const auto key = keys::episode(episode.id).key;
    auto& row = state.episodes.set(key, std::move(episode), state.batch);
    arm_end(state, row);
    save_episode(state, ctx, row, false);
    index_episode(state, ctx, row);
    note_episode(ctx, row, "episode.opened");
    return {row.id.number, true};
}

void wake_episode(EngineState& state, StepContext& ctx, const std::string& key) {
    auto* episode = state.episodes.find(key, state.batch);
    if (episode == nullptr || episode->closed_at) return;
    if (ctx.now >= episode->ends_at(state.settings.episodes)) {
        close(state, ctx, *episode);
    } else {
        arm_end(state, *episode);
        save_episode(state, ctx, *episode, false);
    }
}

}  // namespace socbot
