// Recursive descent after the parser of jspath 0.4.0: the same tokens and the same precedence, the
// comparisons grouped from the right as there.
#include "domain/templating/jpath_parser.h"

#include "domain/templating/value.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace socbot::templating {

namespace {

enum class Kind { name, text, number, word, symbol, end };

struct Token {
    Kind kind{Kind::end};
    std::string text;
    json::value value;
};

bool is_name_start(char c) noexcept {
    return c == '$' || c == '@' || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

// Longest first.
constexpr std::array<std::string_view, 39> kSymbols{
    "===", "!==", "^==", "$==", "*==", "==^", "==$", "==*", "==", "!=", "^=", "$=", "*=",
    "=^",  "=$",  "=*",  ">=",  "<=",  "||",  "&&",  "..",  ".",  ":",  "{",  "}",  "(",
    ")",   "[",   "]",   "^",   "+",   "-",   "*",   "/",   "%",  "!",  ">",  "<",  "|"};

class Scanner {
public:
    explicit Scanner(std::string_view source) : rest_{source} {}

    Result<std::vector<Token>> scan() {
        std::vector<Token> tokens;
        for (;;) {
            const auto start = rest_.find_first_not_of(" \r\n\t");
            if (start == std::string_view::npos) break;
            rest_.remove_prefix(start);
            if (!one(tokens.emplace_back()))
                return Error{Errc::invalid_input, "unexpected character in a path"};
        }
        tokens.emplace_back();
        return tokens;
    }

private:
    bool one(Token& token) {
        const char c = rest_.front();
        const bool number = is_digit(c) || (c == '.' && rest_.size() > 1 && is_digit(rest_[1]));
        if (number) return read_number(token);
        if (is_name_start(c)) return read_name(token);
        if (c == '\'' || c == '"') return read_text(token);
        return read_symbol(token);
    }

    bool read_number(Token& token) {
        std::size_t length = 0;
        bool point = false;
        while (length < rest_.size() && (is_digit(rest_[length]) || rest_[length] == '.')) {
            if (rest_[length] == '.' && point) return false;
            point = point || rest_[length] == '.';
            ++length;
        }
        double value{};
        std::from_chars(rest_.data(), rest_.data() + length, value);
        token.kind = Kind::number;
        token.value = make_number(value);
        rest_.remove_prefix(length);
        return true;
    }

    bool read_name(Token& token) {
        std::size_t length = 1;
        while (length < rest_.size() && (is_name_start(rest_[length]) || is_digit(rest_[length])))
            ++length;
        token.text = rest_.substr(0, length);
        rest_.remove_prefix(length);
        const bool truth = token.text == "true" || token.text == "false";
        token.kind = truth || token.text == "null" ? Kind::word : Kind::name;
        if (truth) token.value = token.text == "true";
        return true;
    }

    bool read_text(Token& token) {
        const char quote = rest_.front();
        std::size_t at = 1;
        for (; at < rest_.size() && rest_[at] != quote; ++at) {
            if (rest_[at] == '\\' && at + 1 < rest_.size()) ++at;
            token.text += rest_[at];
        }
        if (at >= rest_.size()) return false;
        token.kind = Kind::text;
        token.value = json::string(token.text);
        rest_.remove_prefix(at + 1);
        return true;
    }

    bool read_symbol(Token& token) {
        const auto* found =
            std::find_if(kSymbols.begin(), kSymbols.end(), [this](std::string_view symbol) {
                return rest_.starts_with(symbol);
            });
        if (found == kSymbols.end()) return false;
        token.kind = Kind::symbol;
        token.text = *found;
        rest_.remove_prefix(found->size());
        return true;
    }

    std::string_view rest_;
};

using Node = PathNode;
using Type = PathNode::Type;

Node make(Type type, std::string text, std::vector<Node> children) {
    Node node;
    node.type = type;
    node.text = std::move(text);
    node.children = std::move(children);
    return node;
}

class Parser {
public:
    explicit Parser(std::vector<Token> tokens) : tokens_{std::move(tokens)} {}

    Result<Node> whole() {
        auto node = unite();
        if (node && now().kind != Kind::end) return unexpected();
        return node;
    }

private:
    using Rule = Result<Node> (Parser::*)();

    const Token& now() const { return tokens_[at_]; }
    bool is(std::string_view symbol) const {
        return now().kind == Kind::symbol && now().text == symbol;
    }
    bool take(std::string_view symbol) {
        if (!is(symbol)) return false;
        ++at_;
        return true;
    }
    Error unexpected() const {
        return {
            Errc::invalid_input,
            now().kind == Kind::end ? "unexpected end of a path"
                                    : "unexpected '" + now().text + "' in a path"};
    }
    bool is_selector() const { return is(".") || is(".."); }
    bool is_substitution() const { return now().kind == Kind::name && now().text.front() == '$'; }

    // Left-grouped operands of one of `symbols`.
    Result<Node>
    operands(Type type, std::initializer_list<std::string_view> symbols, Rule left, Rule right) {
        if (++depth_ > kDepth) return Error{Errc::invalid_input, "a path is nested too deep"};
        auto node = (this->*left)();
        while (node && std::any_of(symbols.begin(), symbols.end(), [this](std::string_view symbol) {
                   return is(symbol);
               })) {
            // Each operator makes the tree one deeper to the left.
            if (++operators_ > kOperators) return Error{Errc::invalid_input, "a path is too long"};
            const std::string op = now().text;
            ++at_;
            auto other = (this->*right)();
            if (!other) return other;
            std::vector<Node> children;
            children.push_back(std::move(*node));
            children.push_back(std::move(*other));
            node = make(type, op, std::move(children));
        }
        --depth_;
        return node;
    }

    Result<Node> unite() {
        return operands(Type::unite, {"|"}, &Parser::unite_part, &Parser::unite_part);
    }
    Result<Node> unite_part() { return is("(") ? group() : path(); }
    Result<Node> either() { return operands(Type::logical, {"||"}, &Parser::both, &Parser::both); }
    Result<Node> both() {
        return operands(Type::logical, {"&&"}, &Parser::equality, &Parser::equality);
    }
    Result<Node> equality() {
        return operands(
            Type::compare,
            {"==",
             "!=",
             "===",
             "!==",
             "^==",
             "==^",
             "^=",
             "=^",
             "$==",
             "==$",
             "$=",
             "=$",
             "*==",
             "==*",
             "*=",
             "=*"},
            &Parser::relation,
            &Parser::equality
        );
    }
    Result<Node> relation() {
        return operands(Type::compare, {"<", ">", "<=", ">="}, &Parser::sum, &Parser::relation);
    }
    Result<Node> sum() {
        return operands(Type::math, {"+", "-"}, &Parser::product, &Parser::product);
    }
    Result<Node> product() {
        return operands(Type::math, {"*", "/", "%"}, &Parser::unary, &Parser::unary);
    }

    Result<Node> unary();
    Result<Node> primary();
    Result<Node> path();
    Result<Node> group();
    Result<Node> part();
    Result<Node> selector();
    Result<Node> position();
    bool begins_part() const { return is_selector() || is("[") || is("{") || is("("); }

    static constexpr unsigned kOperators = 256;
    static constexpr unsigned kDepth = 32 * 8;  // a level of nesting takes eight rules
    std::vector<Token> tokens_;
    std::size_t at_{0};
    unsigned depth_{0};
    unsigned operators_{0};
};

Result<Node> Parser::unary() {
    if (!is("!") && !is("-")) return primary();
    if (++depth_ > kDepth) return Error{Errc::invalid_input, "a path is nested too deep"};
    const std::string op = now().text;
    ++at_;
    auto operand = unary();
    if (!operand) return operand;
    --depth_;
    std::vector<Node> children;
    children.push_back(std::move(*operand));
    return make(Type::unary, op, std::move(children));
}

Result<Node> Parser::primary() {
    const Token& token = now();
    const bool literal =
        token.kind == Kind::text || token.kind == Kind::number || token.kind == Kind::word;
    if (literal) {
        Node node = make(Type::literal, "", {});
        node.literal = token.value;
        ++at_;
        return node;
    }
    if (is_selector() || is("^") || is_substitution()) return path();
    if (!take("(")) return unexpected();
    auto inner = either();
    if (inner && !take(")")) return unexpected();
    return inner;
}

Result<Node> Parser::path() {
    if (!is_selector() && !is("^") && !is_substitution()) return unexpected();
    Node node = make(Type::path, take("^") ? "^" : "", {});
    if (is_substitution()) node.text = tokens_[at_++].text;
    while (begins_part()) {
        auto next = part();
        if (!next) return next;
        node.children.push_back(std::move(*next));
    }
    return node;
}

Result<Node> Parser::group() {
    if (!take("(")) return unexpected();
    auto inner = unite();
    if (!inner) return inner;
    if (!take(")")) return unexpected();
    std::vector<Node> parts;
    while (is("[") || is("{") || is("(")) {
        auto next = part();
        if (!next) return next;
        parts.push_back(std::move(*next));
    }
    if (parts.empty()) return inner;
    if (inner->type != Type::path) {
        std::vector<Node> first;
        first.push_back(std::move(*inner));
        inner = make(Type::path, "", std::move(first));
    }
    for (Node& next : parts)
        inner->children.push_back(std::move(next));
    return inner;
}

Result<Node> Parser::part() {
    if (is_selector()) return selector();
    if (is("(")) return group();
    if (take("{")) {
        auto condition = either();
        if (!condition) return condition;
        if (!take("}")) return unexpected();
        std::vector<Node> children;
        children.push_back(std::move(*condition));
        return make(Type::filter, "", std::move(children));
    }
    return position();
}

Result<Node> Parser::selector() {
    Node node = make(Type::selector, now().text, {});
    ++at_;
    node.has_property = is("*") || now().kind == Kind::name || now().kind == Kind::text;
    if (node.has_property) {
        node.property = now().text;
        ++at_;
    }
    return node;
}

Result<Node> Parser::position() {
    if (!take("[")) return unexpected();
    std::vector<Node> ends;
    const Node open_end = make(Type::literal, "", {});
    if (take(":")) {
        auto to = unary();
        if (!to) return to;
        ends.push_back(open_end);
        ends.push_back(std::move(*to));
    } else {
        auto from = unary();
        if (!from) return from;
        ends.push_back(std::move(*from));
        if (take(":")) {
            auto to = is("]") ? Result<Node>{open_end} : unary();
            if (!to) return to;
            ends.push_back(std::move(*to));
        }
    }
    if (!take("]")) return unexpected();
    const Type type = ends.size() == 1 ? Type::index : Type::slice;
    return make(type, "", std::move(ends));
}

}  // namespace

Result<PathNode> parse_jpath(std::string_view source) {
    auto tokens = Scanner{source}.scan();
    if (!tokens) return tokens.error();
    return Parser{std::move(*tokens)}.whole();
}

}  // namespace socbot::templating
