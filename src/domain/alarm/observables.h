// Derives an alarm's indicators from its fields: each value once, with the role it first had.
#pragma once

#include "domain/alarm/alarm.h"

namespace socbot {

// Fills alarm.observables (at most kAlarmLimits.list_items).
void derive_observables(Alarm& alarm);

}  // namespace socbot
