// Types are known before a rule runs, so running it can't fail. A quoted word where a severity or a
// kind is expected reads as that; a bare word is one when no field has its name.
#include "domain/rules/check.h"

#include "base/text.h"
#include "domain/rules/checker.h"
#include "domain/rules/cost.h"

#include <algorithm>
#include <array>

namespace socbot::rules {

using Node = Rule::Node;
using Op = Node::Op;
using Form = Syntax::Kind;

namespace {

constexpr std::array<std::string_view, 6>
    kSeverityWords{"unknown", "informational", "low", "medium", "high", "critical"};
constexpr std::array<std::string_view, 4> kKindWords{
    "other",
    "office365",
    "network_intrusion",
    "malware"};
std::span<const std::string_view> words_of(Type type) noexcept {
    if (type == kSeverity) return kSeverityWords;
    return kKindWords;
}

std::optional<std::int64_t> word_number(Type type, std::string_view word) {
    if (type == kSeverity) {
        if (const auto severity = parse_severity(word)) return static_cast<std::int64_t>(*severity);
    } else if (const auto kind = parse_kind(word)) {
        return static_cast<std::int64_t>(*kind);
    }
    return std::nullopt;
}

Node constant(const Syntax& syntax, Type type, std::int64_t number) {
    Node node;
    node.type = type;
    node.number = number;
    node.at = syntax.at;
    return node;
}

bool is_worded(Type type) noexcept {
    return type == kSeverity || type == kKind;
}

}  // namespace

std::string shown(std::string_view name) {
    return "'" + cut_utf8(name, 64) + "'";
}

std::string described(Type type) {
    std::string out{type_name(type)};
    if (!is_worded(type)) return out;
    for (const std::string_view word : words_of(type))
        out += (word == words_of(type).front() ? " (" : ", ") + std::string{word};
    return out + ")";
}

Error mismatch(const Syntax& syntax, const std::string& expected, Type got) {
    return error_at(syntax.at, "expected " + expected + ", got " + std::string{type_name(got)});
}

// `text` is a literal where a severity or a kind belongs.
Result<Node> Checker::word(const Syntax& syntax, Type type) const {
    if (const auto number = word_number(type, syntax.text)) return constant(syntax, type, *number);
    return error_at(
        syntax.at,
        "expected " + described(type) + ", got " + shown(syntax.text) +
            suggestion(syntax.text, words_of(type))
    );
}

Result<Node> Checker::expect(const Syntax& syntax, Type type) {
    // Where a kind belongs `malware` is one, though a field has that name too.
    const bool bare =
        syntax.kind == Form::name &&
        (word_number(type, syntax.text) ||
         (find_field(syntax.text) == nullptr && !slot_of(syntax.text) && syntax.text != "now"));
    if (is_worded(type) && (bare || syntax.kind == Form::string)) return word(syntax, type);
    auto found = node(syntax);
    if (found && found->type != type) return mismatch(syntax, described(type), found->type);
    return found;
}

Result<Node> Checker::node(const Syntax& syntax) {
    switch (syntax.kind) {
        case Form::boolean:
            return constant(syntax, kBoolean, syntax.number);
        case Form::integer:
            return constant(syntax, kInteger, syntax.number);
        case Form::string: {
            Node text = constant(syntax, kString, 0);
            text.text = syntax.text;
            return text;
        }
        case Form::name:
            return name(syntax);
        case Form::list:
            return list(syntax);
        case Form::negation:
        case Form::all:
        case Form::any:
            return logic(syntax);
        case Form::choice:
            return choice(syntax);
        case Form::relation:
            return syntax.text == "in" ? membership(syntax) : relation(syntax);
        case Form::math:
            return math(syntax);
        case Form::minus:
            return minus(syntax);
        case Form::call:
            return call(syntax);
    }
    return error_at(syntax.at, "unknown syntax");
}

std::optional<unsigned> Checker::slot_of(std::string_view name) const {
    const std::string_view first = name.substr(0, name.find('.'));
    for (std::size_t i = scope_.size(); i-- > 0;)
        if (scope_[i].name == first) return static_cast<unsigned>(i);
    return std::nullopt;
}

Result<Node> Checker::variable(const Syntax& syntax, unsigned slot) const {
    Node node;
    node.op = Op::variable;
    node.slot = slot;
    node.type = scope_[slot].type;
    node.at = syntax.at;
    const std::string_view text = syntax.text;
    const std::size_t dot = text.find('.');
    if (dot == std::string_view::npos) return node;
    const std::string_view rest = text.substr(dot + 1);
    if (!is_record(node.type))
        return error_at(
            syntax.at,
            shown(text.substr(0, dot)) + " is a " + std::string{type_name(node.type)} +
                " and has no members"
        );
    node.member = find_member(node.type.base, rest);
    if (node.member == nullptr)
        return error_at(
            syntax.at,
            std::string{type_name(node.type)} + " has no member " + shown(rest) +
                member_suggestion(node.type.base, rest)
        );
    node.op = Op::record_part;
    node.type = node.member->type;
    return node;
}

Result<Node> Checker::name(const Syntax& syntax) const {
    if (const auto slot = slot_of(syntax.text)) return variable(syntax, *slot);
    Node node;
    node.at = syntax.at;
    if (const Field* field = find_field(syntax.text)) {
        node.op = Op::field;
        node.field = field;
        node.type = field->type;
        return node;
    }
    if (syntax.text == "now") {
        node.op = Op::now;
        node.type = kTimestamp;
        return node;
    }
    for (const Type type : {kSeverity, kKind})
        if (const auto number = word_number(type, syntax.text))
            return constant(syntax, type, *number);
    return error_at(
        syntax.at, "unknown field " + shown(syntax.text) + field_suggestion(syntax.text)
    );
}

// The type of a list is that of its first item.
Result<Node> Checker::list(const Syntax& syntax) {
    Node out;
    out.op = Op::list;
    out.type = kStrings;
    out.at = syntax.at;
    for (const Syntax& item : syntax.children) {
        auto child = out.children.empty() ? node(item) : expect(item, {out.type.base});
        if (!child) return child;
        if (child->type.list || child->type == kNetwork)
            return mismatch(item, "a single value", child->type);
        out.type = {child->type.base, true};
        out.children.push_back(std::move(*child));
    }
    return out;
}

Result<Node> Checker::logic(const Syntax& syntax) {
    Node out;
    out.op = syntax.kind == Form::all ? Op::all : syntax.kind == Form::any ? Op::any : Op::negation;
    out.at = syntax.at;
    for (const Syntax& operand : syntax.children) {
        auto child = expect(operand, kBoolean);
        if (!child) return child;
        out.children.push_back(std::move(*child));
    }
    return out;
}

Result<Node> Checker::choice(const Syntax& syntax) {
    auto condition = expect(syntax.children[0], kBoolean);
    if (!condition) return condition;
    auto yes = node(syntax.children[1]);
    if (!yes) return yes;
    if (yes->type == kNetwork || is_record(yes->type))
        return mismatch(syntax.children[1], "a plain value or a list", yes->type);
    auto no = expect(syntax.children[2], yes->type);
    if (!no) return no;
    Node out;
    out.op = Op::choice;
    out.type = yes->type;
    out.at = syntax.at;
    out.children.push_back(std::move(*condition));
    out.children.push_back(std::move(*yes));
    out.children.push_back(std::move(*no));
    return out;
}

// A string field with a fixed set of words is compared with one of them only.
Result<void> Checker::known_word(const Syntax& syntax, const Field* field) const {
    if (field == nullptr || field->words.empty() || syntax.kind != Form::string) return {};
    if (std::find(field->words.begin(), field->words.end(), syntax.text) != field->words.end())
        return {};
    return error_at(
        syntax.at,
        std::string{field->name} + " is never " + shown(syntax.text) + " (" +
            std::string{field->note} + ")" + suggestion(syntax.text, field->words)
    );
}

// A value that stands beside one of `type`, read from `field` if it is one.
Result<Node> Checker::element(const Syntax& syntax, Type type, const Field* field) {
    if (auto known = known_word(syntax, field); !known) return known.error();
    return expect(syntax, type);
}

namespace {

Node::Relation relation_of(std::string_view symbol) noexcept {
    if (symbol == "==") return Node::Relation::equal;
    if (symbol == "!=") return Node::Relation::unequal;
    if (symbol == "<") return Node::Relation::less;
    if (symbol == "<=") return Node::Relation::less_or_equal;
    if (symbol == ">") return Node::Relation::greater;
    return Node::Relation::greater_or_equal;
}

bool is_ordered(Type type) noexcept {
    return type == kInteger || type == kString || type == kSeverity || type == kTimestamp ||
           type == kDuration;
}

}  // namespace

Result<Node> Checker::relation(const Syntax& syntax) {
    // The side that is no quoted word says what is compared.
    const bool swapped = syntax.children[0].kind == Form::string;
    const Syntax& lead = syntax.children[swapped ? 1 : 0];
    const Syntax& other = syntax.children[swapped ? 0 : 1];
    auto first = node(lead);
    if (!first) return first;
    if (first->type.list)
        return error_at(
            lead.at,
            "expected a single value, got " + std::string{type_name(first->type)} +
                "; ask x in list or list.contains(x)"
        );
    if (is_record(first->type) || first->type == kNetwork)
        return mismatch(lead, "a plain value", first->type);
    const bool order = syntax.text != "==" && syntax.text != "!=";
    if (order && !is_ordered(first->type))
        return error_at(
            syntax.at, std::string{type_name(first->type)} + " has no order; use == or !="
        );
    auto second = element(other, first->type, first->field);
    if (!second) return second;
    Node out;
    out.op = Op::compare;
    out.at = syntax.at;
    out.relation = relation_of(syntax.text);
    out.children.push_back(std::move(swapped ? *second : *first));
    out.children.push_back(std::move(swapped ? *first : *second));
    return out;
}

Result<Node> Checker::membership(const Syntax& syntax) {
    Node out;
    out.op = Op::in_list;
    out.at = syntax.at;
    const Syntax& right = syntax.children[1];
    auto item = node(syntax.children[0]);
    if (!item) return item;
    const Type type = item->type;
    if (right.kind == Form::list) {
        if (type.list || is_record(type) || type == kNetwork)
            return mismatch(syntax.children[0], "a single value", type);
        Node list;
        list.op = Op::list;
        list.type = {type.base, true};
        list.at = right.at;
        for (const Syntax& child : right.children) {
            auto member = element(child, type, item->field);
            if (!member) return member;
            list.children.push_back(std::move(*member));
        }
        out.children.push_back(std::move(*item));
        out.children.push_back(std::move(list));
        return out;
    }
    auto list = node(right);
    if (!list) return list;
    if (list->type == kNetwork) {
        if (type == kStrings)
            return error_at(
                syntax.children[0].at,
                "expected string, got list(string); ask list.exists(a, a in cidr(...))"
            );
        if (type != kString) return mismatch(syntax.children[0], "string", type);
        out.op = Op::in_network;
        out.network = list->network;
        out.children.push_back(std::move(*item));
        return out;
    }
    if (type.list) return mismatch(syntax.children[0], "a single value", type);
    if (!list->type.list) return mismatch(right, "a list", list->type);
    const Type wanted{list->type.base};
    if (is_record(wanted))
        return error_at(
            right.at,
            "expected a list of plain values, got " + std::string{type_name(list->type)} +
                "; ask list.exists(x, ...)"
        );
    if (type != wanted) {
        item = expect(syntax.children[0], wanted);
        if (!item) return item;
    }
    out.children.push_back(std::move(*item));
    out.children.push_back(std::move(*list));
    return out;
}

namespace {

// CEL: int with int; a timestamp and a duration, or the time between two timestamps.
std::optional<Type> sum_type(bool add, Type left, Type right) {
    if (left == kInteger && right == kInteger) return kInteger;
    if (left == kDuration && right == kDuration) return kDuration;
    if (left == kTimestamp && right == kDuration) return kTimestamp;
    if (add && left == kDuration && right == kTimestamp) return kTimestamp;
    if (!add && left == kTimestamp && right == kTimestamp) return kDuration;
    return std::nullopt;
}

Op math_op(std::string_view symbol) noexcept {
    if (symbol == "+") return Op::add;
    if (symbol == "-") return Op::subtract;
    if (symbol == "*") return Op::multiply;
    if (symbol == "/") return Op::divide;
    return Op::modulo;
}

}  // namespace

Result<Node> Checker::math(const Syntax& syntax) {
    auto left = node(syntax.children[0]);
    if (!left) return left;
    auto right = node(syntax.children[1]);
    if (!right) return right;
    Node out;
    out.op = math_op(syntax.text);
    out.at = syntax.at;
    const bool sum = out.op == Op::add || out.op == Op::subtract;
    auto type = sum ? sum_type(out.op == Op::add, left->type, right->type) : std::nullopt;
    if (!sum && left->type == kInteger && right->type == kInteger) type = kInteger;
    if (!type)
        return error_at(
            syntax.at,
            "no " + std::string{type_name(left->type)} + " " + syntax.text + " " +
                std::string{type_name(right->type)} + "; " +
                (sum ? "int, timestamp and duration add" : "only int multiplies and divides")
        );
    out.type = *type;
    out.children.push_back(std::move(*left));
    out.children.push_back(std::move(*right));
    return out;
}

Result<Node> Checker::minus(const Syntax& syntax) {
    auto operand = expect(syntax.children[0], kInteger);
    if (!operand) return operand;
    Node out;
    out.op = Op::minus;
    out.type = kInteger;
    out.at = syntax.at;
    out.children.push_back(std::move(*operand));
    return out;
}

Result<Rule::Node> check(const Syntax& syntax, const RuleLimits& limits) {
    auto root = Checker{limits}.expect(syntax, kBoolean);
    if (!root) return root;
    if (auto measured = measure(*root, limits); !measured) return measured.error();
    return root;
}

Result<Rule::Node> check_any(const Syntax& syntax, const RuleLimits& limits) {
    auto root = Checker{limits}.node(syntax);
    if (!root) return root;
    if (auto measured = measure(*root, limits); !measured) return measured.error();
    return root;
}

}  // namespace socbot::rules
