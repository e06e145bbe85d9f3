// What an alarm found: files, processes, malware, URLs, addresses of mail, vulnerabilities.
// Internal to the reader.
#pragma once

#include "domain/alarm/alarm.h"
#include "domain/intake/usm_fields.h"

namespace socbot::intake {

void read_evidence(const UsmPayload& in, Alarm& alarm);

}  // namespace socbot::intake
