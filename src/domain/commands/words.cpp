// Typed text into words. What is folded: the spaces of Unicode (category Zs; phones put U+00A0 and
// U+202F around punctuation), smart quotes, and the dashes that keyboards make of "--".
#include "domain/commands/words.h"

#include "base/text.h"
#include "base/utf8.h"

#include <algorithm>
#include <utility>

namespace socbot {
namespace {

constexpr bool is_space(char32_t code) {
    return code == ' ' || code == 0x00A0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) ||
           code == 0x202F || code == 0x205F || code == 0x3000;
}

constexpr bool is_double_quote(char32_t code) {
    return code == '"' || code == 0x00AB || code == 0x00BB || (code >= 0x201C && code <= 0x201F) ||
           code == 0x2033 || code == 0xFF02;
}

constexpr bool is_dash(char32_t code) {
    return (code >= 0x2010 && code <= 0x2015) || code == 0x2212 || code == 0xFE58 ||
           code == 0xFE63 || code == 0xFF0D;
}

// "alarm" and "alarms" are one suggestion.
bool same_but_plural(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) std::swap(a, b);
    return b.starts_with(a) && (b.size() == a.size() || b.substr(a.size()) == "s");
}

// Gathers the words of one line.
class WordReader {
public:
    std::vector<Word> read(std::string_view line) {
        std::size_t at = 0;
        while (at < line.size()) {
            const DecodedCodePoint point = decode_utf8(line.substr(at));
            take(point.code, line.substr(at, point.length), at);
            at += point.length;
        }
        finish(line.size());
        return std::move(words_);
    }

private:
    void take(char32_t code, std::string_view bytes, std::size_t at) {
        if (is_double_quote(code) && (in_quotes_ || !started_)) {
            if (in_quotes_) {
                in_quotes_ = false;
                finish(at + bytes.size());
            } else {
                in_quotes_ = true;
                start(at);
                word_.quoted = true;
            }
            return;
        }
        if (!in_quotes_ && (is_space(code) || code == '=')) {
            finish(at);
            return;
        }
        start(at);
        if (is_dash(code)) {
            word_.text.push_back('-');
        } else {
            word_.text.append(bytes);
        }
    }

    void start(std::size_t at) {
        if (started_) return;
        started_ = true;
        word_ = Word{};
        word_.begin = at;
    }

    void finish(std::size_t end) {
        in_quotes_ = false;
        if (!started_) return;
        started_ = false;
        word_.end = end;
        word_.folded = to_lower_ascii(word_.text);
        words_.push_back(std::move(word_));
    }

    std::vector<Word> words_;
    Word word_;
    bool started_{false};
    bool in_quotes_{false};
};

}  // namespace

std::string typed_line(std::string_view text) {
    std::string spaced;
    spaced.reserve(text.size());
    while (!text.empty()) {
        const DecodedCodePoint point = decode_utf8(text);
        if (point.valid && is_space(point.code)) {
            spaced.push_back(' ');
        } else {
            spaced.append(text.substr(0, point.length));
        }
        text.remove_prefix(point.length);
    }
    return to_plain_line(spaced);
}

std::vector<Word> words_of(std::string_view line) {
    return WordReader{}.read(line);
}

std::string rest_of(std::string_view line, std::size_t begin) {
    const std::string_view rest = trim_ascii(line.substr(std::min(begin, line.size())));
    const std::vector<Word> words = words_of(rest);
    const bool one_quoted_value =
        words.size() == 1 && words[0].quoted && words[0].begin == 0 && words[0].end == rest.size();
    if (!one_quoted_value || words[0].text.empty()) return std::string{rest};
    const std::size_t first = decode_utf8(rest).length;
    std::size_t last = rest.size() - 1;
    while (last > first && (static_cast<unsigned char>(rest[last]) & 0xC0U) == 0x80U)
        --last;
    // Without an end quote the value goes to the end of the line.
    if (!is_double_quote(decode_utf8(rest.substr(last)).code)) last = rest.size();
    return std::string{trim_ascii(rest.substr(first, last - first))};
}

std::string shown(std::string_view typed, std::size_t bytes) {
    std::string text = cut_utf8(typed, bytes);
    std::replace(text.begin(), text.end(), '`', '\'');
    return "`" + text + "`";
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates) {
    std::vector<std::string_view> left{candidates.begin(), candidates.end()};
    std::vector<std::string_view> found;
    const auto keep = [&](std::string_view candidate) {
        found.push_back(candidate);
        std::erase_if(left, [&](std::string_view other) {
            return same_but_plural(candidate, other);
        });
    };
    // A word broken off is meant more often than one that happens to be near.
    const auto broken_off = [&](std::string_view candidate) {
        return word.size() >= 3 && candidate.starts_with(word) && candidate != word;
    };
    while (found.size() < 2) {
        const auto longer = std::find_if(left.begin(), left.end(), broken_off);
        if (longer == left.end()) break;
        keep(std::string_view{*longer});
    }
    while (found.size() < 2) {
        const auto near = nearest(word, left);
        if (!near) break;
        keep(*near);
    }
    if (found.empty()) return {};
    std::string text = "Did you mean " + shown(found[0]);
    if (found.size() == 2) text += " or " + shown(found[1]);
    return text + "?";
}

}  // namespace socbot
