// A recogniser of the grammar, and the rewriting of what means something else to RE2.
#include "domain/templating/common_regex.h"

#include <array>

namespace socbot::templating {

namespace {

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_hex(char c) noexcept {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_octal(char c) noexcept {
    return c >= '0' && c <= '7';
}

class Grammar {
public:
    explicit Grammar(std::string_view pattern) : rest_{pattern} {}
    bool fits() { return alternation() && rest_.empty(); }

private:
    static constexpr unsigned kDepth = 100;

    bool take(std::string_view text) {
        if (!rest_.starts_with(text)) return false;
        rest_.remove_prefix(text.size());
        return true;
    }
    std::size_t run(bool (*belongs)(char)) const {
        std::size_t length = 0;
        while (length < rest_.size() && belongs(rest_[length]))
            ++length;
        return length;
    }

    bool alternation() {
        if (++depth_ > kDepth) return false;
        do {
            while (!rest_.empty() && rest_.front() != '|' && rest_.front() != ')')
                if (!element()) return false;
        } while (take("|"));
        --depth_;
        return true;
    }

    bool element() {
        if (!atom()) return false;
        if (take("?") || take("+") || take("*") || counted()) (void)(take("+") || take("?"));
        return true;
    }

    // {n}, {n,} or {n,m}; anything else in braces is literal.
    bool counted() {
        const std::string_view before = rest_;
        if (take("{")) {
            const std::size_t least = run(is_digit);
            rest_.remove_prefix(least);
            if (least > 0 && take(",")) rest_.remove_prefix(run(is_digit));
            if (least > 0 && take("}")) return true;
        }
        rest_ = before;
        return false;
    }

    bool atom() {
        if (rest_.front() == '\\') return escape();
        if (take("[")) return character_class();
        if (rest_.front() == '(') return group();
        constexpr std::string_view kNever = "?+*|)";
        if (kNever.find(rest_.front()) != std::string_view::npos) return false;
        rest_.remove_prefix(1);
        return true;
    }

    bool group() {
        if (take("(?:")) return alternation() && take(")");
        if (take("(?<")) {
            if (rest_.empty() || !(is_letter(rest_.front()) || rest_.front() == '_')) return false;
            rest_.remove_prefix(run([](char c) { return is_letter(c) || is_digit(c) || c == '_'; })
            );
            return take(">") && alternation() && take(")");
        }
        if (take("(?")) {
            const auto flags = run([](char c) { return c == 'i' || c == 'm' || c == 's'; });
            rest_.remove_prefix(flags);
            return flags > 0 && take(")");
        }
        return take("(") && alternation() && take(")");
    }

    bool character_class() {
        (void)take("^");
        if (rest_.empty() || rest_.front() == ']') return false;
        while (!rest_.empty() && rest_.front() != ']') {
            if (rest_.front() != '\\') {
                rest_.remove_prefix(1);
            } else if (!escape()) {
                return false;
            }
        }
        return take("]");
    }

    bool escape() {
        rest_.remove_prefix(1);
        if (rest_.empty()) return false;
        const char c = rest_.front();
        if (is_octal(c)) return octal();
        if (!is_letter(c) && !is_digit(c)) {
            rest_.remove_prefix(1);
            return true;
        }
        rest_.remove_prefix(1);
        constexpr std::string_view kPlain = "aefnrtcdDwWsS";
        if (kPlain.find(c) != std::string_view::npos) return true;
        if (c == 'Q') return quote();
        if (c == 'p' || c == 'P') return property();
        return c == 'x' && hexadecimal();
    }

    bool octal() {
        const auto digits = run(is_octal);
        if (digits < 2) return false;
        rest_.remove_prefix(digits >= 3 && rest_.front() <= '3' ? 3 : 2);
        return true;
    }
    bool quote() {
        const auto end = rest_.find("\\E");
        if (end == std::string_view::npos) return false;
        rest_.remove_prefix(end + 2);
        return true;
    }
    bool property() {
        if (!take("{")) return false;
        const auto name = run([](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
        rest_.remove_prefix(name);
        return name > 0 && take("}");
    }
    bool hexadecimal() {
        const bool braces = take("{");
        const auto digits = run(is_hex);
        if (digits < (braces ? 3U : 2U)) return false;
        rest_.remove_prefix(braces ? digits : 2);
        return !braces || take("}");
    }

    std::string_view rest_;
    unsigned depth_{0};
};

// ECMA-262: WhiteSpace and LineTerminator, which \s means; RE2's is ASCII.
constexpr std::string_view kSpaces =
    R"(\t-\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff})";

// An escape of JavaScript without the u flag, where unknown letters stand for themselves.
std::string escape_to_re2(char c, bool in_class) {
    std::string letter(1, c);
    if (c == 's') return in_class ? std::string{kSpaces} : "[" + std::string{kSpaces} + "]";
    if (c == 'S' && !in_class) return "[^" + std::string{kSpaces} + "]";
    constexpr std::string_view kIdentity = "aepPQECzAZGK";
    if (kIdentity.find(c) != std::string_view::npos) return letter;
    return "\\" + letter;
}

}  // namespace

std::string javascript_to_re2(std::string_view pattern) {
    std::string out;
    bool in_class = false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        if (c == '\\' && i + 1 < pattern.size()) {
            out += escape_to_re2(pattern[++i], in_class);
            // \p{L} is the letter p and text in braces.
            if ((pattern[i] == 'p' || pattern[i] == 'P') && pattern.substr(i + 1).starts_with('{'))
                out += '\\';
        } else if (c == '[' && !in_class) {
            in_class = true;
            out += c;
        } else if (c == '[') {
            out += "\\[";  // RE2 would read [:alpha:]
        } else if (c == ']') {
            out += in_class ? "]" : "\\]";
            in_class = false;
        } else if (pattern.substr(i).starts_with("(?<") && !in_class && i + 3 < pattern.size() && pattern[i + 3] != '=' && pattern[i + 3] != '!') {
            out += "(?P<";
            i += 2;
        } else {
            out += c;
        }
    }
    return out;
}

Result<std::string> common_to_re2(std::string_view pattern) {
    if (pattern.empty() || !Grammar{pattern}.fits())
        return Error{Errc::invalid_input, "'" + std::string{pattern} + "' is no common pattern"};
    // The first of each option counts for the whole pattern, wherever it stands.
    std::string rest{pattern};
    std::string flags;
    constexpr std::array<std::string_view, 3> kOptions{"(?i)", "(?m)", "(?s)"};
    for (const std::string_view option : kOptions) {
        const auto at = rest.find(option);
        if (at == std::string::npos) continue;
        flags += option;
        rest.erase(at, option.size());
    }
    if (rest.find("(?i)") != std::string::npos || rest.find("(?m)") != std::string::npos ||
        rest.find("(?s)") != std::string::npos)
        return Error{Errc::invalid_input, "an option stands twice in '" + rest + "'"};
    return flags + javascript_to_re2(rest);
}

}  // namespace socbot::templating
