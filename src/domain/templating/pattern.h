// A regular expression of isMatch and replaceIgnoreCase: RE2, so alarm text can't make it take
// exponential time. Lookaround and back-references are refused, as the official "common" grammar
// does.
#pragma once

#include "base/result.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace socbot::templating {

class Pattern {
public:
    // invalid_input: longer than `bytes`, or RE2's reason.
    static Result<Pattern>
    compile(std::string_view source, std::size_t bytes, bool ignore_case = false);
    // Searches, as JavaScript's test() does.
    bool found_in(std::string_view text) const;
    // Replaces all matches; $1 .. $9 and $& stand for groups, as in JavaScript. Stops once the
    // result has more than `most` bytes. nullopt when the pattern has fewer groups.
    std::optional<std::string>
    replace_all(std::string_view text, std::string_view with, std::size_t most) const;

private:
    explicit Pattern(std::shared_ptr<const re2::RE2> regex) : regex_{std::move(regex)} {}
    std::shared_ptr<const re2::RE2> regex_;
};

}  // namespace socbot::templating
