// The expressions of XPath 1.0 that xPath() knows, as a tree.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace socbot::templating {

struct XPathNode {
    enum class Type {
        operation,  // `text` is its operator; one child for a sign
        call,       // `text` is the function
        literal,    // `text`
        number,     // `number`
        path,       // `absolute`; children are steps; `from` begins it when it holds one
        step        // `text` is the axis, `test` the name, "*", "node()", "text()", "comment()"
    };
    Type type{Type::path};
    std::string text;
    std::string test;
    double number{0};
    bool absolute{false};
    std::vector<XPathNode> from;
    std::vector<XPathNode> children;
    std::vector<XPathNode> predicates;
};

// invalid_input: a syntax error, what is not supported, or nested deeper than 32.
Result<XPathNode> parse_xpath(std::string_view source);

}  // namespace socbot::templating
