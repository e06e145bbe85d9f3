// Types are known before a rule runs, so running it can't fail. A quoted word where a severity or a
// kind is expected reads as that; a bare word is one when no field has its name.
#include "domain/rules/check.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

namespace socbot::rules {

namespace {

using Node = Rule::Node;
using Op = Node::Op;
using Form = Syntax::Kind;

constexpr std::array<std::string_view, 6>
    kSeverityWords{"unknown", "informational", "low", "medium", "high", "critical"};
constexpr std::array<std::string_view, 4> kKindWords{
    "other",
    "office365",
    "network_intrusion",
    "malware"};
constexpr std::array<std::string_view, 5> kFunctions{
    "contains",
    "startsWith",
    "endsWith",
    "matches",
    "size"};

bool is_list(Type type) noexcept {
    return type == Type::strings || type == Type::integers;
}

std::span<const std::string_view> words_of(Type type) noexcept {
    if (type == Type::severity) return kSeverityWords;
    return kKindWords;
}

std::optional<std::int64_t> word_number(Type type, std::string_view word) {
    if (type == Type::severity) {
        if (const auto severity = parse_severity(word)) return static_cast<std::int64_t>(*severity);
    } else if (const auto kind = parse_kind(word)) {
        return static_cast<std::int64_t>(*kind);
    }
    return std::nullopt;
}

Node constant(Type type, std::int64_t number) {
    Node node;
    node.type = type;
    node.number = number;
    return node;
}

std::string described(Type type) {
    std::string out{type_name(type)};
    if (type != Type::severity && type != Type::kind) return out;
    for (const std::string_view word : words_of(type))
        out += (word == words_of(type).front() ? " (" : ", ") + std::string{word};
    return out + ")";
}

class Checker {
public:
    explicit Checker(const RuleLimits& limits) : limits_{limits} {}

    Result<Node> node(const Syntax& syntax);
    Result<Node> expect(const Syntax& syntax, Type type);

private:
    Result<Node> name(const Syntax& syntax) const;
    Result<Node> list(const Syntax& syntax);
    Result<Node> logic(const Syntax& syntax);
    Result<Node> relation(const Syntax& syntax);
    Result<Node> membership(const Syntax& syntax);
    Result<Node> call(const Syntax& syntax);
    Result<Node> size(const Syntax& syntax);
    Result<Node> contains(const Syntax& syntax, Node receiver);
    Result<Node> text_test(const Syntax& syntax, Node receiver);
    Result<Node> matches(const Syntax& syntax, Node receiver);
    Result<Node> element(const Syntax& syntax, Type type, const Field* field);
    Result<Node> word(const Syntax& syntax, Type type) const;
    Result<void> known_word(const Syntax& syntax, const Field* field) const;

    const RuleLimits& limits_;
};

Error mismatch(const Syntax& syntax, const std::string& expected, Type got) {
    return error_at(syntax.at, "expected " + expected + ", got " + std::string{type_name(got)});
}

// `text` is a literal where a severity or a kind belongs.
Result<Node> Checker::word(const Syntax& syntax, Type type) const {
    if (const auto number = word_number(type, syntax.text)) return constant(type, *number);
    return error_at(
        syntax.at,
        "expected " + described(type) + ", got '" + syntax.text.substr(0, 64) + "'" +
            suggestion(syntax.text, words_of(type))
    );
}

Result<Node> Checker::expect(const Syntax& syntax, Type type) {
    const bool worded = type == Type::severity || type == Type::kind;
    const bool bare = syntax.kind == Form::name && find_field(syntax.text) == nullptr;
    if (worded && (bare || syntax.kind == Form::string)) return word(syntax, type);
    auto found = node(syntax);
    if (found && found->type != type) return mismatch(syntax, described(type), found->type);
    return found;
}

Result<Node> Checker::node(const Syntax& syntax) {
    switch (syntax.kind) {
        case Form::boolean:
            return constant(Type::boolean, syntax.number);
        case Form::integer:
            return constant(Type::integer, syntax.number);
        case Form::string: {
            Node text = constant(Type::string, 0);
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
        case Form::relation:
            return syntax.text == "in" ? membership(syntax) : relation(syntax);
        case Form::call:
            return call(syntax);
    }
    return error_at(syntax.at, "unknown syntax");
}

Result<Node> Checker::name(const Syntax& syntax) const {
    Node node;
    if (const Field* field = find_field(syntax.text)) {
        node.op = Op::field;
        node.field = field;
        node.type = field->type;
        return node;
    }
    for (const Type type : {Type::severity, Type::kind})
        if (const auto number = word_number(type, syntax.text)) return constant(type, *number);
    return error_at(
        syntax.at,
        "unknown field '" + syntax.text.substr(0, 64) + "'" + field_suggestion(syntax.text)
    );
}

// The type of a list is that of its first item; a list of severities or kinds only makes sense
// beside `in`, which checks its items itself.
Result<Node> Checker::list(const Syntax& syntax) {
    Node out;
    out.op = Op::list;
    out.type = Type::strings;
    for (const Syntax& item : syntax.children) {
        auto child = node(item);
        if (!child) return child;
        const bool first = out.children.empty();
        if (first && child->type == Type::integer) out.type = Type::integers;
        const Type wanted = out.type == Type::integers ? Type::integer : Type::string;
        if (child->type != wanted) return mismatch(item, described(wanted), child->type);
        out.children.push_back(std::move(*child));
    }
    return out;
}

Result<Node> Checker::logic(const Syntax& syntax) {
    Node out;
    out.op = syntax.kind == Form::all ? Op::all : syntax.kind == Form::any ? Op::any : Op::negation;
    for (const Syntax& operand : syntax.children) {
        auto child = expect(operand, Type::boolean);
        if (!child) return child;
        out.children.push_back(std::move(*child));
    }
    return out;
}

// A string field with a fixed set of words is compared with one of them only.
Result<void> Checker::known_word(const Syntax& syntax, const Field* field) const {
    if (field == nullptr || field->words.empty() || syntax.kind != Form::string) return {};
    if (std::find(field->words.begin(), field->words.end(), syntax.text) != field->words.end())
        return {};
    return error_at(
        syntax.at,
        std::string{field->name} + " is never '" + syntax.text.substr(0, 64) + "' (" +
            std::string{field->note} + ")" + suggestion(syntax.text, field->words)
    );
}

// A value that stands beside one of `type`, read from `field` if it is one.
Result<Node> Checker::element(const Syntax& syntax, Type type, const Field* field) {
    if (auto known = known_word(syntax, field); !known) return known.error();
    return expect(syntax, type);
}

Node::Relation relation_of(std::string_view symbol) noexcept {
    if (symbol == "==") return Node::Relation::equal;
    if (symbol == "!=") return Node::Relation::unequal;
    if (symbol == "<") return Node::Relation::less;
    if (symbol == "<=") return Node::Relation::less_or_equal;
    if (symbol == ">") return Node::Relation::greater;
    return Node::Relation::greater_or_equal;
}

Result<Node> Checker::relation(const Syntax& syntax) {
    // The side that is no quoted word says what is compared.
    const bool swapped = syntax.children[0].kind == Form::string;
    const Syntax& lead = syntax.children[swapped ? 1 : 0];
    const Syntax& other = syntax.children[swapped ? 0 : 1];
    auto first = node(lead);
    if (!first) return first;
    if (is_list(first->type))
        return error_at(
            lead.at,
            "expected a single value, got " + std::string{type_name(first->type)} +
                "; ask x in list or list.contains(x)"
        );
    const bool order = syntax.text != "==" && syntax.text != "!=";
    if (order && (first->type == Type::boolean || first->type == Type::kind))
        return error_at(
            syntax.at, std::string{type_name(first->type)} + " has no order; use == or !="
        );
    auto second = element(other, first->type, first->field);
    if (!second) return second;
    Node out;
    out.op = Op::compare;
    out.relation = relation_of(syntax.text);
    out.children.push_back(std::move(swapped ? *second : *first));
    out.children.push_back(std::move(swapped ? *first : *second));
    return out;
}

Result<Node> Checker::membership(const Syntax& syntax) {
    Node out;
    out.op = Op::member;
    const Syntax& right = syntax.children[1];
    auto item = node(syntax.children[0]);
    if (!item) return item;
    const Type type = item->type;
    if (is_list(type)) return mismatch(syntax.children[0], "a single value", type);
    if (right.kind == Form::list) {
        Node list;
        list.op = Op::list;
        list.type = type == Type::string ? Type::strings : Type::integers;
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
    const Type wanted = type == Type::integer ? Type::integers : Type::strings;
    if (!is_list(list->type)) return mismatch(right, "a list", list->type);
    if (list->type != wanted || (type != Type::integer && type != Type::string))
        return mismatch(syntax.children[0], list->type == Type::strings ? "string" : "int", type);
    out.children.push_back(std::move(*item));
    out.children.push_back(std::move(*list));
    return out;
}

Result<Node> Checker::call(const Syntax& syntax) {
    const bool known =
        std::find(kFunctions.begin(), kFunctions.end(), syntax.text) != kFunctions.end();
    if (!known)
        return error_at(
            syntax.at,
            "unknown function '" + syntax.text.substr(0, 64) + "'" +
                suggestion(syntax.text, kFunctions)
        );
    if (syntax.text == "size") return size(syntax);
    if (!syntax.method || syntax.children.size() != 2)
        return error_at(syntax.at, "expected value." + syntax.text + "(argument)");
    auto receiver = node(syntax.children[0]);
    if (!receiver) return receiver;
    if (syntax.text == "contains") return contains(syntax, std::move(*receiver));
    if (receiver->type != Type::string)
        return mismatch(syntax.children[0], "string before ." + syntax.text, receiver->type);
    if (syntax.text == "matches") return matches(syntax, std::move(*receiver));
    return text_test(syntax, std::move(*receiver));
}

Result<Node> Checker::size(const Syntax& syntax) {
    if (syntax.children.size() != 1) return error_at(syntax.at, "size takes one value");
    auto of = node(syntax.children[0]);
    if (!of) return of;
    if (!is_list(of->type) && of->type != Type::string)
        return mismatch(syntax.children[0], "string or list", of->type);
    Node out;
    out.op = Op::size;
    out.type = Type::integer;
    out.children.push_back(std::move(*of));
    return out;
}

// Text in a text, or an item in a list.
Result<Node> Checker::contains(const Syntax& syntax, Node receiver) {
    Node out;
    if (!is_list(receiver.type)) {
        if (receiver.type != Type::string)
            return mismatch(syntax.children[0], "string or list before .contains", receiver.type);
        return text_test(syntax, std::move(receiver));
    }
    const Type wanted = receiver.type == Type::integers ? Type::integer : Type::string;
    auto item = expect(syntax.children[1], wanted);
    if (!item) return item;
    out.op = Op::member;
    out.children.push_back(std::move(*item));
    out.children.push_back(std::move(receiver));
    return out;
}

Result<Node> Checker::text_test(const Syntax& syntax, Node receiver) {
    auto argument = expect(syntax.children[1], Type::string);
    if (!argument) return argument;
    Node out;
    out.op = syntax.text == "contains"     ? Op::contains
             : syntax.text == "startsWith" ? Op::starts_with
                                           : Op::ends_with;
    out.children.push_back(std::move(receiver));
    out.children.push_back(std::move(*argument));
    return out;
}

// The pattern is a literal, so that it is compiled once and its errors are found here.
Result<Node> Checker::matches(const Syntax& syntax, Node receiver) {
    const Syntax& pattern = syntax.children[1];
    if (pattern.kind != Form::string) return error_at(pattern.at, "expected a quoted pattern");
    if (pattern.text.size() > limits_.regex_bytes)
        return error_at(
            pattern.at, "pattern is longer than " + std::to_string(limits_.regex_bytes) + " bytes"
        );
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(1 << 20);
    auto regex = std::make_shared<re2::RE2>(pattern.text, options);
    if (!regex->ok()) return error_at(pattern.at, "pattern: " + regex->error());
    Node out;
    out.op = Op::matches;
    out.pattern = std::move(regex);
    out.children.push_back(std::move(receiver));
    return out;
}

}  // namespace

Result<Node> check(const Syntax& syntax, const RuleLimits& limits) {
    return Checker{limits}.expect(syntax, Type::boolean);
}

}  // namespace socbot::rules
