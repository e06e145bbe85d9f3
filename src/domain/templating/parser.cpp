// Precedence climbing over the tokens. The depth of every node is kept within the limit, so nothing
// that walks the tree can exhaust the stack.
#include "domain/templating/parser.h"

#include "domain/templating/lexer.h"
#include "domain/templating/pattern.h"
#include "domain/templating/signatures.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace socbot::templating {

namespace {

struct Operator {
    std::string_view symbol;
    int binding;
};
constexpr int kTernary = 1;
constexpr int kPower = 10;
constexpr int kUnary = 11;
constexpr std::array<Operator, 17> kBinary{
    {{"??", 2},
     {"||", 3},
     {"&&", 4},
     {"<", 5},
     {"<=", 5},
     {">", 5},
     {">=", 5},
     {"&", 6},
     {"==", 7},
     {"!=", 7},
     {"<>", 7},
     {"+", 8},
     {"-", 8},
     {"*", 9},
     {"/", 9},
     {"%", 9},
     {"^", kPower}}};

int binding_of(const Token& token) noexcept {
    if (token.kind != TokenKind::symbol) return 0;
    for (const Operator& op : kBinary)
        if (op.symbol == token.text) return op.binding;
    return 0;
}

Node constant(json::value value) {
    Node node;
    node.constant = std::move(value);
    return node;
}

class Parser {
public:
    Parser(const std::vector<Token>& tokens, const Limits& limits)
        : tokens_{tokens}, limits_{limits} {}

    Result<Node> whole() {
        auto node = expression(0);
        if (node && token().kind != TokenKind::end) return unexpected();
        return node;
    }

private:
    const Token& token() const noexcept { return tokens_[at_]; }
    bool take(std::string_view symbol) {
        if (!token().is(symbol)) return false;
        ++at_;
        return true;
    }
    Error unexpected() const {
        const std::string what = token().kind == TokenKind::end
                                     ? std::string{"the end"}
                                     : "'" + std::string{token().text} + "'";
        return {
            Errc::invalid_input,
            "syntax error at column " + std::to_string(token().column + 1) + ": unexpected " +
                what};
    }
    Error too_deep() const {
        return {
            Errc::invalid_input,
            "expression is nested deeper than " + std::to_string(limits_.depth)};
    }

    Result<Node> finish(Node node) const {
        for (const Node& child : node.children)
            node.depth = std::max(node.depth, child.depth + 1);
        if (node.depth > limits_.depth) return too_deep();
        return node;
    }
    Result<Node> call(std::string_view name, std::vector<Node> children) const;
    Result<Node> pair(std::string_view name, Result<Node> left, Result<Node> right) const {
        if (!right) return right;
        std::vector<Node> children;
        children.push_back(std::move(*left));
        children.push_back(std::move(*right));
        return call(name, std::move(children));
    }

    Result<Node> expression(int least);
    Result<Node> ternary(Node condition);
    Result<Node> prefix();
    Result<Node> postfix();
    Result<Node> suffix(Node base);
    Result<Node> primary();
    Result<Node> object_literal();
    Result<std::vector<Node>> arguments(std::string_view close);
    static Node name_or_word(std::string_view text);

    const std::vector<Token>& tokens_;
    const Limits& limits_;
    std::size_t at_{0};
    unsigned nesting_{0};
};

Result<Node> Parser::call(std::string_view name, std::vector<Node> children) const {
    Node node;
    node.type = Node::Type::call;
    node.text = normalised_name(name);
    node.children = std::move(children);
    node.builtin = find_builtin(node.text);
    if (is_refused(node.text))
        return Error{Errc::invalid_input, node.text + ": this function is not supported"};
    if (node.builtin == nullptr) return finish(std::move(node));
    const auto count = node.children.size();
    const Builtin& builtin = *node.builtin;
    if (count < builtin.min_args || (builtin.max_args != kAnyNumber && count > builtin.max_args)) {
        const bool few = count < builtin.min_args;
        return Error{
            Errc::invalid_input,
            canonical_text(node) + " should have at " + (few ? "least " : "most ") +
                std::to_string(few ? builtin.min_args : builtin.max_args) + " arguments"};
    }
    if (auto types = check_types(node); !types) return types.error();
    if (builtin.iterates && node.children[1].type != Node::Type::name)
        return Error{
            Errc::invalid_input, canonical_text(node) + ": the second argument must be a name"};
    if (node.text == "isMatch" && node.children[1].constant.is_string()) {
        const auto pattern =
            Pattern::compile(*text_of(node.children[1].constant), limits_.regex_bytes);
        if (!pattern) return pattern.error();
    }
    return finish(std::move(node));
}

Result<Node> Parser::expression(int least) {
    if (++nesting_ > limits_.depth) return too_deep();
    auto left = prefix();
    while (left) {
        const Token op = token();
        if (least <= kTernary && op.is("?")) {
            ++at_;
            left = ternary(std::move(*left));
            continue;
        }
        const int binding = binding_of(op);
        if (binding == 0 || binding < least) break;
        ++at_;
        auto right = expression(binding == kPower ? binding : binding + 1);
        left = pair(op.text, std::move(left), std::move(right));
    }
    --nesting_;
    return left;
}

Result<Node> Parser::ternary(Node condition) {
    auto yes = expression(kTernary);
    if (!yes) return yes;
    if (!take(":")) return unexpected();
    auto no = expression(kTernary);
    if (!no) return no;
    std::vector<Node> children;
    children.push_back(std::move(condition));
    children.push_back(std::move(*yes));
    children.push_back(std::move(*no));
    return call("if", std::move(children));
}

Result<Node> Parser::prefix() {
    const Token op = token();
    if (!op.is("!") && !op.is("-") && !op.is("+")) return postfix();
    ++at_;
    auto operand = expression(kUnary);
    if (!operand) return operand;
    if (!op.is("!")) return pair(op.text, constant(json::value(0)), std::move(operand));
    std::vector<Node> children;
    children.push_back(std::move(*operand));
    return call("!", std::move(children));
}

Result<Node> Parser::postfix() {
    auto base = primary();
    while (base && (token().is(".") || token().is("[") || token().is("(") || token().is("!"))) {
        // `x!` is only part of a name before its arguments; else it may begin `!=`, which is a
        // token.
        if (token().is("!") && !tokens_[at_ + 1].is("(")) break;
        base = suffix(std::move(*base));
    }
    return base;
}

Result<Node> Parser::suffix(Node base) {
    Node node;
    if (take(".")) {
        if (token().kind != TokenKind::identifier) return unexpected();
        node.type = Node::Type::member;
        node.text = token().text;
        ++at_;
        node.children.push_back(std::move(base));
        if (auto types = check_types(node); !types) return types.error();
        return finish(std::move(node));
    }
    if (take("[")) {
        auto index = expression(0);
        if (!index) return index;
        if (!take("]")) return unexpected();
        node.type = Node::Type::element;
        node.children.push_back(std::move(base));
        node.children.push_back(std::move(*index));
        return finish(std::move(node));
    }
    const std::string name = canonical_text(base) + (take("!") ? "!" : "");
    ++at_;
    auto args = arguments(")");
    if (!args) return args.error();
    return call(name, std::move(*args));
}

Node Parser::name_or_word(std::string_view text) {
    if (text == "true" || text == "false") return constant(json::value(text == "true"));
    if (text == "null") return constant(json::value(nullptr));
    Node node;
    node.undefined = text == "undefined";
    if (!node.undefined) node.type = Node::Type::name;
    node.text = text;
    return node;
}

Result<Node> Parser::primary() {
    const Token start = token();
    if (start.kind != TokenKind::end) ++at_;
    if (start.kind == TokenKind::identifier) return name_or_word(start.text);
    if (start.kind == TokenKind::string)
        return constant(json::value(json::string(unescape(start.text))));
    if (start.kind == TokenKind::number) {
        double value{};
        std::from_chars(start.text.data(), start.text.data() + start.text.size(), value);
        return constant(make_number(value));
    }
    if (start.is("(")) {
        auto inner = expression(0);
        if (inner && !take(")")) return unexpected();
        return inner;
    }
    if (start.is("[")) {
        auto items = arguments("]");
        if (!items) return items.error();
        return call("createArray", std::move(*items));
    }
    if (start.is("{")) return object_literal();
    if (start.kind != TokenKind::end) --at_;
    return unexpected();
}

// {k: v} is setProperty(json('{}'), 'k', v), as the official parser reads it.
Result<Node> Parser::object_literal() {
    std::vector<Node> empty;
    empty.push_back(constant(json::value("{}")));
    auto object = call("json", std::move(empty));
    if (take("}")) return object;
    do {
        const Token key = token();
        if (key.kind != TokenKind::identifier && key.kind != TokenKind::string) return unexpected();
        ++at_;
        if (!take(":")) return unexpected();
        auto value = expression(0);
        if (!value) return value;
        std::vector<Node> children;
        children.push_back(std::move(*object));
        const std::string name = std::string{
            key.kind == TokenKind::string ? key.text.substr(1, key.text.size() - 2) : key.text};
        children.push_back(constant(json::value(name)));
        children.push_back(std::move(*value));
        object = call("setProperty", std::move(children));
        if (!object) return object;
    } while (take(","));
    if (!take("}")) return unexpected();
    return object;
}

// Comma-separated up to `close`. A lambda `x => e` is the two arguments x, e.
Result<std::vector<Node>> Parser::arguments(std::string_view close) {
    std::vector<Node> list;
    if (take(close)) return list;
    do {
        if (token().kind == TokenKind::identifier && tokens_[at_ + 1].is("=>")) {
            list.push_back(name_or_word(token().text));
            at_ += 2;
        }
        auto argument = expression(0);
        if (!argument) return argument.error();
        list.push_back(std::move(*argument));
    } while (take(","));
    if (!take(close)) return unexpected();
    return list;
}

}  // namespace

Result<Node> parse_expression(std::string_view source, const Limits& limits) {
    const auto tokens = tokenize(source);
    if (!tokens) return tokens.error();
    return Parser{*tokens, limits}.whole();
}

}  // namespace socbot::templating
