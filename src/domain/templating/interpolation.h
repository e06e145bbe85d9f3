// A string of a template -> literal text and expressions. The string is what stands between the
// official engine's back-ticks: `${...}` is an expression only when its inside fits the token rule;
// everything else is text.
#pragma once

#include "base/result.h"
#include "domain/templating/ast.h"
#include "domain/templating/template.h"

#include <string_view>
#include <vector>

namespace socbot::templating {

struct Interpolation {
    // One expression alone, which keeps the type of its value; else the pieces are put together as
    // text. Literal text is a constant piece.
    bool typed{false};
    // One call of concat alone: the pieces are its arguments.
    bool lone_concat{false};
    std::vector<Node> pieces;
};

// Whether the string is more than plain text.
bool is_template(std::string_view text) noexcept;

// invalid_input: a bare back-tick, or a broken expression.
Result<Interpolation> parse_interpolation(std::string_view text, const Limits& limits);

}  // namespace socbot::templating
