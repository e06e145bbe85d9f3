// What the reader threads would answer a job of the engine, asked at once.
#pragma once

#include "domain/engine/job.h"
#include "support/memory_store.h"

namespace socbot::testing {

JobResult answer_job(MemoryStore& store, const JobRequest& request);

}  // namespace socbot::testing
