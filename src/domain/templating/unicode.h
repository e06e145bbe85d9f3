// UTF-16 views of UTF-8 text, because Adaptive Expressions count and cut in UTF-16 units, and full
// Unicode case mapping.
#pragma once

#include <string>
#include <string_view>

namespace socbot::templating {

// Invalid UTF-8 becomes U+FFFD.
std::u16string to_utf16(std::string_view text);
// A lone surrogate (cut apart) becomes U+FFFD.
std::string to_utf8(std::u16string_view units);

// The order of JavaScript's < on strings: by UTF-16 units. Negative, 0 or positive.
int compare_utf16(std::string_view a, std::string_view b);

// Full case mapping (ß becomes SS), by the rules of a language tag ("tr") or the root locale.
std::string to_lower(std::string_view text, const std::string& locale = {});
std::string to_upper(std::string_view text, const std::string& locale = {});

// Whether JavaScript takes it for a language tag by its form: "de", "de-CH", "sr-Latn".
bool is_language_tag(std::string_view text) noexcept;

// Without the white space of JavaScript's trim() (ECMA-262, WhiteSpace and LineTerminator).
std::string_view trim_js(std::string_view text);

}  // namespace socbot::templating
