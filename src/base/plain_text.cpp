// Text from outside without what could move a reader's eye or cursor. One walk serves three uses:
// what is hidden is dropped (cards, files), shown as an escape (terminals) or escaped and quoted
// (log lines). The set is the one of text.h, from Unicode TR 36 section 3 and "Trojan Source"
// (CVE-2021-42574).
#include "base/text.h"
#include "base/utf8.h"

#include <charconv>
#include <cstdint>
#include <cstring>

namespace socbot {
namespace {

constexpr std::string_view kEllipsis{"\xE2\x80\xA6"};  // U+2026

constexpr bool between(char32_t code, char32_t low, char32_t high) noexcept {
    return code >= low && code <= high;
}

constexpr bool is_hidden(char32_t code) noexcept {
    if (code < 0x20 || between(code, 0x7F, 0x9F)) return true;
    if (code < 0x061C) return false;
    return code == 0x061C || between(code, 0x200B, 0x200F) || between(code, 0x2028, 0x202E) ||
           code == 0x2060 || between(code, 0x2066, 0x2069) || code == 0xFEFF ||
           between(code, 0xE0000, 0xE007F);
}

enum class LineFeeds { fold, keep };
enum class Hidden { drop, show };

// "\xNN" for a byte, "\u{N}" for a code point past ASCII.
void append_escape(std::string& out, char32_t value, bool as_byte) {
    char digits[8];
    const auto end =
        std::to_chars(digits, digits + sizeof digits, static_cast<std::uint32_t>(value), 16).ptr;
    const std::string_view hex{digits, static_cast<std::size_t>(end - digits)};
    if (as_byte) {
        out.append(hex.size() == 1 ? "\\x0" : "\\x").append(hex);
    } else {
        out.append("\\u{").append(hex).append("}");
    }
}

void append_escape(std::string& out, const DecodedCodePoint& point, std::string_view bytes) {
    if (point.valid) {
        append_escape(out, point.code, point.code < 0x80);
        return;
    }
    for (const char byte : bytes.substr(0, point.length))
        append_escape(out, static_cast<unsigned char>(byte), true);
}

// Appends with runs of spaces folded and none at the start.
class SpaceFolder {
public:
    explicit SpaceFolder(std::string& out) : out_{out} {}

    void space() {
        if (!out_.empty() && out_.back() != ' ') out_.push_back(' ');
    }
    void line_feed() {
        if (!out_.empty()) out_.push_back('\n');
    }
    void trim_end() {
        while (!out_.empty() && (out_.back() == ' ' || out_.back() == '\n'))
            out_.pop_back();
    }

private:
    std::string& out_;
};

std::string clean(std::string_view text, LineFeeds line_feeds, Hidden hidden) {
    std::string out;
    out.reserve(text.size());
    SpaceFolder folder{out};
    while (!text.empty()) {
        const DecodedCodePoint point = decode_utf8(text);
        const std::string_view bytes = text.substr(0, point.length);
        text.remove_prefix(point.length);
        if (!point.valid) {
            if (hidden == Hidden::show) {
                append_escape(out, point, bytes);
            } else {
                out.append(kReplacementCharacter);
            }
        } else if (point.code == '\n' && line_feeds == LineFeeds::keep) {
            folder.line_feed();
        } else if (point.code == ' ' || point.code == '\t' || point.code == '\n') {
            folder.space();
        } else if (point.code == '\r' && !text.empty() && text.front() == '\n') {
            continue;
        } else if (!is_hidden(point.code)) {
            out.append(bytes);
        } else if (hidden == Hidden::show) {
            append_escape(out, point, bytes);
        }
    }
    folder.trim_end();
    return out;
}

constexpr std::uint64_t repeat(std::uint64_t byte) noexcept {
    return byte * 0x0101010101010101ULL;
}

std::uint64_t word_at(std::string_view text, std::size_t at) noexcept {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, sizeof word);
    return word;
}

constexpr bool has_zero_byte(std::uint64_t word) noexcept {
    return ((word - repeat(0x01)) & ~word & repeat(0x80)) != 0;
}

// Any of eight bytes outside 0x20..0x7E.
constexpr bool has_unprintable(std::uint64_t word) noexcept {
    const std::uint64_t below_space = (word - repeat(0x20)) & ~word & repeat(0x80);
    const std::uint64_t not_ascii = word & repeat(0x80);
    return (below_space | not_ascii) != 0 || has_zero_byte(word ^ repeat(0x7F));
}

// Printable ASCII with single spaces inside: nothing to do. Nearly all text is, and every text of
// every alarm passes here, so eight bytes are judged at a time.
bool is_plain_ascii_line(std::string_view text) noexcept {
    if (text.empty()) return true;
    if (text.front() == ' ' || text.back() == ' ') return false;
    std::size_t at = 0;
    for (; text.size() - at > sizeof(std::uint64_t); at += sizeof(std::uint64_t)) {
        const std::uint64_t word = word_at(text, at);
        const std::uint64_t next = word_at(text, at + 1);
        // A byte that is zero in both is a space before a space.
        const bool two_spaces = has_zero_byte((word ^ repeat(' ')) | (next ^ repeat(' ')));
        if (has_unprintable(word) || two_spaces) return false;
    }
    for (; at < text.size(); ++at) {
        const unsigned byte = static_cast<unsigned char>(text[at]);
        if (byte - 0x20U > 0x7EU - 0x20U) return false;
        if (byte == ' ' && text[at + 1] == ' ') return false;  // the last byte is no space
    }
    return true;
}

void append_for_log(std::string& out, const DecodedCodePoint& point, std::string_view bytes) {
    if (point.valid && (point.code == '"' || point.code == '\\')) {
        out.push_back('\\');
        out.append(bytes);
    } else if (!point.valid || is_hidden(point.code)) {
        append_escape(out, point, bytes);
    } else {
        out.append(bytes);
    }
}

}  // namespace

std::string to_plain_line(std::string_view text) {
    if (is_plain_ascii_line(text)) return std::string{text};
    return clean(text, LineFeeds::fold, Hidden::drop);
}

std::string to_plain_text(std::string_view text) {
    if (is_plain_ascii_line(text)) return std::string{text};
    return clean(text, LineFeeds::keep, Hidden::drop);
}

std::string escape_for_terminal(std::string_view text) {
    if (is_plain_ascii_line(text)) return std::string{text};
    return clean(text, LineFeeds::keep, Hidden::show);
}

std::string quote_for_log(std::string_view text, std::size_t bytes) {
    std::string out;
    bool quoted = text.empty();
    // Where to end if the whole doesn't fit: the last place that leaves room for the ellipsis.
    std::size_t room_for_ellipsis = 0;
    while (!text.empty()) {
        const DecodedCodePoint point = decode_utf8(text);
        const std::string_view taken = text.substr(0, point.length);
        const std::size_t before = out.size();
        append_for_log(out, point, taken);
        quoted = quoted || out.size() - before != taken.size() || taken == " " || taken == "=";
        if (out.size() > bytes) {
            out.resize(room_for_ellipsis);
            if (bytes >= kEllipsis.size()) out.append(kEllipsis);
            break;
        }
        if (out.size() + kEllipsis.size() <= bytes) room_for_ellipsis = out.size();
        text.remove_prefix(point.length);
    }
    if (!quoted) return out;
    return "\"" + out + "\"";
}

}  // namespace socbot
