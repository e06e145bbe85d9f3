// See job_answers.h.
#include "simulation/job_answers.h"

#include "app/queries.h"
#include "app/rehearsal.h"
#include "base/check.h"
#include "domain/settings/zones_tz.h"

#include <utility>

namespace socbot::testing {

JobResult answer_job(MemoryStore& store, const JobRequest& request) {
    const auto zones = make_utc_zones();
    auto reader = store.open();
    SOCBOT_CHECK(reader, "a memory store opens readers");
    if (request.kind == JobKind::rehearse) {
        auto result = rehearse_threshold(**reader, request, *zones, {.days = 1, .alarms = 30});
        SOCBOT_CHECK(result, "a rehearsal succeeds");
        return *std::move(result);
    }
    if (request.name == "status") return answer_status(**reader, request, *zones, {});
    if (request.name == "open") return answer_open(**reader, request, *zones);
    return answer_hidden(**reader, request, *zones);
}

}  // namespace socbot::testing
