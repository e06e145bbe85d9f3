// XML read into a tree for xPath, and written again. No document types, no entities but the five of
// XML and numbers: nothing is expanded or fetched.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace socbot::templating {

struct XmlNode {
    enum class Type { document, element, attribute, text, cdata, comment };
    Type type{Type::document};
    std::string name;   // of an element or an attribute
    std::string value;  // of the others
    XmlNode* parent{nullptr};
    std::vector<XmlNode*> attributes;
    std::vector<XmlNode*> children;
    std::size_t order{0};  // of the document
};

class XmlTree {
public:
    // nullopt: no element, more than one, nested deeper than 100, or more than `most` nodes. What
    // is left open is closed at the end, as a lenient reader does.
    static std::optional<XmlTree> read(std::string_view source, std::size_t most);

    XmlNode& document() { return nodes_.front(); }

private:
    friend class XmlReader;
    std::deque<XmlNode> nodes_;
};

// As XML: an empty element closes itself, an attribute is ` name="value"`.
std::string xml_text(const XmlNode& node);
// XPath's string value: all text within.
std::string string_value(const XmlNode& node);

}  // namespace socbot::templating
