// One pass over the source; positions are counted as it goes.
#include "domain/rules/lexer.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace socbot::rules {

namespace {

constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
constexpr bool is_name_start(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
constexpr bool is_name_part(char c) noexcept {
    return is_name_start(c) || is_digit(c);
}

constexpr std::array<std::string_view, 22> kSymbols{"&&", "||", "==", "!=", "<=", ">=", "<", ">",
                                                    "!",  "(",  ")",  "[",  "]",  ",",  ".", "-",
                                                    "+",  "*",  "/",  "%",  "?",  ":"};

void append_utf8(std::string& out, unsigned code) {
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0U | (code >> 6U));
        out += static_cast<char>(0x80U | (code & 0x3FU));
    } else {
        out += static_cast<char>(0xE0U | (code >> 12U));
        out += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
        out += static_cast<char>(0x80U | (code & 0x3FU));
    }
}

class Lexer {
public:
    explicit Lexer(std::string_view source) : rest_{source} {}

    Result<std::vector<Token>> run() {
        for (skip_blank(); !rest_.empty(); skip_blank()) {
            if (auto token = next(); !token) return token.error();
        }
        tokens_.push_back({TokenKind::end, rest_, {}, at_});
        return std::move(tokens_);
    }

private:
    void advance(std::size_t bytes) {
        for (const char c : rest_.substr(0, bytes)) {
            if (c == '\n') {
                ++at_.line;
                at_.column = 1;
            } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
                ++at_.column;
            }
        }
        rest_.remove_prefix(bytes);
    }

    void skip_blank() {
        while (!rest_.empty()) {
            const char c = rest_.front();
            if (rest_.starts_with("//")) {
                advance(std::min(rest_.find('\n'), rest_.size()));
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                advance(1);
            } else {
                return;
            }
        }
    }

    void push(TokenKind kind, std::size_t length) {
        tokens_.push_back({kind, rest_.substr(0, length), {}, at_});
        advance(length);
    }

    std::size_t run_length(bool (*belongs)(char)) const {
        return static_cast<std::size_t>(
            std::find_if_not(rest_.begin(), rest_.end(), belongs) - rest_.begin()
        );
    }

    Result<void> next() {
        const char c = rest_.front();
        const bool raw = rest_.starts_with("r\"") || rest_.starts_with("r'");
        if (c == '"' || c == '\'' || raw) return string(raw);
        if (is_name_start(c)) {
            push(TokenKind::identifier, run_length(is_name_part));
            return {};
        }
        if (is_digit(c)) return integer();
        for (const std::string_view symbol : kSymbols) {
            if (!rest_.starts_with(symbol)) continue;
            push(TokenKind::symbol, symbol.size());
            return {};
        }
        const std::size_t length = std::min(rest_.find_first_of(" \n"), rest_.size());
        return error_at(at_, "unexpected " + quote_for_log(rest_.substr(0, length), 16));
    }

    Result<void> integer() {
        const std::size_t length = run_length(is_digit);
        const char after = length < rest_.size() ? rest_[length] : ' ';
        const bool fraction =
            after == '.' && length + 1 < rest_.size() && is_digit(rest_[length + 1]);
        if (fraction || is_name_start(after))
            return error_at(at_, "expected a whole number like 42");
        push(TokenKind::integer, length);
        return {};
    }

    Result<void> string(bool raw) {
        const std::size_t start = raw ? 2 : 1;
        const char quote = rest_[start - 1];
        std::string value;
        std::size_t i = start;
        while (i < rest_.size() && rest_[i] != quote && rest_[i] != '\n') {
            if (raw || rest_[i] != '\\') {
                value += rest_[i++];
                continue;
            }
            const std::size_t length = escape(rest_.substr(i), value);
            if (length == 0)
                return error_at(at_, "unknown escape in a string; write \\\\ for one \\");
            i += length;
        }
        if (i >= rest_.size() || rest_[i] != quote) return error_at(at_, "string has no end");
        tokens_.push_back({TokenKind::string, rest_.substr(0, i + 1), std::move(value), at_});
        advance(i + 1);
        return {};
    }

    // The length of the escape `text` begins with, or 0.
    static std::size_t escape(std::string_view text, std::string& out) {
        constexpr std::string_view kFrom = "nrt\\'\"`?";
        constexpr std::string_view kTo = "\n\r\t\\'\"`?";
        if (text.size() < 2) return 0;
        if (const auto found = kFrom.find(text[1]); found != std::string_view::npos) {
            out += kTo[found];
            return 2;
        }
        const std::size_t digits = text[1] == 'x' ? 2 : (text[1] == 'u' ? 4 : 0);
        if (digits == 0 || text.size() < 2 + digits) return 0;
        unsigned code = 0;
        for (const char c : text.substr(2, digits)) {
            constexpr std::string_view kHex = "0123456789abcdef";
            const auto value = kHex.find(c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c);
            if (value == std::string_view::npos) return 0;
            code = code * 16 + static_cast<unsigned>(value);
        }
        if (code >= 0xD800 && code <= 0xDFFF) return 0;
        append_utf8(out, code);
        return 2 + digits;
    }

    std::string_view rest_;
    Position at_;
    std::vector<Token> tokens_;
};

}  // namespace

Result<std::vector<Token>> tokenize(std::string_view source) {
    return Lexer{source}.run();
}

Error error_at(Position at, const std::string& message) {
    return {
        Errc::invalid_input,
        std::to_string(at.line) + ":" + std::to_string(at.column) + ": " + message};
}

}  // namespace socbot::rules
