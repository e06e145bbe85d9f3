// The events of a USM Anywhere alarm, in each form they were seen in. Internal to the reader.
#pragma once

#include "domain/intake/usm_fields.h"

namespace socbot::intake {

// Fills everything of `payload` but its alarm. At most kIntakeLimits.events of them are read.
void read_events(UsmPayload& payload);

}  // namespace socbot::intake
