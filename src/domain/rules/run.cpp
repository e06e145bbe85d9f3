// One evaluator for each representation: truth, number (also severity, kind, times) and string.
// Errors are values: they travel up until && or || make them irrelevant.
#include "domain/rules/run.h"

#include "base/check.h"

#include <re2/re2.h>

#include <algorithm>

namespace socbot::rules {

using Node = Rule::Node;
using Op = Node::Op;

namespace {

Truth truth(bool value) noexcept {
    return value ? Truth::yes : Truth::no;
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

Truth compare_children(const Node& node, Env& env) {
    const Node& a = node.children[0];
    const Node& b = node.children[1];
    if (a.type == kString) {
        std::string_view left;
        std::string_view right;
        if (!text(a, env, left) || !text(b, env, right)) return Truth::undecided;
        return truth(compare(node.relation, left, right));
    }
    std::int64_t left{};
    std::int64_t right{};
    if (!number(a, env, left) || !number(b, env, right)) return Truth::undecided;
    return truth(compare(node.relation, left, right));
}

Truth text_test(const Node& node, Env& env) {
    std::string_view whole;
    if (!text(node.children[0], env, whole)) return Truth::undecided;
    if (node.op == Op::matches)
        return truth(
            re2::RE2::PartialMatch(re2::StringPiece{whole.data(), whole.size()}, *node.pattern)
        );
    std::string_view part;
    if (!text(node.children[1], env, part)) return Truth::undecided;
    if (node.op == Op::starts_with) return truth(whole.starts_with(part));
    if (node.op == Op::ends_with) return truth(whole.ends_with(part));
    return truth(whole.find(part) != std::string_view::npos);
}

// `wins` decides whatever the others say: no for &&, yes for ||.
Truth chain(const Node& node, Env& env, Truth wins) {
    Truth result = wins == Truth::no ? Truth::yes : Truth::no;
    Fault fault = Fault::none;
    const Node* where = nullptr;
    for (const Node& child : node.children) {
        const Truth found = holds(child, env);
        if (found == wins) return wins;
        if (found != Truth::undecided) continue;
        result = found;
        fault = env.fault;
        where = env.where;
    }
    if (result == Truth::undecided) env.fail(fault, *where);
    return result;
}

Truth negation(Truth of) noexcept {
    if (of == Truth::undecided) return of;
    return truth(of == Truth::no);
}

const Node* chosen(const Node& node, Env& env) {
    const Truth condition = holds(node.children[0], env);
    if (condition == Truth::undecided) return nullptr;
    return &node.children[condition == Truth::yes ? 1 : 2];
}

bool has_field(const Node& of, Env& env) {
    const Field& field = *of.field;
    auto any = [](const auto&) { return true; };
    if (field.string != nullptr) return !field.string(env.subject).empty();
    if (field.strings != nullptr) return field.strings(env.subject, any);
    if (field.integers != nullptr) return field.integers(env.subject, any);
    if (field.records != nullptr) return field.records(env.subject, any);
    return field.has == nullptr || field.has(env.subject);
}

bool has(const Node& of, Env& env) {
    if (of.op == Op::field) return has_field(of, env);
    const void* record = env.items[of.slot].record;
    return of.member->string != nullptr ? !of.member->string(record).empty()
                                        : of.member->integer(record) != 0;
}

Truth in_network(const Node& node, Env& env) {
    std::string_view written;
    if (!text(node.children[0], env, written)) return Truth::undecided;
    const auto address = IpAddress::parse(written);
    if (address) return truth(node.network->contains(*address));
    env.fail(Fault::no_address, node);
    return Truth::undecided;
}

Truth membership(const Node& node, Env& env) {
    bool found = false;
    return in_list(node, env, found) ? truth(found) : Truth::undecided;
}

bool field_number(const Node& node, Env& env, std::int64_t& out) {
    if (node.field->has != nullptr && !node.field->has(env.subject))
        return env.fail(Fault::missing, node);
    out = node.field->integer(env.subject);
    return true;
}

bool truth_number(const Node& node, Env& env, std::int64_t& out) {
    const Truth found = holds(node, env);
    out = found == Truth::yes ? 1 : 0;
    return found != Truth::undecided;
}

}  // namespace

Truth holds(const Node& node, Env& env) {
    switch (node.op) {
        case Op::negation:
            return negation(holds(node.children[0], env));
        case Op::all:
            return chain(node, env, Truth::no);
        case Op::any:
            return chain(node, env, Truth::yes);
        case Op::compare:
            return compare_children(node, env);
        case Op::in_list:
            return membership(node, env);
        case Op::in_network:
            return in_network(node, env);
        case Op::has:
            return truth(has(node.children[0], env));
        case Op::contains:
        case Op::starts_with:
        case Op::ends_with:
        case Op::matches:
            return text_test(node, env);
        case Op::exists:
        case Op::exists_one:
        case Op::for_all:
            return loop(node, env);
        case Op::choice: {
            const Node* branch = chosen(node, env);
            return branch != nullptr ? holds(*branch, env) : Truth::undecided;
        }
        default: {
            std::int64_t value{};
            return number(node, env, value) ? truth(value != 0) : Truth::undecided;
        }
    }
}

bool number(const Node& node, Env& env, std::int64_t& out) {
    switch (node.op) {
        case Op::constant:
            out = node.number;
            return true;
        case Op::field:
            return field_number(node, env, out);
        case Op::variable:
            out = env.items[node.slot].number;
            return true;
        case Op::record_part:
            out = node.member->integer(env.items[node.slot].record);
            return out != 0 || env.fail(Fault::missing, node);
        case Op::now:
            out = env.subject.now.ms;
            return out != 0 || env.fail(Fault::no_clock, node);
        case Op::size:
            return size_of(node.children[0], env, out);
        case Op::add:
        case Op::subtract:
        case Op::multiply:
        case Op::divide:
        case Op::modulo:
        case Op::minus:
            return arithmetic(node, env, out);
        case Op::time_part:
            return time_part(node, env, out);
        case Op::choice: {
            const Node* branch = chosen(node, env);
            return branch != nullptr && number(*branch, env, out);
        }
        default:
            return truth_number(node, env, out);
    }
}

bool text(const Node& node, Env& env, std::string_view& out) {
    switch (node.op) {
        case Op::constant:
            out = node.text;
            return true;
        case Op::field:
            out = node.field->string(env.subject);
            return !out.empty() || !node.field->words.empty() || env.fail(Fault::missing, node);
        case Op::variable:
            out = env.items[node.slot].text;
            return true;
        case Op::record_part:
            out = node.member->string(env.items[node.slot].record);
            return !out.empty() || env.fail(Fault::missing, node);
        case Op::choice: {
            const Node* branch = chosen(node, env);
            return branch != nullptr && text(*branch, env, out);
        }
        default:
            break;
    }
    SOCBOT_CHECK(false, "the checker lets only a string stand here");
}

bool item(const Node& node, Env& env, Item& out) {
    if (node.type == kString) return text(node, env, out.text);
    if (!is_record(node.type)) return number(node, env, out.number);
    SOCBOT_CHECK(node.op == Op::variable, "a record stands only in a loop's variable");
    out.record = env.items[node.slot].record;
    return true;
}

}  // namespace socbot::rules
