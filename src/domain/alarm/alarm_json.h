// The alarm as JSON, the form it is stored, replayed and printed in: members and dotted names of
// OCSF (nested), our own beside them. Member order is fixed, so equal alarms give equal bytes.
#pragma once

#include "base/result.h"
#include "domain/alarm/alarm.h"

#include <string>
#include <string_view>

namespace socbot {

// Without customer and kind, which are decisions, not content. One line.
std::string to_json(const Alarm& alarm);

// As `socbot alarm normalise` prints it: to_json plus "customer" (when not empty) and "kind".
std::string to_json(const Alarm& alarm, const CustomerCode& customer, Kind kind);

// Reads what to_json wrote, and replay input (docs/architecture.md, "Replay"): required are
// metadata.product, finding_info.uid, finding_info.title, time (ms) and severity_id; the rest is
// derived or empty. Unknown members are ignored, null is absent, of equal names the first counts.
// Everything is brought within kAlarmLimits; a longer uid becomes its hash. An address that is none
// and a link that is not https are left out with a warning. invalid_input names the member of the
// wrong type or range, or says that the text is not JSON, not UTF-8, nested deeper than 64 or
// larger than 4 MiB. Observables are derived where the member is absent.
Result<Alarm> alarm_from_json(std::string_view json);

// The "customer" (made upper case) and "received_time" members of replay input; empty and 0 when
// absent. invalid_input where the customer is no code.
struct ReplayEnvelope {
    CustomerCode customer;
    Instant received;
};
Result<ReplayEnvelope> replay_envelope(std::string_view json);

}  // namespace socbot
