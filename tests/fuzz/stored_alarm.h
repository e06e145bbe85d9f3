// What holds for every alarm, whichever reader made it: it is stored as JSON and must read back as
// it was.
#pragma once

#include "base/check.h"
#include "domain/alarm/alarm_json.h"

namespace socbot {

inline void check_stored(const Alarm& alarm) {
    const auto stored = to_json(alarm);
    const auto again = alarm_from_json(stored);
    SOCBOT_CHECK(static_cast<bool>(again), "what is stored can be read");
    SOCBOT_CHECK(to_json(*again) == stored, "reading what is stored changes nothing");
}

}  // namespace socbot
