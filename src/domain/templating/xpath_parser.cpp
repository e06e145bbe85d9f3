// Recursive descent over the grammar of XPath 1.0 section 3.
#include "domain/templating/xpath_parser.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace socbot::templating {

namespace {

using Node = XPathNode;
using Type = XPathNode::Type;

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
bool is_name_start(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80U;
}
bool is_name_part(char c) noexcept {
    return is_name_start(c) || is_digit(c) || c == '-' || c == '.' || c == ':';
}

// From the loosest on; each level groups from the left.
constexpr std::array<std::array<std::string_view, 4>, 6> kLevels{
    {{"or"}, {"and"}, {"=", "!="}, {"<=", ">=", "<", ">"}, {"+", "-"}, {"*", "div", "mod"}}};

class Parser {
public:
    explicit Parser(std::string_view source) : rest_{source} {}

    Result<Node> whole() {
        auto node = operation(0);
        skip();
        if (node && !rest_.empty()) return unexpected();
        return node;
    }

private:
    static constexpr unsigned kDepth = 32;
    static constexpr unsigned kOperators = 256;

    void skip() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size())); }
    bool next_is(std::string_view text) {
        skip();
        if (!rest_.starts_with(text)) return false;
        // A word ends where it ends: "order" does not begin with "or".
        const bool word = is_name_start(text.front());
        return !word || rest_.size() == text.size() || !is_name_part(rest_[text.size()]);
    }
    bool take(std::string_view text) {
        if (!next_is(text)) return false;
        rest_.remove_prefix(text.size());
        return true;
    }
    Error unexpected() const {
        return {
            Errc::invalid_input,
            rest_.empty() ? "unexpected end of an XPath"
                          : "unexpected '" + std::string{rest_.substr(0, 1)} + "' in an XPath"};
    }

    Result<Node> operation(std::size_t level) {
        if (level == kLevels.size()) return sign();
        auto left = operation(level + 1);
        while (left) {
            const auto& operators = kLevels[level];
            const auto* const found =
                std::find_if(operators.begin(), operators.end(), [this](std::string_view op) {
                    return !op.empty() && take(op);
                });
            if (found == operators.end()) break;
            if (++operators_ > kOperators) return too_long();
            auto right = operation(level + 1);
            if (!right) return right;
            Node node;
            node.type = Type::operation;
            node.text = *found;
            node.children.push_back(std::move(*left));
            node.children.push_back(std::move(*right));
            left = std::move(node);
        }
        return left;
    }

    Result<Node> sign() {
        if (!take("-")) return unite();
        if (++depth_ > kDepth) return too_deep();
        auto operand = sign();
        --depth_;
        if (!operand) return operand;
        Node node;
        node.type = Type::operation;
        node.text = "-";
        node.children.push_back(std::move(*operand));
        return node;
    }

    Result<Node> unite() {
        auto left = path();
        while (left && take("|")) {
            if (++operators_ > kOperators) return too_long();
            auto right = path();
            if (!right) return right;
            Node node;
            node.type = Type::operation;
            node.text = "|";
            node.children.push_back(std::move(*left));
            node.children.push_back(std::move(*right));
            left = std::move(node);
        }
        return left;
    }

    // Each operator makes the tree one deeper to the left.
    static Error too_long() { return {Errc::invalid_input, "an XPath is too long"}; }
    static Error too_deep() { return {Errc::invalid_input, "an XPath is nested too deep"}; }

    bool begins_primary() {
        skip();
        if (rest_.empty()) return false;
        const char c = rest_.front();
        if (c == '\'' || c == '"' || c == '(' || is_digit(c)) return true;
        if (c == '.' && rest_.size() > 1 && is_digit(rest_[1])) return true;
        if (!is_name_start(c)) return false;
        std::size_t end = 0;
        while (end < rest_.size() && is_name_part(rest_[end]))
            ++end;
        const std::string_view name = rest_.substr(0, end);
        const auto open = rest_.find_first_not_of(" \t\r\n", end);
        const bool call = open != std::string_view::npos && rest_[open] == '(';
        return call && name != "node" && name != "text" && name != "comment";
    }

    Result<Node> primary();
    Result<Node> path();
    Result<bool> steps(Node& path);
    Result<Node> step();
    Result<bool> node_test(Node& step);
    Result<bool> predicates(std::vector<Node>& out);

    std::string_view rest_;
    unsigned depth_{0};
    unsigned operators_{0};
};

Result<Node> Parser::primary() {
    if (++depth_ > kDepth) return too_deep();
    skip();
    Node node;
    if (take("(")) {
        auto inner = operation(0);
        if (inner && !take(")")) return unexpected();
        --depth_;
        return inner;
    }
    const char c = rest_.front();
    if (c == '\'' || c == '"') {
        const auto end = rest_.find(c, 1);
        if (end == std::string_view::npos) return unexpected();
        node.type = Type::literal;
        node.text = rest_.substr(1, end - 1);
        rest_.remove_prefix(end + 1);
    } else if (!is_name_start(c)) {
        const auto end = std::min(rest_.find_first_not_of("0123456789."), rest_.size());
        node.type = Type::number;
        (void)std::from_chars(rest_.data(), rest_.data() + end, node.number);
        rest_.remove_prefix(end);
    } else {
        node.type = Type::call;
        while (!rest_.empty() && is_name_part(rest_.front())) {
            node.text += rest_.front();
            rest_.remove_prefix(1);
        }
        if (!take("(")) return unexpected();
        while (!take(")")) {
            if (!node.children.empty() && !take(",")) return unexpected();
            auto argument = operation(0);
            if (!argument) return argument;
            node.children.push_back(std::move(*argument));
        }
    }
    --depth_;
    return node;
}

Result<Node> Parser::path() {
    Node node;
    if (begins_primary()) {
        auto start = primary();
        if (!start) return start;
        if (auto good = predicates(start->predicates); !good) return good.error();
        if (start->predicates.empty() && !next_is("/")) return start;
        node.from.push_back(std::move(*start));
        if (!next_is("/")) return node;
        if (next_is("//")) {
            if (auto good = steps(node); !good) return good.error();
            return node;
        }
        (void)take("/");
        if (auto good = steps(node); !good) return good.error();
        return node;
    }
    if (!next_is("//") && take("/")) {
        node.absolute = true;
        skip();
        const bool more = !rest_.empty() && (is_name_start(rest_.front()) || rest_.front() == '@' ||
                                             rest_.front() == '*' || rest_.front() == '.');
        if (!more) return node;
    }
    node.absolute = node.absolute || next_is("//");
    if (auto good = steps(node); !good) return good.error();
    return node;
}

Result<bool> Parser::steps(Node& path) {
    do {
        if (take("//")) {
            Node all;
            all.type = Type::step;
            all.text = "descendant-or-self";
            all.test = "node()";
            path.children.push_back(std::move(all));
        }
        auto next = step();
        if (!next) return next.error();
        path.children.push_back(std::move(*next));
    } while (next_is("//") || take("/"));
    return true;
}

Result<Node> Parser::step() {
    Node node;
    node.type = Type::step;
    node.text = "child";
    node.test = "node()";
    if (take("..")) {
        node.text = "parent";
        return node;
    }
    if (take(".")) {
        node.text = "self";
        return node;
    }
    constexpr std::array<std::string_view, 7> kAxes{
        "child", "descendant", "descendant-or-self", "attribute", "self", "parent", "ancestor"};
    if (take("@")) {
        node.text = "attribute";
    } else {
        for (const std::string_view axis : kAxes) {
            skip();
            const std::string prefix = std::string{axis} + "::";
            if (!rest_.starts_with(prefix)) continue;
            rest_.remove_prefix(prefix.size());
            node.text = axis;
            break;
        }
    }
    if (auto good = node_test(node); !good) return good.error();
    if (auto good = predicates(node.predicates); !good) return good.error();
    return node;
}

Result<bool> Parser::node_test(Node& step) {
    if (take("*")) {
        step.test = "*";
        return true;
    }
    skip();
    std::string name;
    while (!rest_.empty() && is_name_part(rest_.front()) && !rest_.starts_with("::")) {
        name += rest_.front();
        rest_.remove_prefix(1);
    }
    if (name.empty() || !is_name_start(name.front())) return unexpected();
    const bool type = name == "node" || name == "text" || name == "comment";
    if (type && take("(")) {
        if (!take(")")) return unexpected();
        name += "()";
    }
    step.test = name;
    return true;
}

Result<bool> Parser::predicates(std::vector<Node>& out) {
    while (take("[")) {
        if (++depth_ > kDepth) return too_deep();
        auto condition = operation(0);
        if (!condition) return condition.error();
        if (!take("]")) return unexpected();
        --depth_;
        out.push_back(std::move(*condition));
    }
    return true;
}

}  // namespace

Result<XPathNode> parse_xpath(std::string_view source) {
    return Parser{source}.whole();
}

}  // namespace socbot::templating
