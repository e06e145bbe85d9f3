// One evaluator for each representation: bool, integer (also severity, kind) and string.
#include "domain/rules/run.h"

#include "base/check.h"

#include <re2/re2.h>

#include <algorithm>

namespace socbot::rules {

namespace {

using Node = Rule::Node;
using Op = Node::Op;

std::int64_t integer(const Node& node, const RuleSubject& subject);

std::string_view string(const Node& node, const RuleSubject& subject) {
    return node.op == Op::field ? node.field->string(subject) : std::string_view{node.text};
}

std::int64_t code_points(std::string_view text) {
    return std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    });
}

std::int64_t size(const Node& of, const RuleSubject& subject) {
    if (of.type == Type::string) return code_points(string(of, subject));
    if (of.op == Op::list) return static_cast<std::int64_t>(of.children.size());
    std::int64_t count = 0;
    if (of.type == Type::strings) {
        auto visit = [&count](std::string_view) {
            ++count;
            return false;
        };
        of.field->strings(subject, visit);
    } else {
        auto visit = [&count](std::int64_t) {
            ++count;
            return false;
        };
        of.field->integers(subject, visit);
    }
    return count;
}

template <class Value>
bool compare(Node::Relation relation, const Value& a, const Value& b) {
    switch (relation) {
        case Node::Relation::equal:
            return a == b;
        case Node::Relation::unequal:
            return a != b;
        case Node::Relation::less:
            return a < b;
        case Node::Relation::less_or_equal:
            return a <= b;
        case Node::Relation::greater:
            return a > b;
        case Node::Relation::greater_or_equal:
            return a >= b;
    }
    return false;
}

bool string_member(std::string_view wanted, const Node& list, const RuleSubject& subject) {
    auto is_wanted = [wanted](std::string_view item) { return item == wanted; };
    if (list.op == Op::field) return list.field->strings(subject, is_wanted);
    return std::any_of(list.children.begin(), list.children.end(), [&](const Node& item) {
        return string(item, subject) == wanted;
    });
}

bool integer_member(std::int64_t wanted, const Node& list, const RuleSubject& subject) {
    auto is_wanted = [wanted](std::int64_t item) { return item == wanted; };
    if (list.op == Op::field) return list.field->integers(subject, is_wanted);
    return std::any_of(list.children.begin(), list.children.end(), [&](const Node& item) {
        return integer(item, subject) == wanted;
    });
}

bool member(const Node& node, const RuleSubject& subject) {
    const Node& item = node.children[0];
    const Node& list = node.children[1];
    if (item.type == Type::string) return string_member(string(item, subject), list, subject);
    return integer_member(integer(item, subject), list, subject);
}

bool compare_children(const Node& node, const RuleSubject& subject) {
    const Node& a = node.children[0];
    const Node& b = node.children[1];
    if (a.type == Type::string)
        return compare(node.relation, string(a, subject), string(b, subject));
    return compare(node.relation, integer(a, subject), integer(b, subject));
}

bool text_test(const Node& node, const RuleSubject& subject) {
    const std::string_view text = string(node.children[0], subject);
    if (node.op == Op::matches)
        return re2::RE2::PartialMatch(re2::StringPiece{text.data(), text.size()}, *node.pattern);
    const std::string_view part = string(node.children[1], subject);
    if (node.op == Op::starts_with) return text.starts_with(part);
    if (node.op == Op::ends_with) return text.ends_with(part);
    return text.find(part) != std::string_view::npos;
}

std::int64_t integer(const Node& node, const RuleSubject& subject) {
    if (node.op == Op::constant) return node.number;
    if (node.op == Op::field) return node.field->integer(subject);
    if (node.op == Op::size) return size(node.children[0], subject);
    return holds(node, subject) ? 1 : 0;
}

}  // namespace

bool holds(const Node& node, const RuleSubject& subject) {
    const auto child_holds = [&subject](const Node& child) { return holds(child, subject); };
    switch (node.op) {
        case Op::constant:
            return node.number != 0;
        case Op::field:
            return node.field->integer(subject) != 0;
        case Op::negation:
            return !holds(node.children[0], subject);
        case Op::all:
            return std::all_of(node.children.begin(), node.children.end(), child_holds);
        case Op::any:
            return std::any_of(node.children.begin(), node.children.end(), child_holds);
        case Op::compare:
            return compare_children(node, subject);
        case Op::member:
            return member(node, subject);
        case Op::contains:
        case Op::starts_with:
        case Op::ends_with:
        case Op::matches:
            return text_test(node, subject);
        case Op::list:
        case Op::size:
            break;
    }
    SOCBOT_CHECK(false, "the checker lets only a bool stand here");
}

}  // namespace socbot::rules
