// take, release, note, show, why.
#include "base/text.h"
#include "domain/cards/render.h"
#include "domain/engine/acts.h"
#include "domain/engine/episode_flow.h"
#include "domain/engine/room_flow.h"

#include <fmt/format.h>

#include <algorithm>

namespace socbot {

namespace {

std::string name_of(const EngineState& state, const PersonId& id) {
    const auto* person = state.settings.person(id);
    return person == nullptr ? id.str() : std::string{person->first_name()};
}

std::string when(const EngineState& state, const Asked& asked, Instant at) {
    return clock_time(state.zones.local(room_zone(state, asked.room.ref), at));
}

// The episode meant: named, or the thread's. Answers and returns null when there is none to see.
Episode* find_episode(
    EngineState& state,
    StepContext& ctx,
    const Asked& asked,
    const std::optional<EpisodeId>& named
) {
    const auto id = named ? named : asked.thread_episode;
    if (!id) {
        answer(
            state,
            ctx,
            asked.place,
            {"Which one? Write it under a card, or with its id: `show acme-412`."}
        );
        return nullptr;
    }
    // What a person may not see does not exist for them here.
    const bool visible = asked.person.may_see(id->customer) && asked.room.holds(id->customer);
    const auto key = keys::episode(*id).key;
    auto* episode =
        visible && state.episodes.known(key) ? state.episodes.find(key, state.batch) : nullptr;
    if (episode == nullptr)
        answer(
            state,
            ctx,
            asked.place,
            {fmt::format("There is no `{}` here.", escape_chat_markdown(id->str()))}
        );
    return episode;
}

void take(EngineState& state, StepContext& ctx, const Asked& asked, Episode& episode) {
    if (!allowed(state, ctx, asked, Act::take, episode.id.customer)) return;
    if (episode.state == CardState::closed) {
        answer(state, ctx, asked.place, {fmt::format("`{}` is closed.", episode.id.str())});
        return;
    }
    if (episode.state == CardState::taken) {
        const bool own = episode.owner == asked.person.id;
        answer(
            state,
            ctx,
            asked.place,
            {own ? fmt::format("`{}` is already yours.", episode.id.str())
                 : fmt::format(
                       "{} took `{}` at {}.",
                       escape_chat_markdown(name_of(state, episode.owner)),
                       episode.id.str(),
                       when(state, asked, episode.taken_at)
                   )}
        );
        return;
    }
    UndoRow undo;
    undo.what = UndoRow::What::take;
    undo.episode = episode.id;
    undo.owner_before = episode.owner;
    undo.taken_before = episode.taken_at;
    undo.words = fmt::format("take {}", episode.id.str());
    episode.state = CardState::taken;
    episode.owner = asked.person.id;
    episode.taken_at = ctx.now;
    save_episode(state, ctx, episode, true);
    audit(state, ctx, asked.person.id, episode.id.customer, "take", episode.id.str(), {});
    remember_undo(state, ctx, asked, std::move(undo));
    answer(
        state,
        ctx,
        asked.place,
        {fmt::format(
            "`{}` is yours, {} ({}).",
            episode.id.str(),
            escape_chat_markdown(asked.person.first_name()),
            when(state, asked, ctx.now)
        )}
    );
}

void release(EngineState& state, StepContext& ctx, const Asked& asked, Episode& episode) {
    if (episode.state != CardState::taken) {
        answer(state, ctx, asked.place, {fmt::format("Nobody has `{}`.", episode.id.str())});
        return;
    }
    const bool own = episode.owner == asked.person.id;
    if (!allowed(state, ctx, asked, own ? Act::release_own : Act::take_over, episode.id.customer))
        return;
    UndoRow undo;
    undo.what = UndoRow::What::release;
    undo.episode = episode.id;
    undo.owner_before = episode.owner;
    undo.taken_before = episode.taken_at;
    undo.words = fmt::format("release {}", episode.id.str());
    const auto owner = name_of(state, episode.owner);
    episode.state = CardState::fresh;
    episode.owner = {};
    episode.taken_at = {};
    save_episode(state, ctx, episode, true);
    audit(
        state, ctx, asked.person.id, episode.id.customer, "release", episode.id.str(), "of " + owner
    );
    remember_undo(state, ctx, asked, std::move(undo));
    answer(
        state,
        ctx,
        asked.place,
        {fmt::format(
            "`{}` is free again ({} had it).", episode.id.str(), escape_chat_markdown(owner)
        )}
    );
}

std::vector<std::string>
show_lines(const EngineState& state, const Asked& asked, const Episode& episode) {
    std::vector<std::string> lines;
    lines.push_back(fmt::format(
        "**{}** {} · {} · {}",
        episode.id.str(),
        to_word(episode.severity),
        display_name(episode.kind),
        escape_chat_markdown(episode.sketch.title)
    ));
    if (!episode.sketch.sentence.empty())
        lines.push_back(escape_chat_markdown(episode.sketch.sentence));
    lines.push_back(fmt::format(
        "{} alarms, {} updates, {} hidden, since {}; {}",
        episode.alarms,
        episode.updates,
        episode.hidden,
        day_and_time(state.zones.local(room_zone(state, asked.room.ref), episode.opened_at)),
        episode.closed_at ? "ended"
        : episode.state == CardState::taken
            ? "taken by " + escape_chat_markdown(name_of(state, episode.owner))
            : std::string{"not taken"}
    ));
    for (const auto& [rule, times] : episode.rules) {
        if (lines.size() >= 7) break;
        lines.push_back(fmt::format("- {} x {}", times, escape_chat_markdown(rule)));
    }
    const auto first = episode.notes.size() > 4 ? episode.notes.size() - 4 : 0;
    for (auto i = first; i < episode.notes.size(); ++i)
        lines.push_back(fmt::format(
            "note {} {}: {}",
            when(state, asked, episode.notes[i].at),
            escape_chat_markdown(name_of(state, episode.notes[i].person)),
            escape_chat_markdown(episode.notes[i].text)
        ));
    return lines;
}

std::vector<std::string> why_lines(
    const EngineState& state,
    const StepContext& ctx,
    const Asked& asked,
    const Episode& episode
) {
    std::vector<std::string> lines;
    lines.push_back(fmt::format("`{}` is shown because {}.", episode.id.str(), episode.why));
    lines.push_back(fmt::format(
        "Kind {}: the first kind rule that matched. Gathered around `{}`.",
        display_name(episode.kind),
        defang(episode.entity)
    ));
    const auto effective = effective_threshold(
        state.thresholds, state.settings, episode.id.customer, asked.room.ref, episode.kind, ctx.now
    );
    if (effective.set == nullptr) {
        lines.push_back(fmt::format(
            "The threshold here is {}, from the configuration.", to_word(effective.severity)
        ));
    } else {
        lines.push_back(fmt::format(
            "The threshold here is {} ({}), set by {}{}.",
            to_word(effective.severity),
            effective.scope.str(),
            escape_chat_markdown(name_of(state, effective.set->by)),
            effective.set->until
                ? " until " + until_words(state, asked.room.ref, effective.set->until)
                : std::string{}
        ));
    }
    lines.push_back(fmt::format(
        "It ends after {} without a new alarm, at the latest {} after it began.",
        format_duration(episode.quiet_gap),
        format_duration(state.settings.episodes.maximum_age)
    ));
    if (episode.hidden != 0)
        lines.push_back(fmt::format(
            "{} alarms of it were below the threshold: counted, not shown.", episode.hidden
        ));
    return lines;
}

}  // namespace

void episode_command(
    EngineState& state,
    StepContext& ctx,
    const Asked& asked,
    const EpisodeCommand& command
) {
    auto* episode = find_episode(state, ctx, asked, command.episode);
    if (episode == nullptr) return;
    switch (command.verb) {
        case EpisodeCommand::Verb::take:
            take(state, ctx, asked, *episode);
            return;
        case EpisodeCommand::Verb::release:
            release(state, ctx, asked, *episode);
            return;
        case EpisodeCommand::Verb::show:
            if (allowed(state, ctx, asked, Act::view, episode->id.customer))
                answer(state, ctx, asked.place, show_lines(state, asked, *episode));
            return;
        case EpisodeCommand::Verb::why:
            if (allowed(state, ctx, asked, Act::view, episode->id.customer))
                answer(state, ctx, asked.place, why_lines(state, ctx, asked, *episode));
            return;
    }
}

void note_command(
    EngineState& state,
    StepContext& ctx,
    const Asked& asked,
    const NoteCommand& command
) {
    auto* episode = find_episode(state, ctx, asked, command.episode);
    if (episode == nullptr || !allowed(state, ctx, asked, Act::note, episode->id.customer)) return;
    if (episode->notes.size() >= kEpisodeLimits.notes) {
        answer(
            state,
            ctx,
            asked.place,
            {fmt::format(
                "`{}` already has {} notes, which is the limit.",
                episode->id.str(),
                kEpisodeLimits.notes
            )}
        );
        return;
    }
    episode->notes.push_back(
        {ctx.now, asked.person.id, cut_utf8(command.text, kEpisodeLimits.note_bytes)}
    );
    save_episode(state, ctx, *episode, false);
    audit(
        state, ctx, asked.person.id, episode->id.customer, "note", episode->id.str(), command.text
    );
    answer(state, ctx, asked.place, {fmt::format("Noted on `{}`.", episode->id.str())});
}

void place_under_card(EngineState& state, Asked& asked, const EpisodeId& id) {
    const auto key = keys::episode(id).key;
    if (!id || !state.episodes.known(key)) return;
    const auto* episode = state.episodes.find(key, state.batch);
    if (episode == nullptr) return;
    asked.place.customer = id.customer;
    for (const auto& card : episode->cards) {
        if (card.room != asked.room.ref) continue;
        asked.place.thread = card.card;
        const auto* delivery =
            state.deliveries.find(keys::delivery(card.room, card.card).key, state.batch);
        if (delivery != nullptr) asked.place.thread_root = delivery->message_id;
    }
}

void renew_card(EngineState& state, StepContext& ctx, const Asked& asked, const EpisodeId& id) {
    const auto key = keys::episode(id).key;
    auto* episode =
        id && state.episodes.known(key) ? state.episodes.find(key, state.batch) : nullptr;
    if (episode == nullptr) return;
    for (auto& card : episode->cards) {
        if (card.room != asked.room.ref) continue;
        const auto* old =
            state.deliveries.find(keys::delivery(card.room, card.card).key, state.batch);
        if (old == nullptr) continue;
        Delivery fresh;
        fresh.room = old->room;
        fresh.level = Level::quiet;
        fresh.customer = old->customer;
        fresh.episode = old->episode;
        fresh.is_card = true;
        fresh.priority = episode->severity;
        fresh.view = old->view;
        card.card = post(state, ctx, std::move(fresh));
    }
    save_episode(state, ctx, *episode, false);
    answer(state, ctx, asked.place, {"That button had expired; here is a fresh card."});
}

void undo_episode(EngineState& state, StepContext& ctx, const Asked& asked, const UndoRow& undo) {
    auto* episode = find_episode(state, ctx, asked, undo.episode);
    if (episode == nullptr) return;
    const bool stands = undo.what == UndoRow::What::take ? episode->owner == asked.person.id
                                                         : episode->state == CardState::fresh;
    if (!stands) {
        answer(
            state,
            ctx,
            asked.place,
            {fmt::format("`{}` changed since; nothing was undone.", undo.episode.str())}
        );
        return;
    }
    episode->owner = undo.owner_before;
    episode->taken_at = undo.taken_before;
    episode->state = undo.owner_before.empty() ? CardState::fresh : CardState::taken;
    save_episode(state, ctx, *episode, true);
    audit(state, ctx, asked.person.id, episode->id.customer, "undo", episode->id.str(), undo.words);
    answer(state, ctx, asked.place, {fmt::format("Undone: {}.", undo.words)});
}

}  // namespace socbot
