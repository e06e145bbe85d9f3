// The record of Microsoft 365's audit log that an event carries as text. Internal to the reader.
#pragma once

#include "domain/alarm/alarm.h"
#include "domain/intake/usm_fields.h"

namespace socbot::intake {

// What was changed and to what (extras), and what the event's own members left out: operation,
// outcome, user, address, client. Does nothing for alarms without such a record.
void read_audit_record(const UsmPayload& in, Alarm& alarm);

}  // namespace socbot::intake
