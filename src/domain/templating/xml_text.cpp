// Two blanks a level; a list repeats its element; "#text" is the text of its object.
#include "domain/templating/xml_text.h"

#include "domain/templating/unicode.h"
#include "domain/templating/value.h"

namespace socbot::templating {

namespace {

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '\'':
                out += "&apos;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string text_content(const json::value& value) {
    const auto text = text_of(value);
    return text ? escaped(*text) : js_text(value);
}

class Builder {
public:
    explicit Builder(std::size_t most) : most_{most} {}

    std::string members(const json::value& value, unsigned level) {
        std::string out;
        if (level > 100) exceeded_ = true;
        if (exceeded_) return out;
        if (const auto* object = value.if_object()) {
            for (const auto* member : ordered_members(*object))
                out += one({member->key().data(), member->key().size()}, member->value(), level);
        } else if (const auto* list = value.if_array()) {
            for (std::size_t i = 0; i < list->size(); ++i)
                out += one(std::to_string(i), (*list)[i], level);
        } else if (const auto text = text_of(value)) {
            // JavaScript takes text for a list of its characters.
            const std::u16string units = to_utf16(*text);
            for (std::size_t i = 0; i < units.size() && out.size() <= most_; ++i) {
                const std::string unit = to_utf8(std::u16string_view{units}.substr(i, 1));
                out += wrapped(std::to_string(i), escaped(unit), level);
            }
        }
        if (out.size() > most_) exceeded_ = true;
        return out;
    }
    bool exceeded() const noexcept { return exceeded_; }

private:
    static std::string indent(unsigned level) { return std::string(std::size_t{level} * 2, ' '); }
    static bool is_instruction(std::string_view key) { return key.starts_with('?'); }

    static std::string empty(std::string_view key, unsigned level, std::string_view end) {
        return indent(level) + "<" + std::string{key} + std::string{end} + ">\n";
    }

    std::string one(std::string_view key, const json::value& value, unsigned level) {
        const auto* list = value.if_array();
        if (list == nullptr) {
            if (key == "#text" && !value.is_structured() && !value.is_null())
                return text_content(value);
            return item(key, value, level);
        }
        // Nulls come first, as the original writes them.
        std::string nulls;
        std::string out;
        for (const auto& entry : *list)
            (entry.is_null() ? nulls : out) += item(key, entry, level);
        return nulls + out;
    }

    std::string item(std::string_view key, const json::value& value, unsigned level) {
        if (value.is_null()) return empty(key, level, is_instruction(key) ? "?" : "/");
        if (!value.is_structured()) return text_element(key, value, level);
        const std::string inside = members(value, level + 1);
        const auto* object = value.if_object();
        if (object != nullptr && object->size() == 1 && object->begin()->key() == "#text")
            return text_element(key, object->begin()->value(), level);
        return element(key, inside, level);
    }

    static std::string
    text_element(std::string_view key, const json::value& value, unsigned level) {
        if (is_instruction(key)) return empty(key, level, "?");
        return wrapped(key, text_content(value), level);
    }

    static std::string wrapped(std::string_view key, const std::string& content, unsigned level) {
        return indent(level) + "<" + std::string{key} + ">" + content + "</" + std::string{key} +
               ">\n";
    }

    static std::string element(std::string_view key, const std::string& inside, unsigned level) {
        const bool instruction = is_instruction(key);
        if (inside.empty() && instruction) return empty(key, level, "?");
        if (inside.find('<') == std::string::npos && !instruction)
            return wrapped(key, inside, level);
        const std::string open = indent(level) + "<" + std::string{key} + (instruction ? "?" : "");
        const std::string close = instruction ? "" : "</" + std::string{key} + ">\n";
        if (inside.find('<') == std::string::npos) return open + ">" + inside + close;
        return open + ">\n" + inside + indent(level) + close;
    }

    std::size_t most_;
    bool exceeded_{false};
};

}  // namespace

std::optional<std::string> to_xml(const json::value& value, std::size_t most) {
    Builder builder{most};
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    out += builder.members(value, 0);
    if (builder.exceeded()) return std::nullopt;
    return std::string{trim_js(out)};
}

}  // namespace socbot::templating
