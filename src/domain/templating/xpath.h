// XPath 1.0 over a text of XML, as the official xPath() gives it: the axes child, descendant,
// attribute, self and parent, predicates, operators and the core functions.
#pragma once

#include "domain/templating/evaluator.h"

#include <string_view>

namespace socbot::templating {

// A list of XML texts for nodes (none is a failure, as in the official function); a number, text or
// boolean for other results. Failures are returned ones, limits aside.
Outcome apply_xpath(Evaluator& evaluator, std::string_view xml, std::string_view path);

}  // namespace socbot::templating
