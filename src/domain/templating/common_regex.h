// The regular expressions of isMatch: a pattern has to fit the official packages' "common" grammar
// (CommonRegex.g4) and is then read by JavaScript's rules, which RE2's differ from.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace socbot::templating {

// The pattern for RE2. invalid_input: it does not fit the grammar (\b, lookaround, ...).
Result<std::string> common_to_re2(std::string_view pattern);

// A raw JavaScript pattern for RE2, without a check of its grammar.
std::string javascript_to_re2(std::string_view pattern);

}  // namespace socbot::templating
