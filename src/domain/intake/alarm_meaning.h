// What an alarm says, whichever way it came. A source that is both pushed and polled brings the
// same alarm in different bytes: with other links, labels or order. Its content is therefore the
// digest of what was read, not of what was sent.
#pragma once

#include "base/digest.h"
#include "domain/alarm/alarm.h"

#include <optional>

namespace socbot {

struct AlarmState {
    AlarmStatus status{AlarmStatus::fresh};
    bool suppressed{false};
    friend bool operator==(const AlarmState&, const AlarmState&) = default;
};

// Leaves out what depends on the way: the transport's message id, the link, warnings. Two digests
// in one: of the finding, and then of its state at the source, so that another state can be told
// from another finding.
Digest alarm_meaning(const Alarm& alarm);

// The state in which this very alarm would mean `stored`; nullopt: in none, it is another finding.
std::optional<AlarmState> state_that_meant(const Alarm& alarm, const Digest& stored);

}  // namespace socbot
