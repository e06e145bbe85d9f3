// A compiled rule: the checked tree, with fields and patterns resolved. Immutable.
#pragma once

#include "domain/rules/fields.h"
#include "domain/rules/rule.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace re2 {
class RE2;
}

namespace socbot {

struct Rule::Node {
    enum class Op {
        constant,     // `text` or `number`
        field,        // `field`
        list,         // children, constants or scalar expressions of one type
        negation,     // children[0]
        all,          // children
        any,          // children
        compare,      // children[0] `relation` children[1], both of one scalar type
        member,       // children[0] in children[1]
        contains,     // strings: children[1] is in children[0]
        starts_with,  // likewise
        ends_with,    // likewise
        matches,      // `pattern` is found in children[0]
        size          // of children[0], a string (code points) or a list
    };
    enum class Relation { equal, unequal, less, less_or_equal, greater, greater_or_equal };

    Op op{Op::constant};
    rules::Type type{rules::Type::boolean};
    std::string text;
    std::int64_t number{0};
    Relation relation{Relation::equal};
    const rules::Field* field{nullptr};
    std::shared_ptr<const re2::RE2> pattern;
    std::vector<Node> children;
};

}  // namespace socbot
