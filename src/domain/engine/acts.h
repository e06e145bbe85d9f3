// The acts behind commands and buttons. Internal to domain/engine.
#pragma once

#include "domain/commands/authorise.h"
#include "domain/commands/command.h"
#include "domain/engine/answer_flow.h"
#include "domain/engine/state.h"

#include <optional>

namespace socbot {

// Who asked, where, and which card it was about.
struct Asked {
    const Person& person;
    const RoomSettings& room;
    AnswerPlace place;
    std::optional<EpisodeId> thread_episode;
};

// Asks the table of roles; answers the refusal and returns false when it says no.
bool allowed(
    EngineState& state,
    StepContext& ctx,
    const Asked& asked,
    Act act,
    const CustomerCode& customer
);

// --- episode_acts.cpp
void episode_command(
    EngineState& state,
    StepContext& ctx,
    const Asked& asked,
    const EpisodeCommand& command
);
void note_command(
    EngineState& state,
    StepContext& ctx,
    const Asked& asked,
    const NoteCommand& command
);
void place_under_card(EngineState& state, Asked& asked, const EpisodeId& episode);
// A click on an expired button: the card is posted anew.
void renew_card(EngineState& state, StepContext& ctx, const Asked& asked, const EpisodeId& episode);
void undo_episode(EngineState& state, StepContext& ctx, const Asked& asked, const UndoRow& undo);

// --- threshold_acts.cpp
void threshold_command(
    EngineState& state,
    StepContext& ctx,
    const Asked& asked,
    const ThresholdCommand& command
);
void apply_threshold(
    EngineState& state,
    StepContext& ctx,
    const Asked& asked,
    std::uint64_t pending
);
void undo_threshold(EngineState& state, StepContext& ctx, const Asked& asked, const UndoRow& undo);

// --- question_acts.cpp
void ask_status(EngineState& state, StepContext& ctx, const Asked& asked);
void ask_open(EngineState& state, StepContext& ctx, const Asked& asked, const OpenCommand& command);
void ask_hidden(
    EngineState& state,
    StepContext& ctx,
    const Asked& asked,
    const HiddenCommand& command
);
void undo_command(EngineState& state, StepContext& ctx, const Asked& asked);

// Remembers a change for `undo`, five minutes.
void remember_undo(EngineState& state, StepContext& ctx, const Asked& asked, UndoRow undo);

}  // namespace socbot
