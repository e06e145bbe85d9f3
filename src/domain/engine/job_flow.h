// Jobs: questions and rehearsals that run outside, and what their answers become.
#pragma once

#include "domain/engine/input.h"
#include "domain/engine/state.h"

namespace socbot {

// Starts a job; id and attempt are filled.
JobId start_job(EngineState& state, StepContext& ctx, JobRequest request);

// The outcome of an attempt of a job that is no delivery.
void settle_job(EngineState& state, StepContext& ctx, const OutcomeInput& outcome);

void wake_job(EngineState& state, StepContext& ctx, const std::string& key);

// The process started: our own questions change nothing and are asked again; what an adapter may
// have done outside is undecided until it tells.
void interrupt_jobs(EngineState& state, StepContext& ctx, Instant stopped);

// Arms the timers of waiting jobs after a restore.
void rearm_jobs(EngineState& state);

}  // namespace socbot
