// Tokens of an Adaptive Expression. Rules of the official grammar that surprise: `%` and `#` start
// an identifier when a letter or digit follows (so `7%3` has no operator), numbers have no
// exponent.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace socbot::templating {

enum class TokenKind { number, string, identifier, symbol, end };

struct Token {
    TokenKind kind{TokenKind::end};
    std::string_view text;  // as written; points into the source
    std::size_t column{0};  // from 0, bytes
    bool is(std::string_view symbol) const noexcept {
        return kind == TokenKind::symbol && text == symbol;
    }
};

// Ends with a token of kind end. invalid_input names the column.
Result<std::vector<Token>> tokenize(std::string_view source);

// The text a string literal stands for: \n \r \t \\ and its own quote are replaced, other escapes
// are kept.
std::string unescape(std::string_view literal);

// The length of the quoted string that `text` begins with; 0 when it has no end.
std::size_t quoted_length(std::string_view text) noexcept;

bool is_identifier_start(char c) noexcept;
bool is_identifier_part(char c) noexcept;

}  // namespace socbot::templating
