// Runs a compiled rule. Total: no input makes it fail. Allocates nothing of its own.
#pragma once

#include "domain/rules/node.h"

namespace socbot::rules {

// `node` is of type bool.
bool holds(const Rule::Node& node, const RuleSubject& subject);

}  // namespace socbot::rules
