// From a line or a click to what it does; see command_flow.h. The acts themselves are in
// episode_acts.cpp and threshold_acts.cpp.
#include "domain/engine/command_flow.h"

#include "domain/cards/render.h"
#include "domain/commands/command.h"
#include "domain/engine/acts.h"

#include <fmt/format.h>

#include <charconv>

namespace socbot {

namespace {

// True the first time this event is seen.
bool first_time(
    EngineState& state,
    StepContext& ctx,
    const ConnectionId& connection,
    const std::string& event_id
) {
    const auto key = keys::event(connection, event_id);
    if (state.events.find(key.key, state.batch) != nullptr) return false;
    auto text = format_rfc3339(ctx.now);
    state.events.set(key.key, {text}, state.batch);
    RowSink{ctx.out}.write(key, {}, std::move(text));
    return true;
}

const std::string*
thread_delivery(const EngineState& state, const RoomRef& room, const std::string& message) {
    if (message.empty()) return nullptr;
    const auto index = keys::message_index(room, message);
    if (!state.message_index.known(index.key)) return nullptr;
    const auto* target = state.message_index.peek(index.key);
    return target == nullptr ? nullptr : &target->text;
}

// The thread a line was typed in: the card it stands under and that card's episode.
void find_thread(EngineState& state, Asked& asked, const std::string& message) {
    const auto* key = thread_delivery(state, asked.room.ref, message);
    if (key == nullptr) return;
    const auto* delivery = state.deliveries.find(*key, state.batch);
    if (delivery == nullptr) return;
    asked.place.thread = delivery->thread ? delivery->thread : delivery->id;
    asked.place.thread_root = delivery->thread ? delivery->thread_root : delivery->message_id;
    if (delivery->episode != 0) asked.thread_episode = {delivery->customer, delivery->episode};
}

void run(EngineState& state, StepContext& ctx, const Asked& asked, const Command& command) {
    if (const auto* help = std::get_if<HelpCommand>(&command)) {
        answer(state, ctx, asked.place, help_lines(help->topic, asked.person, asked.room));
    } else if (std::holds_alternative<StatusCommand>(command)) {
        ask_status(state, ctx, asked);
    } else if (const auto* threshold = std::get_if<ThresholdCommand>(&command)) {
        threshold_command(state, ctx, asked, *threshold);
    } else if (const auto* open = std::get_if<OpenCommand>(&command)) {
        ask_open(state, ctx, asked, *open);
    } else if (const auto* episode = std::get_if<EpisodeCommand>(&command)) {
        episode_command(state, ctx, asked, *episode);
    } else if (const auto* note = std::get_if<NoteCommand>(&command)) {
        note_command(state, ctx, asked, *note);
    } else if (const auto* hidden = std::get_if<HiddenCommand>(&command)) {
        ask_hidden(state, ctx, asked, *hidden);
    } else if (std::holds_alternative<UndoCommand>(command)) {
        undo_command(state, ctx, asked);
    }
}

std::optional<Asked>
who_asks(EngineState& state, StepContext& ctx, const RoomRef& ref, const PersonId& id) {
    const auto* room = state.settings.room(ref);
    const auto* person = state.settings.person(id);
    if (room == nullptr || person == nullptr) {
        ctx.out.answer = {Verdict::refused, "unknown person or room"};
        ctx.note("command.refused", fmt::format("person={}", id.str()));
        return std::nullopt;
    }
    ctx.out.answer = {Verdict::accepted, {}};
    Asked asked{*person, *room, {}, {}};
    asked.place.room = ref;
    return asked;
}

std::uint64_t number_after(std::string_view text, std::string_view prefix) {
    std::uint64_t number = 0;
    const auto digits = text.substr(prefix.size());
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc{} && end == digits.data() + digits.size() ? number : 0;
}

constexpr std::string_view kApply = "apply:";

void need(const EngineState& state, RowKey key, std::vector<RowKey>& out) {
    const bool known = [&] {
        switch (key.table) {
            case Table::event:
                return state.events.known(key.key);
            case Table::message_index:
                return state.message_index.known(key.key);
            case Table::delivery:
                return state.deliveries.known(key.key);
            case Table::episode:
                return state.episodes.known(key.key);
            default:
                return true;
        }
    }();
    if (!known) out.push_back(std::move(key));
}

std::optional<EpisodeId> named_episode(const Command& command) {
    if (const auto* episode = std::get_if<EpisodeCommand>(&command)) return episode->episode;
    if (const auto* note = std::get_if<NoteCommand>(&command)) return note->episode;
    return std::nullopt;
}

}  // namespace

void apply_command(EngineState& state, StepContext& ctx, const CommandInput& input) {
    if (!first_time(state, ctx, input.connection, input.event_id)) {
        ctx.out.answer = {Verdict::duplicate, {}};
        return;
    }
    auto asked = who_asks(state, ctx, input.room, input.person);
    if (!asked) return;
    find_thread(state, *asked, input.thread_message);
    if (asked->thread_episode) asked->place.customer = asked->thread_episode->customer;
    const auto command =
        parse_command(input.text, {state.settings, state.zones, asked->room, ctx.now});
    if (!command) {
        answer(state, ctx, asked->place, {command.error().message()});
        return;
    }
    run(state, ctx, *asked, *command);
}

void apply_action(EngineState& state, StepContext& ctx, const ActionInput& input) {
    if (!first_time(state, ctx, input.connection, input.event_id)) {
        ctx.out.answer = {Verdict::duplicate, {}};
        return;
    }
    auto asked = who_asks(state, ctx, input.room, input.person);
    if (!asked) return;
    if (input.action.starts_with(kApply)) {
        apply_threshold(state, ctx, *asked, number_after(input.action, kApply));
        return;
    }
    asked->thread_episode = input.episode;
    place_under_card(state, *asked, input.episode);
    if (input.expired) {
        renew_card(state, ctx, *asked, input.episode);
        return;
    }
    if (input.action == "take") {
        episode_command(state, ctx, *asked, {EpisodeCommand::Verb::take, input.episode});
    } else if (input.action == "release") {
        episode_command(state, ctx, *asked, {EpisodeCommand::Verb::release, input.episode});
    } else {
        answer(state, ctx, asked->place, {"This button is not known any more."});
    }
}

void episode_needs(
    const EngineState& state,
    const std::string& episode_key,
    std::vector<RowKey>& out
) {
    if (!state.episodes.known(episode_key)) {
        out.push_back({Table::episode, episode_key});
        return;
    }
    const auto* episode = state.episodes.peek(episode_key);
    if (episode == nullptr) return;
    for (const auto& card : episode->cards)
        need(state, keys::delivery(card.room, card.card), out);
}

void command_needs(
    const EngineState& state,
    const CommandInput& input,
    Instant now,
    std::vector<RowKey>& out
) {
    need(state, keys::event(input.connection, input.event_id), out);
    if (!input.thread_message.empty()) {
        need(state, keys::message_index(input.room, input.thread_message), out);
        if (const auto* key = thread_delivery(state, input.room, input.thread_message)) {
            need(state, {Table::delivery, *key}, out);
            const auto* delivery =
                state.deliveries.known(*key) ? state.deliveries.peek(*key) : nullptr;
            if (delivery != nullptr && delivery->episode != 0)
                episode_needs(
                    state, keys::episode({delivery->customer, delivery->episode}).key, out
                );
        }
    }
    const auto* room = state.settings.room(input.room);
    if (room == nullptr) return;
    const auto command = parse_command(input.text, {state.settings, state.zones, *room, now});
    if (!command) return;
    if (const auto id = named_episode(*command)) episode_needs(state, keys::episode(*id).key, out);
    if (std::holds_alternative<UndoCommand>(*command)) {
        const auto key = keys::undo(input.room, input.person).key;
        if (const auto* undo = state.undos.known(key) ? state.undos.peek(key) : nullptr)
            if (undo->episode) episode_needs(state, keys::episode(undo->episode).key, out);
    }
}

void action_needs(const EngineState& state, const ActionInput& input, std::vector<RowKey>& out) {
    need(state, keys::event(input.connection, input.event_id), out);
    if (input.episode) episode_needs(state, keys::episode(input.episode).key, out);
}

}  // namespace socbot
