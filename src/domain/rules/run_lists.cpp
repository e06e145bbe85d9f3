// Lists are never built: a field's items are visited where they are, filter and map hand each on.
// CEL evaluates a list before it looks into it, so where an item can fail, all are visited.
#include "base/check.h"
#include "domain/rules/run.h"

namespace socbot::rules {

using Node = Rule::Node;
using Op = Node::Op;

namespace {

void each_of_field(const Field& field, Env& env, ItemVisitor visit) {
    Item current;
    if (field.strings != nullptr) {
        auto hand_on = [&](std::string_view text) {
            current.text = text;
            return visit(current);
        };
        field.strings(env.subject, hand_on);
    } else if (field.integers != nullptr) {
        auto hand_on = [&](std::int64_t number) {
            current.number = number;
            return visit(current);
        };
        field.integers(env.subject, hand_on);
    } else {
        auto hand_on = [&](const void* record) {
            current.record = record;
            return visit(current);
        };
        field.records(env.subject, hand_on);
    }
}

bool each_of_literal(const Node& list, Env& env, ItemVisitor visit) {
    for (const Node& child : list.children) {
        Item current;
        if (!item(child, env, current)) return false;
        if (visit(current)) break;
    }
    return true;
}

bool each_of_filter(const Node& node, Env& env, ItemVisitor visit) {
    bool good = true;
    auto pass = [&](const Item& current) {
        env.items[node.slot] = current;
        const Truth wanted = holds(node.children[1], env);
        good = wanted != Truth::undecided;
        return !good || (wanted == Truth::yes && visit(current));
    };
    return each(node.children[0], env, pass) && good;
}

bool each_of_map(const Node& node, Env& env, ItemVisitor visit) {
    bool good = true;
    auto pass = [&](const Item& current) {
        env.items[node.slot] = current;
        if (node.children.size() > 2) {
            const Truth wanted = holds(node.children[2], env);
            good = wanted != Truth::undecided;
            if (wanted != Truth::yes) return !good;
        }
        Item mapped;
        good = item(node.children[1], env, mapped);
        return !good || visit(mapped);
    };
    return each(node.children[0], env, pass) && good;
}

// Visits until `visit` returns true; the rest of a list that can fail is still evaluated.
template <class Visit>
bool look(const Node& list, Env& env, Visit visit) {
    bool done = false;
    auto once = [&](const Item& current) {
        if (!done) done = visit(current);
        return done && !list.fallible;
    };
    return each(list, env, once);
}

}  // namespace

bool each(const Node& list, Env& env, ItemVisitor visit) {
    switch (list.op) {
        case Op::field:
            each_of_field(*list.field, env, visit);
            return true;
        case Op::list:
            return each_of_literal(list, env, visit);
        case Op::filter:
            return each_of_filter(list, env, visit);
        case Op::map:
            return each_of_map(list, env, visit);
        case Op::choice: {
            const Truth condition = holds(list.children[0], env);
            if (condition == Truth::undecided) return false;
            return each(list.children[condition == Truth::yes ? 1 : 2], env, visit);
        }
        default:
            break;
    }
    SOCBOT_CHECK(false, "the checker lets only a list stand here");
}

bool in_list(const Node& node, Env& env, bool& out) {
    Item wanted;
    if (!item(node.children[0], env, wanted)) return false;
    const bool is_text = node.children[0].type == kString;
    return look(node.children[1], env, [&](const Item& current) {
        out = is_text ? current.text == wanted.text : current.number == wanted.number;
        return out;
    });
}

bool size_of(const Node& of, Env& env, std::int64_t& out) {
    out = 0;
    if (of.type.list)
        return look(of, env, [&out](const Item&) {
            ++out;
            return false;
        });
    std::string_view whole;
    if (!text(of, env, whole)) return false;
    for (const char c : whole)
        if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++out;
    return true;
}

// exists is || over the items and all is &&, errors absorbed; in exists_one an error stays.
Truth loop(const Node& node, Env& env) {
    const bool one = node.op == Op::exists_one;
    const Truth wins = node.op == Op::for_all ? Truth::no : Truth::yes;
    unsigned found = 0;
    Fault fault = Fault::none;
    const Node* where = nullptr;
    const bool listed = look(node.children[0], env, [&](const Item& current) {
        env.items[node.slot] = current;
        const Truth holding = holds(node.children[1], env);
        if (holding == Truth::undecided) {
            fault = env.fault;
            where = env.where;
        }
        if (holding == wins) ++found;
        return !one && found > 0;
    });
    if (!listed) return Truth::undecided;
    if (fault != Fault::none && (one || found == 0)) {
        env.fail(fault, *where);
        return Truth::undecided;
    }
    if (one) return found == 1 ? Truth::yes : Truth::no;
    if (found > 0) return wins;
    return wins == Truth::yes ? Truth::no : Truth::yes;
}

}  // namespace socbot::rules
