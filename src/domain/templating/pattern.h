// A regular expression of isMatch and replaceIgnoreCase: RE2, so alarm text can't make it take
// exponential time.
#pragma once

#include "base/result.h"

#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace socbot::templating {

class Pattern {
public:
    // A pattern of isMatch. invalid_input: longer than `bytes`, not of the common grammar, or RE2's
    // reason.
    static Result<Pattern> compile(std::string_view source, std::size_t bytes);
    // A JavaScript pattern that ignores case, of replaceIgnoreCase. Lookaround and back-references
    // are refused.
    static Result<Pattern> compile_raw(std::string_view source, std::size_t bytes);

    // Searches, as JavaScript's test() does.
    bool found_in(std::string_view text) const;
    // Replaces all matches; $1 .. $99, $& and $$ as in JavaScript, other text literally. Stops once
    // the result has more than `most` bytes.
    std::string replace_all(std::string_view text, std::string_view with, std::size_t most) const;

private:
    explicit Pattern(std::shared_ptr<const re2::RE2> regex) : regex_{std::move(regex)} {}
    std::shared_ptr<const re2::RE2> regex_;
};

}  // namespace socbot::templating
