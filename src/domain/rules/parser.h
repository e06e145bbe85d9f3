// Text of a rule -> syntax tree. Knows no fields and no types.
#pragma once

#include "base/result.h"
#include "domain/rules/lexer.h"
#include "domain/rules/rule.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace socbot::rules {

struct Syntax {
    enum class Kind {
        boolean,   // `number`
        integer,   // `number`
        string,    // `text`
        name,      // `text`, dots included
        list,      // children
        negation,  // children[0]
        minus,     // children[0]
        choice,    // children[0] ? children[1] : children[2]
        all,       // children, at least two: &&
        any,       // children, at least two: ||
        relation,  // children[0] `text` children[1]
        math,      // children[0] `text` children[1], + - * / %
        call       // `text`(children); a method has its receiver first
    };

    Kind kind{Kind::boolean};
    std::string text;
    std::int64_t number{0};
    bool method{false};
    std::vector<Syntax> children;
    Position at;
    unsigned depth{1};
};

// invalid_input with line:column: a syntax error, or more depth or nodes than the limits allow.
Result<Syntax> parse(std::string_view source, const RuleLimits& limits);

}  // namespace socbot::rules
