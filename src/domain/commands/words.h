// A typed line as words: tolerant of what phones and office programs do to text.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace socbot {

struct Word {
    std::string text;              // as typed, without quotes; dashes and spaces are ASCII
    std::string folded;            // lower case (ASCII)
    std::size_t begin{0}, end{0};  // in the line, quotes included
    bool quoted{false};            // a value: never a keyword
};

// One line: valid UTF-8, no controls or invisible characters, every kind of space a space.
std::string typed_line(std::string_view text);

// Words by spaces. Double quotes, straight or smart, hold spaces; a missing end quote ends with the
// line. Hyphens and dashes of every length become '-'; "=" between words is a space.
std::vector<Word> words_of(std::string_view line);

// The text from the word that begins at `begin` to the end of the line; one pair of quotes around
// the whole of it is taken off.
std::string rest_of(std::string_view line, std::size_t begin);

// For an answer: in backticks, cut to `bytes`, without a backtick inside.
std::string shown(std::string_view typed, std::size_t bytes = 32);

// "Did you mean `a` or `b`?" with at most two candidates near the word; empty when none is.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace socbot
