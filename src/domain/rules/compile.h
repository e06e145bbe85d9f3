// Text -> checked tree: what Rule and Expression share.
#pragma once

#include "domain/rules/node.h"
#include "domain/rules/parser.h"

#include <memory>
#include <string_view>

namespace socbot::rules {

using Check = Result<Rule::Node>(const Syntax&, const RuleLimits&);
Result<std::shared_ptr<const Rule::Node>>
compile(std::string_view source, const RuleLimits& limits, Check& check);

}  // namespace socbot::rules
