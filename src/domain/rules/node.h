// A compiled rule: the checked tree, with fields, patterns, networks and times resolved. Immutable.
#pragma once

#include "domain/alarm/address.h"
#include "domain/rules/fields.h"
#include "domain/rules/lexer.h"
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
    enum class Op : std::uint8_t {
        constant,     // `text` or `number`
        field,        // `field`
        variable,     // the item of loop `slot`
        record_part,  // `member` of the record in loop `slot`
        now,
        list,        // children, of one type
        negation,    // children[0]
        all,         // children
        any,         // children
        choice,      // children[0] ? children[1] : children[2]
        compare,     // children[0] `relation` children[1], both of one type
        in_list,     // children[0] in children[1]
        in_network,  // children[0] in `network`
        has,         // children[0], a field or record_part
        contains,    // strings: children[1] is in children[0]
        starts_with,
        ends_with,
        matches,    // `pattern` is found in children[0]
        size,       // of children[0], a string (code points) or a list
        add,        // integers, times and durations
        subtract,   // likewise
        multiply,   // integers
        divide,     // integers
        modulo,     // integers
        minus,      // children[0]
        time_part,  // `part` of children[0], a timestamp, in zone `text`
        // Loops: children[0] is the list, children[1] is run for each item, which is in `slot`.
        exists,
        exists_one,
        for_all,
        filter,
        map  // children[2], when there, says which items
    };
    enum class Relation : std::uint8_t {
        equal,
        unequal,
        less,
        less_or_equal,
        greater,
        greater_or_equal
    };
    enum class Part : std::uint8_t {
        year,
        month,         // 0 to 11
        date,          // 1 to 31
        day_of_month,  // 0 to 30
        day_of_week,   // 0 is Sunday
        hours,
        minutes,
        seconds
    };

    Op op{Op::constant};
    rules::Type type{rules::kBoolean};
    Relation relation{Relation::equal};
    Part part{Part::hours};
    unsigned slot{0};
    std::int64_t number{0};
    const rules::Field* field{nullptr};
    const rules::Member* member{nullptr};
    std::vector<Node> children;
    std::string text;
    std::shared_ptr<const re2::RE2> pattern;
    std::shared_ptr<const Network> network;
    rules::Position at;

    // Filled in by measure().
    std::uint64_t cost{1};   // steps, of the worst alarm
    std::uint64_t items{0};  // of a list: at most this many
    std::uint64_t bytes{0};  // of a string or a list's strings: at most this many each
    bool fallible{false};
};

}  // namespace socbot
