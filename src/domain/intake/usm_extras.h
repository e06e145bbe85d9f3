// Labels, and members that the alarm has no place for. Internal to the reader.
#pragma once

#include "domain/alarm/alarm.h"
#include "domain/intake/usm_fields.h"

#include <string>

namespace socbot::intake {

// Unless there is one of that name, or the value says nothing: empty, or the UUID of something.
void add_extra(std::string name, std::string value, Alarm& alarm);

void read_extras(const UsmPayload& in, Alarm& alarm);

}  // namespace socbot::intake
