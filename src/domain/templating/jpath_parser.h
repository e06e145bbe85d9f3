// The paths of jPath: JSPath, which is not JSONPath. `.a.b`, `..a`, `.*`, `.a{.b > 1}`, `.a[0]`,
// `.a[1:3]`, `.a | .b`.
#pragma once

#include "base/result.h"

#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace socbot::templating {

struct PathNode {
    enum class Type {
        path,      // children are its parts; `text` is "^" when it begins at the root, "$name" when
                   // at a substitution, of which jPath gives none; "$" alone is the context
        selector,  // `text` is "." or ".."; `property` when it has one
        filter,    // {children[0]}
        index,     // [children[0]]
        slice,     // [children[0]:children[1]]; a missing end is a literal null
        logical,   // `text` is && or ||
        compare,
        math,
        unite,  // |
        unary,  // `text` is ! or -
        literal
    };
    Type type{Type::path};
    std::string text;
    std::string property;
    bool has_property{false};
    boost::json::value literal;
    std::vector<PathNode> children;
};

// invalid_input: a syntax error, or nested deeper than 32.
Result<PathNode> parse_jpath(std::string_view source);

}  // namespace socbot::templating
