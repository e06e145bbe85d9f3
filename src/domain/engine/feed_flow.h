// Feeds: a source that is unconfirmed, silent, failing, unsubscribed or over its quota is found,
// told once in the `ops` rooms, and found well again. How often anybody can make it speak is
// bounded: each state is told when it begins, and what a stranger can cause lasts four hours at
// least.
#pragma once

#include "domain/engine/input.h"
#include "domain/engine/state.h"

namespace socbot {

// Messages refused in this while make a feed failing; it is well when none was refused for longer.
inline constexpr std::uint64_t kFeedFailures = 3;
inline constexpr Milliseconds kFeedFailuresWithin{10 * 60'000};
inline constexpr Milliseconds kFeedFailingFor{4LL * 3'600'000};
inline constexpr Milliseconds kFeedOverFor{3'600'000};

void apply_feed(EngineState& state, StepContext& ctx, const FeedInput& input);

// The settings changed: which feeds there are, and when each counts as silent.
void configure_feeds(EngineState& state, StepContext& ctx);

// An alarm of this source was stored.
void hear_feed(EngineState& state, StepContext& ctx, const SourceId& source);

// The timer of a source fired.
void check_feed(EngineState& state, StepContext& ctx, const std::string& source);

// The states of every source that has any.
std::vector<std::pair<SourceId, std::vector<FeedState>>> all_feed_states(const EngineState& state);

}  // namespace socbot
