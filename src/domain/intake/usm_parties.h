// Who takes part in a USM Anywhere alarm: endpoints, users, the affected device. Internal to the
// reader.
#pragma once

#include "domain/alarm/alarm.h"
#include "domain/intake/usm_fields.h"

namespace socbot::intake {

// Fills sources, destinations, users and devices, and notes in warnings what did not fit.
// `alarm.device_type` must be set: it tells whether a source is an affected machine.
void read_parties(const UsmPayload& in, Alarm& alarm);

}  // namespace socbot::intake
