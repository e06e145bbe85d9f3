// ASCII helpers and cutting. Locale-free on purpose: results must not depend on the machine.
#include "base/text.h"

#include <algorithm>

namespace socbot {
namespace {

constexpr std::string_view kEllipsis{"\xE2\x80\xA6"};  // U+2026

constexpr char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr char upper(char c) noexcept {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

constexpr bool is_space(char c) noexcept {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool is_continuation(char c) noexcept {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// The longest prefix of at most `bytes` bytes that ends between code points.
std::string_view prefix_between_code_points(std::string_view text, std::size_t bytes) noexcept {
    if (text.size() <= bytes) return text;
    std::size_t end = bytes;
    // A code point has at most three continuation bytes; more would be invalid text, cut anywhere.
    for (int step = 0; step < 3 && end > 0 && is_continuation(text[end]); ++step)
        --end;
    return text.substr(0, end);
}

}  // namespace

std::string cut_utf8(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return std::string{text};
    // No room for the ellipsis: the limit comes first.
    if (bytes < kEllipsis.size()) return std::string{prefix_between_code_points(text, bytes)};
    std::string out{prefix_between_code_points(text, bytes - kEllipsis.size())};
    out.append(kEllipsis);
    return out;
}

std::string to_lower_ascii(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

std::string to_upper_ascii(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(), upper);
    return out;
}

bool equals_ignore_case_ascii(std::string_view a, std::string_view b) noexcept {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return lower(x) == lower(y);
    });
}

std::string_view trim_ascii(std::string_view text) noexcept {
    while (!text.empty() && is_space(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_space(text.back()))
        text.remove_suffix(1);
    return text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

}  // namespace socbot
