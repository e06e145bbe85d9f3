// Text of an expression -> Node. A Pratt parser with the precedences of the official grammar, where
// unary minus binds tighter than ^, & looser than == and relations looser than &.
#pragma once

#include "base/result.h"
#include "domain/templating/ast.h"
#include "domain/templating/template.h"

#include <string_view>

namespace socbot::templating {

// invalid_input: a syntax error with its column, the wrong number of arguments, a broken literal
// pattern of isMatch, or nesting beyond limits.depth. An unknown function parses.
Result<Node> parse_expression(std::string_view source, const Limits& limits);

}  // namespace socbot::templating
