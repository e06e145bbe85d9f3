// Rehearsal of a threshold: the last days' alarms through two engines, one with the policy as it
// is, one as it would be; the answer is interruptions a day, before and after. Runs beside intake
// on a thread of its own, within a bound of alarms; what it leaves out it says ("sampled").
#pragma once

#include "app/dispatcher.h"
#include "app/queries.h"

namespace socbot {

struct RehearsalLimits {
    std::int64_t days{7};
    std::size_t alarms{40'000};  // the newest; about 4 s on one core
};

// Pure over a reader; job.arguments as threshold_acts.cpp writes them.
Result<JobResult> rehearse_threshold(
    StoreReader& store,
    const JobRequest& job,
    const Zones& zones,
    const RehearsalLimits& limits
);

class RehearsalJobs final : public JobAdapter {
public:
    RehearsalJobs(ReaderThread& thread, const Zones& zones, RehearsalLimits limits)
        : thread_{thread}, zones_{zones}, limits_{limits} {}
    boost::asio::awaitable<Outcome> run(JobRequest request, Deadline deadline) override;

private:
    ReaderThread& thread_;
    const Zones& zones_;
    RehearsalLimits limits_;
};

}  // namespace socbot
