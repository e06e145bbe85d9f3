// Answers in the room: replies to commands and clicks, and what the result of a job says.
#pragma once

#include "domain/engine/input.h"
#include "domain/engine/state.h"

#include <string>
#include <string_view>
#include <vector>

namespace socbot {

// Where an answer goes. thread 0: into the room.
struct AnswerPlace {
    RoomRef room;
    DeliveryId thread;
    std::string thread_root;
    CustomerCode customer;  // whose text it holds; empty: nobody's
};

inline constexpr std::size_t kAnswerLines = 12;

// `lines` are Markdown with outside text already escaped; more than kAnswerLines are cut and
// counted.
void answer(
    EngineState& state,
    StepContext& ctx,
    const AnswerPlace& place,
    const std::vector<std::string>& lines
);

// A card with buttons as the answer.
void answer_card(EngineState& state, StepContext& ctx, const AnswerPlace& place, CardView view);

void answer_job(
    EngineState& state,
    StepContext& ctx,
    const JobRequest& request,
    const JobResult& result
);
void answer_failed_job(
    EngineState& state,
    StepContext& ctx,
    const JobRequest& request,
    const AttemptOutcome& outcome
);

// "23:00 Europe/London", in the room's zone.
std::string until_words(const EngineState& state, const RoomRef& room, Instant until);
std::string room_zone(const EngineState& state, const RoomRef& room);

}  // namespace socbot
