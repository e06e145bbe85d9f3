// Canonical text.
#include "domain/templating/ast.h"

#include "domain/templating/value.h"

namespace socbot::templating {

namespace {

// A quote behind a back-slash is taken for escaped already.
std::string quoted(std::string_view text) {
    std::string out = "'";
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' || (text[i] == '\'' && (i == 0 || text[i - 1] != '\\'))) out += '\\';
        out += text[i];
    }
    return out + "'";
}

std::string constant_text(const Node& node) {
    if (node.undefined) return "undefined";
    if (const auto text = text_of(node.constant)) return quoted(*text);
    return js_text(node.constant);
}

bool is_letter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// What does not begin with a letter stands between its operands.
std::string call_text(const Node& node) {
    const bool infix = !is_letter(node.text.front()) && node.children.size() >= 2;
    const std::string separator = infix ? " " + node.text + " " : ", ";
    std::string out = infix ? "(" : node.text + "(";
    for (const Node& child : node.children) {
        if (&child != node.children.data()) out += separator;
        out += canonical_text(child);
    }
    return out + ")";
}

}  // namespace

std::string canonical_text(const Node& node) {
    switch (node.type) {
        case Node::Type::constant:
            return constant_text(node);
        case Node::Type::name:
            return node.text;
        case Node::Type::member:
            return canonical_text(node.children[0]) + "." + node.text;
        case Node::Type::element:
            return canonical_text(node.children[0]) + "[" + canonical_text(node.children[1]) + "]";
        case Node::Type::call:
            return call_text(node);
    }
    return {};
}

}  // namespace socbot::templating
