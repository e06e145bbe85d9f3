// A Pratt parser: ?: binds loosest, then ||, &&, the relations, + and -, * / %, then ! and -, then
// members and calls. Chains of && and || become one node, so long rules stay flat.
#include "domain/rules/parser.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace socbot::rules {

namespace {

constexpr int kAny = 1;
constexpr int kAll = 2;
constexpr int kRelation = 3;
constexpr int kSum = 4;
constexpr int kProduct = 5;

int binding_of(const Token& token) noexcept {
    constexpr std::array<std::string_view, 7> kRelations{"==", "!=", "<", "<=", ">", ">=", "in"};
    if (token.kind != TokenKind::symbol && token.text != "in") return 0;
    if (token.text == "||") return kAny;
    if (token.text == "&&") return kAll;
    if (token.text == "+" || token.text == "-") return kSum;
    if (token.text == "*" || token.text == "/" || token.text == "%") return kProduct;
    const bool relation =
        std::find(kRelations.begin(), kRelations.end(), token.text) != kRelations.end();
    return relation ? kRelation : 0;
}

Syntax make(Syntax::Kind kind, Position at, std::string_view text = {}, std::int64_t number = 0) {
    Syntax node;
    node.kind = kind;
    node.at = at;
    node.text = text;
    node.number = number;
    return node;
}

class Parser {
public:
    Parser(const std::vector<Token>& tokens, const RuleLimits& limits)
        : tokens_{tokens}, limits_{limits} {}

    Result<Syntax> whole() {
        auto node = expression(0);
        if (node && token().kind != TokenKind::end) return unexpected("an operator or the end");
        return node;
    }

private:
    const Token& token() const noexcept { return tokens_[at_]; }
    bool is(std::string_view symbol) const noexcept {
        return token().kind == TokenKind::symbol && token().text == symbol;
    }
    bool take(std::string_view symbol) {
        if (!is(symbol)) return false;
        ++at_;
        return true;
    }

    Error unexpected(const std::string& expected) const {
        const std::string got = token().kind == TokenKind::end
                                    ? std::string{"the end"}
                                    : "'" + std::string{token().text.substr(0, 32)} + "'";
        return error_at(token().at, "expected " + expected + ", got " + got);
    }

    Result<Syntax> finish(Syntax node) {
        for (const Syntax& child : node.children)
            node.depth = std::max(node.depth, child.depth + 1);
        if (++nodes_ > limits_.nodes)
            return error_at(
                node.at, "rule has more than " + std::to_string(limits_.nodes) + " parts"
            );
        if (node.depth > limits_.depth) return too_deep(node.at);
        return node;
    }
    Error too_deep(Position at) const {
        return error_at(at, "rule is nested deeper than " + std::to_string(limits_.depth));
    }

    Result<Syntax> expression(int least);
    Result<Syntax> binary(Syntax left, const Token& op, int binding);
    Result<Syntax> choice(Syntax condition);
    Result<Syntax> prefix();
    Result<Syntax> postfix();
    Result<Syntax> member(Syntax base);
    Result<Syntax> primary();
    Result<Syntax> word();
    Result<Syntax> integer(bool negative);
    Result<std::vector<Syntax>> list(std::string_view close);

    const std::vector<Token>& tokens_;
    const RuleLimits& limits_;
    std::size_t at_{0};
    unsigned nesting_{0};
    unsigned nodes_{0};
};

Result<Syntax> Parser::expression(int least) {
    if (++nesting_ > limits_.depth) return too_deep(token().at);
    auto left = prefix();
    while (left) {
        const Token op = token();
        const int binding = binding_of(op);
        if (binding == 0 || binding < least) break;
        ++at_;
        left = binary(std::move(*left), op, binding);
    }
    if (left && least == 0 && is("?")) left = choice(std::move(*left));
    --nesting_;
    return left;
}

Result<Syntax> Parser::binary(Syntax left, const Token& op, int binding) {
    auto right = expression(binding + 1);
    if (!right) return right;
    const auto kind = binding == kAny        ? Syntax::Kind::any
                      : binding == kAll      ? Syntax::Kind::all
                      : binding == kRelation ? Syntax::Kind::relation
                                             : Syntax::Kind::math;
    if (binding <= kAll && left.kind == kind) {
        left.children.push_back(std::move(*right));
        return finish(std::move(left));
    }
    Syntax node = make(kind, op.at, op.text);
    node.children.push_back(std::move(left));
    node.children.push_back(std::move(*right));
    return finish(std::move(node));
}

Result<Syntax> Parser::choice(Syntax condition) {
    const Token op = token();
    take("?");
    auto yes = expression(kAny);
    if (!yes) return yes;
    if (!take(":")) return unexpected("':'");
    auto no = expression(0);
    if (!no) return no;
    Syntax node = make(Syntax::Kind::choice, op.at, op.text);
    node.children.push_back(std::move(condition));
    node.children.push_back(std::move(*yes));
    node.children.push_back(std::move(*no));
    return finish(std::move(node));
}

Result<Syntax> Parser::prefix() {
    const Token op = token();
    const bool minus = take("-");
    if (minus && token().kind == TokenKind::integer) return integer(true);
    if (!minus && !take("!")) return postfix();
    auto operand = expression(kProduct + 1);
    if (!operand) return operand;
    Syntax node = make(minus ? Syntax::Kind::minus : Syntax::Kind::negation, op.at, op.text);
    node.children.push_back(std::move(*operand));
    return finish(std::move(node));
}

Result<Syntax> Parser::postfix() {
    auto base = primary();
    while (base && take("."))
        base = member(std::move(*base));
    return base;
}

// A method's call, or one more part of a dotted name.
Result<Syntax> Parser::member(Syntax base) {
    const Token name = token();
    if (name.kind != TokenKind::identifier) return unexpected("a name");
    ++at_;
    if (take("(")) {
        auto arguments = list(")");
        if (!arguments) return arguments.error();
        Syntax call = make(Syntax::Kind::call, name.at, name.text);
        call.method = true;
        call.children.push_back(std::move(base));
        for (Syntax& argument : *arguments)
            call.children.push_back(std::move(argument));
        return finish(std::move(call));
    }
    if (base.kind != Syntax::Kind::name) {
        --at_;
        return unexpected("a function, as in .contains(...)");
    }
    base.text += "." + std::string{name.text};
    return base;
}

Result<Syntax> Parser::primary() {
    const Token start = token();
    if (take("(")) {
        auto inner = expression(0);
        if (inner && !take(")")) return unexpected("')'");
        // Parentheses end a chain: a && (b && c) keeps its shape, which changes nothing.
        return inner;
    }
    if (take("[")) {
        auto items = list("]");
        if (!items) return items.error();
        Syntax node = make(Syntax::Kind::list, start.at);
        node.children = std::move(*items);
        return finish(std::move(node));
    }
    if (start.kind == TokenKind::string) {
        ++at_;
        return finish(make(Syntax::Kind::string, start.at, start.value));
    }
    if (start.kind == TokenKind::integer) return integer(false);
    if (start.kind == TokenKind::identifier && start.text != "in") return word();
    return unexpected("a field, a value or '('");
}

Result<Syntax> Parser::word() {
    const Token start = token();
    ++at_;
    if (start.text == "true" || start.text == "false")
        return finish(make(Syntax::Kind::boolean, start.at, start.text, start.text == "true"));
    if (!take("(")) return finish(make(Syntax::Kind::name, start.at, start.text));
    auto arguments = list(")");
    if (!arguments) return arguments.error();
    Syntax call = make(Syntax::Kind::call, start.at, start.text);
    call.children = std::move(*arguments);
    return finish(std::move(call));
}

Result<Syntax> Parser::integer(bool negative) {
    const Token start = token();
    if (start.kind != TokenKind::integer) return unexpected("a number");
    ++at_;
    const std::string digits = (negative ? "-" : "") + std::string{start.text};
    std::int64_t value{};
    if (std::from_chars(digits.data(), digits.data() + digits.size(), value).ec != std::errc{})
        return error_at(start.at, "number does not fit 64 bits");
    return finish(make(Syntax::Kind::integer, start.at, digits, value));
}

Result<std::vector<Syntax>> Parser::list(std::string_view close) {
    std::vector<Syntax> items;
    if (take(close)) return items;
    do {
        auto item = expression(0);
        if (!item) return item.error();
        items.push_back(std::move(*item));
    } while (take(","));
    if (!take(close)) return unexpected("',' or '" + std::string{close} + "'");
    return items;
}

}  // namespace

Result<Syntax> parse(std::string_view source, const RuleLimits& limits) {
    const auto tokens = tokenize(source);
    if (!tokens) return tokens.error();
    return Parser{*tokens, limits}.whole();
}

}  // namespace socbot::rules
