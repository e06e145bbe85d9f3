// What a rule can cost at most, known before it runs: every list, text and loop is bounded
// (kAlarmLimits), so nothing has to be counted while it runs.
#pragma once

#include "base/result.h"
#include "domain/rules/node.h"

namespace socbot::rules {

// Fills in cost, items, bytes and fallible of the whole tree. invalid_input at the part that takes
// more steps than the limits allow.
Result<void> measure(Rule::Node& root, const RuleLimits& limits);

}  // namespace socbot::rules
