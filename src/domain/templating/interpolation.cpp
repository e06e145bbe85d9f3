// The token rule of the official lexer: inside `${}` stand quoted strings, object literals, and
// characters other than line ends, braces, quotes and back-ticks.
#include "domain/templating/interpolation.h"

#include "base/text.h"
#include "domain/templating/lexer.h"
#include "domain/templating/parser.h"

namespace socbot::templating {

namespace {

// How deep object literals may still nest; bounded, so hostile braces can't exhaust the stack.
struct Nesting {
    unsigned left;
    bool exceeded{false};
};

// Lengths of 0 mean: does not match.
std::size_t object_length(std::string_view text, Nesting& nesting);

std::size_t item_length(std::string_view rest, Nesting& nesting) {
    switch (rest.front()) {
        case '\'':
        case '"':
            return quoted_length(rest);
        case '{':
            return object_length(rest, nesting);
        case '}':
        case '\r':
        case '\n':
        case '`':
            return 0;
        default:
            return 1;
    }
}

bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t';
}

// '{' key ':' ... '}' or '{' blanks '}'.
std::size_t object_length(std::string_view text, Nesting& nesting) {
    if (nesting.left == 0) nesting.exceeded = true;
    if (nesting.exceeded) return 0;
    --nesting.left;
    std::size_t at = 1;
    bool has_key = false;
    bool only_blanks = true;
    while (at < text.size() && text[at] != '}') {
        if (text[at] == ':') has_key = true;
        if (!is_blank(text[at])) only_blanks = false;
        const std::size_t length = item_length(text.substr(at), nesting);
        if (length == 0) return 0;
        at += length;
    }
    ++nesting.left;
    if (at >= text.size() || !(has_key || only_blanks)) return 0;
    return at + 1;
}

// The length of the `${...}` that `text` begins with.
std::size_t token_length(std::string_view text, Nesting& nesting) {
    if (!text.starts_with("${")) return 0;
    std::size_t at = 2;
    while (at < text.size() && text[at] != '}') {
        const std::size_t length = item_length(text.substr(at), nesting);
        if (length == 0) return 0;
        at += length;
    }
    return at < text.size() && at > 2 ? at + 1 : 0;
}

class Scanner {
public:
    Scanner(std::string_view text, const Limits& limits) : text_{text}, limits_{limits} {}

    Result<Interpolation> scan() {
        while (at_ < text_.size()) {
            if (auto step = one(); !step) return step.error();
        }
        flush();
        return finish();
    }

private:
    Result<void> one() {
        const std::string_view rest = text_.substr(at_);
        Nesting nesting{limits_.depth};
        if (const auto length = token_length(rest, nesting)) return expression(length);
        if (nesting.exceeded)
            return Error{
                Errc::invalid_input,
                "expression is nested deeper than " + std::to_string(limits_.depth)};
        if (rest.starts_with("\\$") || rest.starts_with("\\`")) {
            literal_ += rest[1];
            at_ += 2;
            return {};
        }
        if (rest.front() == '`')
            return Error{
                Errc::invalid_input,
                "syntax error at column " + std::to_string(at_ + 1) +
                    ": a back-tick beside an expression must be written \\`"};
        literal_ += rest.front();
        ++at_;
        return {};
    }

    Result<void> expression(std::size_t length) {
        flush();
        std::string_view source = trim_ascii(text_.substr(at_ + 2, length - 3));
        at_ += length;
        if (source.starts_with('=')) source.remove_prefix(1);
        if (trim_ascii(source).empty()) {
            push_text("");
            return {};
        }
        auto node = parse_expression(source, limits_);
        if (!node) return node.error();
        result_.pieces.push_back(std::move(*node));
        return {};
    }

    void push_text(std::string_view text) {
        Node node;
        node.constant = boost::json::value(boost::json::string(text));
        result_.pieces.push_back(std::move(node));
    }

    void flush() {
        if (!literal_.empty()) push_text(literal_);
        literal_.clear();
    }

    // A lone concat(...) can't be told from interpolation, and a lone literal is text, as in the
    // official engine.
    Interpolation finish() {
        if (result_.pieces.size() != 1) return std::move(result_);
        Node& only = result_.pieces.front();
        if (only.type == Node::Type::call && only.text == "concat") {
            std::vector<Node> arguments = std::move(only.children);
            result_.pieces = std::move(arguments);
            result_.lone_concat = true;
        } else {
            result_.typed = only.type != Node::Type::constant;
        }
        return std::move(result_);
    }

    std::string_view text_;
    const Limits& limits_;
    std::size_t at_{0};
    std::string literal_;
    Interpolation result_;
};

}  // namespace

bool is_template(std::string_view text) noexcept {
    return text.find("${") != std::string_view::npos;
}

Result<Interpolation> parse_interpolation(std::string_view text, const Limits& limits) {
    return Scanner{text, limits}.scan();
}

}  // namespace socbot::templating
