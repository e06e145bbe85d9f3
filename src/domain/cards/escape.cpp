// Escaping for the two Markdown dialects text goes into. Only what is markup where it stands is
// escaped: clients that know no back-slash show every one of them, and a card full of back-slashes
// is hard to read. CommonMark 0.30 sections 2.4 (escapes) and 6 (inlines) are the reference.
#include "base/text.h"
#include "domain/cards/render.h"

#include <algorithm>

namespace socbot {
namespace {

bool is_word(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           static_cast<unsigned char>(c) > 0x7F;
}

char at(std::string_view text, std::size_t i) noexcept {
    return i < text.size() ? text[i] : '\0';
}

// "[.]", "[@]" and "[:]" of a defanged indicator, followed by its next part: no link can come of
// those, and they are to be copied.
bool is_defanged(std::string_view text, std::size_t open) noexcept {
    const char inside = at(text, open + 1);
    if ((inside != '.' && inside != '@' && inside != ':') || at(text, open + 2) != ']')
        return false;
    return is_word(at(text, open + 3)) || (inside == ':' && at(text, open + 3) == '/');
}

// "&lt;" and the like would turn into the character.
bool is_entity(std::string_view text, std::size_t ampersand) noexcept {
    std::size_t i = ampersand + 1;
    if (at(text, i) == '#') ++i;
    const std::size_t start = i;
    while (i - start < 32 && is_word(at(text, i)))
        ++i;
    return i > start && at(text, i) == ';';
}

// A '@' that starts a word is a mention in some client; inside an address it is not. The full-width
// form looks alike and is one nowhere.
bool starts_mention(std::string_view text, std::size_t i) noexcept {
    return (i == 0 || !is_word(text[i - 1])) && is_word(at(text, i + 1));
}

constexpr std::string_view kFullWidthAt{"\xEF\xBC\xA0"};

// Whether a line that starts at `i` would become a heading, list, quote, rule or code block.
bool starts_block(std::string_view text, std::size_t i) noexcept {
    const char c = text[i];
    return c == '#' || c == '>' || c == '-' || c == '+' || c == '=' || c == '|';
}

// "1." and "1)" start a list: the index of the mark, or npos.
std::size_t list_mark(std::string_view text, std::size_t line) noexcept {
    std::size_t i = line;
    while (at(text, i) >= '0' && at(text, i) <= '9')
        ++i;
    const bool mark = i > line && i - line <= 9 && (at(text, i) == '.' || at(text, i) == ')');
    const char after = at(text, i + 1);
    return mark && (after == ' ' || after == '\0' || after == '\n') ? i : std::string_view::npos;
}

bool is_ascii_punctuation(char c) noexcept {
    return c > ' ' && c < '\x7F' && !is_word(c);
}
bool is_ascii_word(char c) noexcept {
    return is_word(c) && static_cast<unsigned char>(c) < 0x80;
}

// Markup wherever it stands in a line.
bool is_markup(std::string_view text, std::size_t i) noexcept {
    switch (text[i]) {
        case '`':
        case '*':
        case '[':
        case ']':
        case '<':
        case '~':
            return true;
        case '\\':
            // Before a letter it is only itself: paths stay readable. At the end the template's own
            // text follows.
            return i + 1 == text.size() || is_ascii_punctuation(text[i + 1]);
        case '_':
            // Inside a word it emphasises nothing.
            return i == 0 || !is_ascii_word(text[i - 1]) || !is_ascii_word(at(text, i + 1));
        case '&':
            return is_entity(text, i);
        default:
            return false;
    }
}

// What may be markup inside a line, or ends it; all other characters are themselves there.
constexpr bool is_suspect(char c) noexcept {
    switch (c) {
        case '\n':
        case '`':
        case '*':
        case '[':
        case ']':
        case '<':
        case '>':
        case '~':
        case '\\':
        case '_':
        case '&':
        case '@':
            return true;
        default:
            return false;
    }
}

// The end of the characters from `i` on that are themselves; `stop` is looked at in any case.
std::size_t plain_end(std::string_view text, std::size_t i, std::size_t stop) noexcept {
    const std::size_t end = std::min(stop, text.size());
    while (i < end && !is_suspect(text[i]))
        ++i;
    return i;
}

// What stands for the character at `i` where a back-slash would not do; empty for most.
std::string_view instead(std::string_view text, std::size_t i, bool angle_as_entity) noexcept {
    switch (text[i]) {
        case '[':
            return is_defanged(text, i) ? text.substr(i, 3) : std::string_view{};
        case '<':
            return angle_as_entity ? "&lt;" : "";
        case '>':
            return angle_as_entity ? "&gt;" : "";
        case '&':
            return angle_as_entity ? "&amp;" : "";
        case '@':
            return starts_mention(text, i) ? kFullWidthAt : std::string_view{};
        default:
            return {};
    }
}

std::string escape(std::string_view text, bool angle_as_entity) {
    std::string out;
    out.reserve(text.size() + 16);
    bool line_start = true;
    std::size_t mark = std::string_view::npos;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!line_start) {
            const std::size_t end = plain_end(text, i, mark < i ? text.size() : mark);
            out.append(text.substr(i, end - i));
            i = end;
            if (i == text.size()) break;
        }
        const char c = text[i];
        const bool block = line_start && starts_block(text, i);
        if (line_start && c != ' ' && c != '\n') mark = list_mark(text, i);
        if (block && c != '>') out.push_back('\\');
        line_start = c == '\n' || (line_start && c == ' ');
        if (const auto other = instead(text, i, angle_as_entity); !other.empty()) {
            out.append(other);
            if (c == '[') i += 2;
        } else {
            const bool markup = is_markup(text, i) || i == mark || (block && c == '>');
            if (markup) out.push_back('\\');
            out.push_back(c);
        }
    }
    return out;
}

}  // namespace

std::string escape_card_markdown(std::string_view text) {
    return escape(text, false);
}

std::string unescape_card_markdown(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        // CommonMark 0.30 section 2.4: a back-slash before anything but punctuation is itself.
        if (text[i] == '\\' && is_ascii_punctuation(at(text, i + 1))) ++i;
        out.push_back(text[i]);
    }
    return out;
}

std::string escape_chat_markdown(std::string_view text) {
    // Chat servers take "<@...>" and "<!...>" as mentions before they look at back-slashes;
    // entities they all know.
    return escape(text, true);
}

}  // namespace socbot
