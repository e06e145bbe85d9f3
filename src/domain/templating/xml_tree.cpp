// A reader of elements, attributes, text, CDATA and comments; declarations and instructions are
// skipped.
#include "domain/templating/xml_tree.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace socbot::templating {

namespace {

constexpr std::string_view kBlanks = " \t\r\n";

struct Entity {
    std::string_view name;
    char c;
};
constexpr std::array<Entity, 5> kEntities{
    {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"apos", '\''}, {"quot", '"'}}};

void append_code_point(std::string& out, std::uint32_t point) {
    const auto byte = [&out](std::uint32_t value) { out += static_cast<char>(value); };
    if (point < 0x80) {
        byte(point);
    } else if (point < 0x800) {
        byte(0xC0U | point >> 6U);
        byte(0x80U | (point & 0x3FU));
    } else if (point < 0x10000) {
        byte(0xE0U | point >> 12U);
        byte(0x80U | (point >> 6U & 0x3FU));
        byte(0x80U | (point & 0x3FU));
    } else {
        byte(0xF0U | point >> 18U);
        byte(0x80U | (point >> 12U & 0x3FU));
        byte(0x80U | (point >> 6U & 0x3FU));
        byte(0x80U | (point & 0x3FU));
    }
}

// "#233" or "#xE9" or a name; false when it is none of those.
bool append_reference(std::string& out, std::string_view name) {
    if (!name.starts_with('#')) {
        const auto* const found =
            std::find_if(kEntities.begin(), kEntities.end(), [name](const Entity& entity) {
                return entity.name == name;
            });
        if (found != kEntities.end()) out += found->c;
        return found != kEntities.end();
    }
    const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
    const std::string_view digits = name.substr(hex ? 2 : 1);
    std::uint32_t point = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), point, hex ? 16 : 10);
    const bool fits = error == std::errc{} && end == digits.data() + digits.size() && point > 0 &&
                      point < 0x110000 && (point < 0xD800 || point > 0xDFFF);
    if (fits) append_code_point(out, point);
    return fits;
}

std::string unescaped(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto amp = std::min(text.find('&'), text.size());
        out.append(text.substr(0, amp));
        text.remove_prefix(amp);
        if (text.empty()) break;
        const auto end = text.find(';');
        if (end != std::string_view::npos && append_reference(out, text.substr(1, end - 1))) {
            text.remove_prefix(end + 1);
        } else {
            out += '&';
            text.remove_prefix(1);
        }
    }
    return out;
}

void append_escaped(std::string& out, std::string_view text, bool attribute) {
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += attribute ? "&quot;" : "\"";
                break;
            default:
                out += c;
        }
    }
}

void append_xml(std::string& out, const XmlNode& node) {
    switch (node.type) {
        case XmlNode::Type::text:
            append_escaped(out, node.value, false);
            return;
        case XmlNode::Type::cdata:
            out += "<![CDATA[" + node.value + "]]>";
            return;
        case XmlNode::Type::comment:
            out += "<!--" + node.value + "-->";
            return;
        case XmlNode::Type::attribute:
            out += " " + node.name + "=\"";
            append_escaped(out, node.value, true);
            out += '"';
            return;
        default:
            break;
    }
    const bool element = node.type == XmlNode::Type::element;
    if (element) out += "<" + node.name;
    for (const XmlNode* attribute : node.attributes)
        append_xml(out, *attribute);
    if (element) out += node.children.empty() ? "/>" : ">";
    for (const XmlNode* child : node.children)
        append_xml(out, *child);
    if (element && !node.children.empty()) out += "</" + node.name + ">";
}

void append_string_value(std::string& out, const XmlNode& node) {
    const bool text = node.type == XmlNode::Type::text || node.type == XmlNode::Type::cdata;
    if (text) out += node.value;
    for (const XmlNode* child : node.children)
        append_string_value(out, *child);
}

}  // namespace

class XmlReader {
public:
    XmlReader(std::string_view source, std::size_t most) : rest_{source}, most_{most} {
        open_ = &add(XmlNode::Type::document, nullptr);
    }

    std::optional<XmlTree> read() {
        while (!rest_.empty() && good_)
            one();
        const auto& top = tree_.document().children;
        const auto elements = std::count_if(top.begin(), top.end(), [](const XmlNode* node) {
            return node->type == XmlNode::Type::element;
        });
        if (!good_ || elements != 1) return std::nullopt;
        return std::move(tree_);
    }

private:
    XmlNode& add(XmlNode::Type type, XmlNode* parent) {
        XmlNode& node = tree_.nodes_.emplace_back();
        node.type = type;
        node.parent = parent;
        node.order = tree_.nodes_.size();
        if (node.order > most_) good_ = false;
        return node;
    }
    XmlNode& child(XmlNode::Type type) {
        XmlNode& node = add(type, open_);
        open_->children.push_back(&node);
        return node;
    }
    // What stands before `end`, which is taken too; everything when there is none.
    std::string_view until(std::string_view end) {
        const auto at = rest_.find(end);
        const std::string_view found = rest_.substr(0, at);
        rest_.remove_prefix(at == std::string_view::npos ? rest_.size() : at + end.size());
        return found;
    }
    bool take(std::string_view text) {
        if (!rest_.starts_with(text)) return false;
        rest_.remove_prefix(text.size());
        return true;
    }

    void one() {
        if (take("<!--")) {
            child(XmlNode::Type::comment).value = until("-->");
        } else if (take("<![CDATA[")) {
            child(XmlNode::Type::cdata).value = until("]]>");
        } else if (take("<?") || take("<!")) {
            (void)until(">");
        } else if (take("</")) {
            close(trim_ascii(until(">")));
        } else if (take("<")) {
            element();
        } else {
            text();
        }
    }

    void close(std::string_view name) {
        if (open_->parent == nullptr || open_->name != name) {
            good_ = false;
            return;
        }
        open_ = open_->parent;
        --depth_;
    }

    void text() {
        const auto end = std::min(rest_.find('<'), rest_.size());
        const std::string_view content = rest_.substr(0, end);
        rest_.remove_prefix(end);
        if (open_->parent != nullptr) {
            child(XmlNode::Type::text).value = unescaped(content);
        } else if (!trim_ascii(content).empty()) {
            good_ = false;
        }
    }

    void element() {
        XmlNode& node = child(XmlNode::Type::element);
        node.name = word();
        if (node.name.empty() || ++depth_ > 100) good_ = false;
        while (good_) {
            skip_blanks();
            if (take("/>")) {
                --depth_;
                return;
            }
            if (take(">")) {
                open_ = &node;
                return;
            }
            attribute(node);
        }
    }

    void attribute(XmlNode& element) {
        XmlNode& node = add(XmlNode::Type::attribute, &element);
        node.name = word();
        skip_blanks();
        if (node.name.empty()) good_ = false;
        element.attributes.push_back(&node);
        node.value = node.name;  // one without a value is its own
        if (!take("=")) return;
        skip_blanks();
        const char quote = rest_.empty() ? ' ' : rest_.front();
        if (quote != '"' && quote != '\'') {
            good_ = false;
            return;
        }
        rest_.remove_prefix(1);
        node.value = unescaped(until(std::string_view{&quote, 1}));
    }

    std::string word() {
        const auto end = std::min(rest_.find_first_of(" \t\r\n/>=<\"'"), rest_.size());
        std::string found{rest_.substr(0, end)};
        rest_.remove_prefix(end);
        return found;
    }
    void skip_blanks() {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(kBlanks), rest_.size()));
    }

    XmlTree tree_;
    std::string_view rest_;
    std::size_t most_;
    XmlNode* open_{nullptr};
    unsigned depth_{0};
    bool good_{true};
};

std::optional<XmlTree> XmlTree::read(std::string_view source, std::size_t most) {
    return XmlReader{source, most}.read();
}

std::string xml_text(const XmlNode& node) {
    std::string out;
    append_xml(out, node);
    return out;
}

std::string string_value(const XmlNode& node) {
    const bool inner = node.type == XmlNode::Type::document || node.type == XmlNode::Type::element;
    if (!inner) return node.value;
    std::string out;
    append_string_value(out, node);
    return out;
}

}  // namespace socbot::templating
