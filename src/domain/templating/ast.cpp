// Canonical text.
#include "domain/templating/ast.h"

#include "domain/templating/value.h"

namespace socbot::templating {

namespace {

std::string quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') out += '\\';
        out += c;
    }
    return out + "'";
}

std::string constant_text(const Node& node) {
    if (node.undefined) return "undefined";
    if (const auto text = text_of(node.constant)) return quoted(*text);
    return js_text(node.constant);
}

bool is_operator(std::string_view name) noexcept {
    const char c = name.front();
    return !(
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || c == '@' ||
        c == '#'
    );
}

std::string call_text(const Node& node) {
    if (is_operator(node.text) && node.children.size() == 2)
        return "(" + canonical_text(node.children[0]) + " " + node.text + " " +
               canonical_text(node.children[1]) + ")";
    std::string out = node.text + "(";
    for (const Node& child : node.children) {
        if (&child != node.children.data()) out += ", ";
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
