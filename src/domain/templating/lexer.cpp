// One pass, longest match, two-character symbols before one-character ones.
#include "domain/templating/lexer.h"

#include <algorithm>
#include <array>

namespace socbot::templating {

namespace {

constexpr std::array<std::string_view, 27> kSymbols{
    "&&", "||", "==", "!=", "<>", "<=", ">=", "=>", "??", "+", "-", "*", "/", "%",
    "^",  "&",  "!",  "<",  ">",  "?",  ":",  "(",  ")",  "[", "]", ".", ","};

constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
constexpr bool is_letter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Space, tab, line ends, no-break space, byte order mark.
std::size_t space_length(std::string_view rest) noexcept {
    if (rest.front() == ' ' || rest.front() == '\t' || rest.front() == '\n' || rest.front() == '\r')
        return 1;
    if (rest.starts_with("\xC2\xA0")) return 2;
    if (rest.starts_with("\xEF\xBB\xBF")) return 3;
    return 0;
}

std::size_t run_length(std::string_view text, bool (*belongs)(char)) noexcept {
    return static_cast<std::size_t>(
        std::find_if_not(text.begin(), text.end(), belongs) - text.begin()
    );
}

std::size_t number_length(std::string_view rest) noexcept {
    std::size_t length = run_length(rest, is_digit);
    if (length + 1 < rest.size() && rest[length] == '.' && is_digit(rest[length + 1]))
        length += 1 + run_length(rest.substr(length + 1), is_digit);
    return length;
}

std::size_t identifier_length(std::string_view rest) noexcept {
    if (!is_identifier_start(rest.front())) return 0;
    const std::size_t start = rest.starts_with("@@") ? 2 : 1;
    const std::size_t tail = run_length(rest.substr(start), is_identifier_part);
    if (rest.front() == '%' && tail == 0) return 0;  // the operator
    return start + tail;
}

std::size_t symbol_length(std::string_view rest) noexcept {
    if (rest.front() == '{' || rest.front() == '}') return 1;
    const auto* found = std::find_if(kSymbols.begin(), kSymbols.end(), [rest](std::string_view s) {
        return rest.starts_with(s);
    });
    return found == kSymbols.end() ? 0 : found->size();
}

Token next_token(std::string_view rest, std::size_t column) noexcept {
    const auto token = [&](TokenKind kind, std::size_t length) {
        return Token{kind, rest.substr(0, length), column};
    };
    if (is_digit(rest.front())) return token(TokenKind::number, number_length(rest));
    if (rest.front() == '\'' || rest.front() == '"')
        return token(TokenKind::string, quoted_length(rest));
    if (const auto length = identifier_length(rest)) return token(TokenKind::identifier, length);
    return token(TokenKind::symbol, symbol_length(rest));
}

}  // namespace

bool is_identifier_start(char c) noexcept {
    return is_letter(c) || c == '_' || c == '#' || c == '@' || c == '$' || c == '%';
}

bool is_identifier_part(char c) noexcept {
    return is_letter(c) || is_digit(c) || c == '_';
}

std::size_t quoted_length(std::string_view text) noexcept {
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (text[i] == text.front()) {
            return i + 1;
        }
    }
    return 0;
}

// In two passes, as the official parser does it: the literal's own quote first.
std::string unescape(std::string_view literal) {
    const char quote = literal.front();
    const std::string_view inside = literal.substr(1, literal.size() - 2);
    std::string text;
    for (std::size_t i = 0; i < inside.size(); ++i) {
        if (inside[i] == '\\' && i + 1 < inside.size() && inside[i + 1] == quote) ++i;
        text += inside[i];
    }
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        constexpr std::string_view kFrom = "nrt\\";
        constexpr std::string_view kTo = "\n\r\t\\";
        if (text[i] != '\\' || i + 1 == text.size()) {
            out += text[i];
            continue;
        }
        const auto escape = kFrom.find(text[++i]);
        if (escape == std::string_view::npos) {
            out.append({'\\', text[i]});
        } else {
            out += kTo[escape];
        }
    }
    return out;
}

Result<std::vector<Token>> tokenize(std::string_view source) {
    std::vector<Token> tokens;
    std::size_t at = 0;
    while (at < source.size()) {
        const std::string_view rest = source.substr(at);
        if (const auto space = space_length(rest)) {
            at += space;
            continue;
        }
        tokens.push_back(next_token(rest, at));
        if (tokens.back().text.empty())
            return Error{
                Errc::invalid_input,
                "syntax error at column " + std::to_string(at + 1) + ": unexpected character"};
        at += tokens.back().text.size();
    }
    tokens.push_back({TokenKind::end, source.substr(source.size()), source.size()});
    return tokens;
}

}  // namespace socbot::templating
