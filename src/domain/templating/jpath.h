// Applies a path of jPath to JSON, as jspath 0.4.0 does.
#pragma once

#include "domain/templating/evaluator.h"

#include <string_view>

namespace socbot::templating {

// A list of what the path leads to; with an index at its end the one item or undefined. A returned
// failure: the path is no path.
Outcome apply_jpath(Evaluator& evaluator, std::string_view path, const json::value& data);

}  // namespace socbot::templating
