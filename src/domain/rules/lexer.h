// Tokens of a rule, after the CEL specification ("Syntax"): identifiers, integers, quoted strings
// with escapes, raw strings r"...", // comments.
#pragma once

#include "base/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace socbot::rules {

// From 1, in code points.
struct Position {
    std::size_t line{1};
    std::size_t column{1};
};

enum class TokenKind { identifier, integer, string, symbol, end };

struct Token {
    TokenKind kind{TokenKind::end};
    std::string_view text;  // as written; points into the source
    std::string value;      // of a string: what it stands for
    Position at;
};

// Ends with a token of kind end.
Result<std::vector<Token>> tokenize(std::string_view source);

// "2:14: expected ...", as every error of this folder.
Error error_at(Position at, const std::string& message);

}  // namespace socbot::rules
