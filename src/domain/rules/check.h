// Syntax tree -> compiled rule: resolves names, checks types, compiles patterns.
#pragma once

#include "base/result.h"
#include "domain/rules/node.h"
#include "domain/rules/parser.h"

namespace socbot::rules {

// invalid_input with line:column, what was expected, what was found, and the nearest name.
// Of type bool.
Result<Rule::Node> check(const Syntax& syntax, const RuleLimits& limits);
// Of any type.
Result<Rule::Node> check_any(const Syntax& syntax, const RuleLimits& limits);

}  // namespace socbot::rules
