// One UTF-8 decoder for everything in this folder that walks text by code point.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace socbot {

struct DecodedCodePoint {
    char32_t code{0};       // U+FFFD when not valid
    std::size_t length{1};  // bytes taken: of an invalid sequence, its maximal subpart
    bool valid{false};
};

// Decodes at the start of `bytes`, which must not be empty. What is invalid is taken as the maximal
// subpart of an ill-formed sequence (Unicode 15 section 3.9, table 3-8), as browsers do.
DecodedCodePoint decode_utf8(std::string_view bytes) noexcept;

// Appends a scalar value.
void append_utf8(std::string& out, char32_t code);

inline constexpr std::string_view kReplacementCharacter{"\xEF\xBF\xBD"};

}  // namespace socbot
