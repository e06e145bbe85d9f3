// Text from outside, made safe: UTF-8 checks, cutting, escaping for logs and terminals, defanging.
// Escaping for cards, Markdown and HTML lives with those formats.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace socbot {

// RFC 3629: no overlong forms, no surrogates, nothing past U+10FFFF.
bool is_valid_utf8(std::string_view bytes) noexcept;

// Each maximal invalid part becomes U+FFFD. Valid text comes back unchanged.
std::string to_valid_utf8(std::string_view bytes);

// Removes what could move a reader's eye or cursor: C0 and C1 controls (line feed and tab become a
// space), DEL, bidi controls (U+061C, U+200E/F, U+202A..E, U+2066..9), zero-width characters
// (U+200B..D, U+2060, U+FEFF), line and paragraph separators, tags (U+E0000..E007F). Runs of
// spaces fold into one, ends are trimmed. Invalid UTF-8 becomes U+FFFD.
std::string to_plain_line(std::string_view text);

// The same, but keeps line feeds (CR LF becomes LF).
std::string to_plain_text(std::string_view text);

// At most `bytes` bytes, cut between code points. With an ellipsis (3 bytes, counted) when cut.
std::string cut_utf8(std::string_view text, std::size_t bytes);

// For a log line: controls and non-printing characters as \xNN or \u{N}, quotes and back-slashes
// escaped, cut to `bytes`, wrapped in double quotes when it holds a space, '=' or was escaped.
std::string quote_for_log(std::string_view text, std::size_t bytes = 256);

// For a terminal: like to_plain_text, but what was removed shows as \xNN or \u{N}.
std::string escape_for_terminal(std::string_view text);

// An indicator that no client turns into a link: "evil[.]example", "hxxps://evil[.]example/a",
// "203[.]0[.]113[.]9", "user[@]evil[.]example". Already defanged text is unchanged.
std::string defang(std::string_view indicator);

// ASCII only; bytes above 0x7f stay.
std::string to_lower_ascii(std::string_view text);
std::string to_upper_ascii(std::string_view text);
bool equals_ignore_case_ascii(std::string_view a, std::string_view b) noexcept;
std::string_view trim_ascii(std::string_view text) noexcept;
std::vector<std::string_view> split(std::string_view text, char separator);

// The candidate nearest to `word` by edit distance (insert, delete, replace, swap), at most
// max(1, word.size() / 3) away; nullopt when none is. Ties go to the first.
std::optional<std::string_view>
nearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace socbot
