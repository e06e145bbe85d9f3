// A parsed expression. Operators are calls of functions named like them, aliases are normalised, so
// the evaluator and the canonical text know one shape.
#pragma once

#include "domain/templating/builtins.h"

#include <boost/json/value.hpp>

#include <string>
#include <vector>

namespace socbot::templating {

struct Node {
    enum class Type {
        constant,  // `constant`, or undefined
        name,      // `text`, looked up in the scope
        member,    // children[0].text
        element,   // children[0][children[1]]
        call       // text(children...); builtin is nullptr when no such function exists
    };

    Type type{Type::constant};
    std::string text;
    boost::json::value constant;
    bool undefined{false};
    const Builtin* builtin{nullptr};
    std::vector<Node> children;
    unsigned depth{1};
};

// The text of an expression as the official engine prints it: `(l op r)`, `!(x)`, `f(a, b)`.
std::string canonical_text(const Node& node);

}  // namespace socbot::templating
