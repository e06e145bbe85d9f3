// Text. Positions and lengths are in UTF-16 units, as in JavaScript.
#include "base/digest.h"
#include "base/text.h"
#include "domain/templating/ast.h"
#include "domain/templating/evaluator.h"
#include "domain/templating/number_text.h"
#include "domain/templating/unicode.h"

#include <algorithm>
#include <array>

namespace socbot::templating {

namespace {

bool is_word(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Null reads as "" where the official functions take text.
std::optional<std::string_view> text_or_null(const Call& call, std::size_t i) {
    if (i < call.args.size() && call.args[i].is_nothing()) return std::string_view{};
    return call.text(i);
}

std::string piece_text(const json::value& value) {
    if (value.is_null()) return {};
    return value.is_array() || value.is_object() ? json_text(value) : js_text(value);
}

Outcome concat(const Call& call) {
    const bool lists = std::all_of(call.args.begin(), call.args.end(), [](const Value& value) {
        return value.json().is_array();
    });
    if (lists) {
        json::array joined;
        for (std::size_t i = 0; i < call.args.size(); ++i) {
            const auto* list = call.array(i);
            if (auto limit = call.evaluator.charge(list->size())) return *std::move(limit);
            joined.insert(joined.end(), list->begin(), list->end());
        }
        return Value{json::value(std::move(joined))};
    }
    std::string out;
    for (const Value& value : call.args) {
        out += piece_text(value.json());
        if (auto limit = call.evaluator.charge_text(out.size())) return *std::move(limit);
    }
    return Value::text(out);
}

Outcome length(const Call& call) {
    const auto text = text_or_null(call, 0);
    if (!text) return call.wrong(0, "text");
    return Value::number(static_cast<double>(to_utf16(*text).size()));
}

template <class Function>
Outcome map_text(const Call& call, Function function) {
    const auto text = text_or_null(call, 0);
    if (!text) return call.wrong(0, "text");
    return call.evaluator.text(std::string{function(*text)});
}

Outcome lower(const Call& call) {
    return map_text(call, to_lower);
}
Outcome upper(const Call& call) {
    return map_text(call, to_upper);
}
Outcome trim(const Call& call) {
    return map_text(call, trim_js);
}

Outcome substring(const Call& call) {
    const auto text = text_or_null(call, 0);
    const auto start = call.integer(1);
    if (!text) return call.wrong(0, "text");
    const std::u16string units = to_utf16(*text);
    const auto size = static_cast<std::int64_t>(units.size());
    if (!start || *start < 0 || *start > size) return call.wrong(1, "a position in the text");
    const auto count = call.args.size() > 2 ? call.integer(2) : size - *start;
    if (!count || *count < 0 || *count > size - *start)
        return call.wrong(2, "a length in the text");
    return Value::text(
        to_utf8(units.substr(static_cast<std::size_t>(*start), static_cast<std::size_t>(*count)))
    );
}

Outcome replace(const Call& call) {
    const auto text = text_or_null(call, 0);
    const auto old = text_or_null(call, 1);
    const auto fresh = text_or_null(call, 2);
    if (!text || !old || !fresh) return call.wrong(!text ? 0 : (!old ? 1 : 2), "text");
    if (old->empty()) return call.wrong(1, "text that is not empty");
    std::string out;
    std::size_t at = 0;
    for (auto found = text->find(*old); found != std::string_view::npos;
         found = text->find(*old, at)) {
        out.append(text->substr(at, found - at)).append(*fresh);
        at = found + old->size();
        if (auto limit = call.evaluator.charge_text(out.size())) return *std::move(limit);
    }
    out.append(text->substr(at));
    return call.evaluator.text(std::move(out));
}

// The second argument is a pattern, as in the official function.
Outcome replace_ignore_case(const Call& call) {
    const auto text = text_or_null(call, 0);
    const auto source = call.text(1);
    const auto fresh = text_or_null(call, 2);
    if (!text || !source || !fresh) return call.wrong(!text ? 0 : (!source ? 1 : 2), "text");
    const auto pattern = Pattern::compile(*source, call.evaluator.limits().regex_bytes, true);
    if (!pattern) return fail(pattern.error().message());
    if (auto limit = call.evaluator.charge(1 + text->size() / 8)) return *std::move(limit);
    auto out = pattern->replace_all(*text, *fresh, call.evaluator.limits().output_bytes);
    if (!out) return call.wrong(2, "a text that names groups of the pattern");
    return call.evaluator.text(*std::move(out));
}

Outcome split(const Call& call) {
    const auto text = text_or_null(call, 0);
    const auto separator = call.args.size() > 1 ? text_or_null(call, 1) : std::string_view{};
    if (!text || !separator) return call.wrong(text ? 1 : 0, "text");
    if (auto limit = call.evaluator.charge_text(text->size())) return *std::move(limit);
    if (auto limit = call.evaluator.charge(text->size())) return *std::move(limit);
    json::array parts;
    if (separator->empty()) {
        for (const char16_t unit : to_utf16(*text))
            parts.emplace_back(to_utf8(std::u16string_view{&unit, 1}));
        return Value{json::value(std::move(parts))};
    }
    std::size_t at = 0;
    for (auto found = text->find(*separator); found != std::string_view::npos;
         found = text->find(*separator, at)) {
        parts.emplace_back(text->substr(at, found - at));
        at = found + separator->size();
    }
    parts.emplace_back(text->substr(at));
    return Value{json::value(std::move(parts))};
}

// With a third argument that one stands before the last item; with two items or fewer it is the
// only separator (as the official function does).
Outcome join(const Call& call) {
    const auto* list = call.array(0);
    const auto separator = call.text(1);
    if (list == nullptr) return call.wrong(0, "a list");
    if (!separator) return call.wrong(1, "text");
    const auto last = call.args.size() > 2 ? call.text(2) : separator;
    if (!last) return call.wrong(2, "text");
    std::string out;
    for (std::size_t i = 0; i < list->size(); ++i) {
        const bool before_last = i + 1 == list->size() || list->size() <= 2;
        if (i > 0) out += before_last ? *last : *separator;
        if (!(*list)[i].is_null()) out += js_text((*list)[i]);
        if (auto limit = call.evaluator.charge_text(out.size())) return *std::move(limit);
    }
    return Value::text(out);
}

Outcome starts_with(const Call& call) {
    const auto text = text_or_null(call, 0);
    const auto part = text_or_null(call, 1);
    if (!text || !part) return call.wrong(text ? 1 : 0, "text");
    return Value::boolean(text->starts_with(*part));
}

Outcome ends_with(const Call& call) {
    const auto text = text_or_null(call, 0);
    const auto part = text_or_null(call, 1);
    if (!text || !part) return call.wrong(text ? 1 : 0, "text");
    return Value::boolean(text->ends_with(*part));
}

Outcome position(const Call& call, bool last) {
    double found = -1;
    if (const auto* list = call.array(0)) {
        for (std::size_t i = 0; i < list->size(); ++i) {
            if (!equals((*list)[i], call.args[1].json())) continue;
            if (last || found < 0) found = static_cast<double>(i);
        }
        return Value::number(found);
    }
    const auto text = text_or_null(call, 0);
    const auto part = text_or_null(call, 1);
    if (!text || !part) return call.wrong(text ? 1 : 0, "text");
    const std::u16string units = to_utf16(*text);
    const std::u16string wanted = to_utf16(*part);
    const auto at = last ? units.rfind(wanted) : units.find(wanted);
    return Value::number(at == std::u16string::npos ? -1.0 : static_cast<double>(at));
}

Outcome index_of(const Call& call) {
    return position(call, false);
}
Outcome last_index_of(const Call& call) {
    return position(call, true);
}

Outcome count_word(const Call& call) {
    const auto text = text_or_null(call, 0);
    if (!text) return call.wrong(0, "text");
    const std::string_view trimmed = trim_js(*text);
    double words = 1;
    for (std::size_t i = 1; i < trimmed.size(); ++i) {
        const auto space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
        if (space(trimmed[i]) && !space(trimmed[i - 1])) ++words;
    }
    return Value::number(words);
}

Outcome add_ordinal(const Call& call) {
    const auto number = call.integer(0);
    if (!number) return call.wrong(0, "an integer");
    std::string out = std::to_string(*number);
    if (*number <= 0) return Value::text(out);
    const auto tens = *number % 100;
    const auto ones = *number % 10;
    const bool teen = tens >= 11 && tens <= 13;
    out += teen || ones == 0 || ones > 3 ? "th" : (ones == 1 ? "st" : (ones == 2 ? "nd" : "rd"));
    return Value::text(out);
}

std::string capitalised(std::string_view word) {
    std::size_t first = 1;
    while (first < word.size() && (static_cast<unsigned char>(word[first]) & 0xC0U) == 0x80U)
        ++first;
    return to_upper(word.substr(0, first)) + to_lower(word.substr(first));
}

// JavaScript's /\w\S*/g: a word begins at an ASCII letter, digit or underscore.
std::string title(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        if (!is_word(text[at])) {
            out += text[at++];
            continue;
        }
        const auto end = std::min(text.find_first_of(" \t\r\n\v\f", at), text.size());
        out += capitalised(text.substr(at, end - at));
        at = end;
    }
    return out;
}

Outcome title_case(const Call& call) {
    return map_text(call, title);
}
Outcome sentence_case(const Call& call) {
    return map_text(call, [](std::string_view text) {
        return text.empty() ? std::string{} : capitalised(text);
    });
}

Outcome reverse(const Call& call) {
    if (const auto text = call.text(0)) {
        std::u16string units = to_utf16(*text);
        std::reverse(units.begin(), units.end());
        return Value::text(to_utf8(units));
    }
    const auto* list = call.array(0);
    if (list == nullptr) return call.wrong(0, "text or a list");
    json::array reversed(list->rbegin(), list->rend());
    if (json::value* place = call.evaluator.in_place(call.args[0])) {
        call.evaluator.replace(*place, std::move(reversed));
        return Value::refer(*place);
    }
    return Value{json::value(std::move(reversed))};
}

Outcome line_end(const Call&) {
    return Value::text("\n");
}

Outcome to_string(const Call& call) {
    const json::value& value = call.args[0].json();
    if (const auto number = call.number(0)) return Value::text(grouped(*number));
    return call.evaluator.text(piece_text(value));
}

// encodeURIComponent (ECMA-262): letters, digits and - _ . ! ~ * ' ( ) stay.
std::string percent_encoded(std::string_view text) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    constexpr std::string_view kPlain = "-_.!~*'()";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((is_word(c) && c != '_') || kPlain.find(c) != std::string_view::npos) {
            out += c;
        } else {
            out += '%';
            out += kHex[byte >> 4U];
            out += kHex[byte & 15U];
        }
    }
    return out;
}

Outcome uri_component(const Call& call) {
    return map_text(call, percent_encoded);
}

Outcome uri_component_to_string(const Call& call) {
    const auto text = text_or_null(call, 0);
    if (!text) return call.wrong(0, "text");
    const auto digit = [](char c) {
        constexpr std::string_view kHex = "0123456789abcdef";
        return kHex.find(c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c);
    };
    std::string out;
    for (std::size_t i = 0; i < text->size(); ++i) {
        if ((*text)[i] != '%') {
            out += (*text)[i];
            continue;
        }
        const auto high = i + 3 <= text->size() ? digit((*text)[i + 1]) : std::string_view::npos;
        const auto low = i + 3 <= text->size() ? digit((*text)[i + 2]) : std::string_view::npos;
        if (high > 15 || low > 15) return call.wrong(0, "percent-encoded text");
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    if (!is_valid_utf8(out)) return call.wrong(0, "percent-encoded UTF-8");
    return Value::text(out);
}

Outcome base64(const Call& call) {
    return map_text(call, to_base64);
}

Outcome base64_to_string(const Call& call) {
    const auto text = text_or_null(call, 0);
    const auto bytes = text ? from_base64(*text) : std::nullopt;
    if (!bytes) return call.wrong(0, "base64");
    return Value::text(to_valid_utf8(*bytes));
}

constexpr std::array kTable{
    Builtin{"concat", 1, kAnyNumber, concat},
    Builtin{"length", 1, 1, length},
    Builtin{"toLower", 1, 2, lower},
    Builtin{"toUpper", 1, 2, upper},
    Builtin{"trim", 1, 1, trim},
    Builtin{"substring", 2, 3, substring},
    Builtin{"replace", 3, 3, replace},
    Builtin{"replaceIgnoreCase", 3, 3, replace_ignore_case},
    Builtin{"split", 1, 2, split},
    Builtin{"join", 2, 3, join},
    Builtin{"startsWith", 2, 2, starts_with},
    Builtin{"endsWith", 2, 2, ends_with},
    Builtin{"indexOf", 2, 2, index_of},
    Builtin{"lastIndexOf", 2, 2, last_index_of},
    Builtin{"countWord", 1, 1, count_word},
    Builtin{"addOrdinal", 1, 1, add_ordinal},
    Builtin{"titleCase", 1, 2, title_case},
    Builtin{"sentenceCase", 1, 2, sentence_case},
    Builtin{"reverse", 1, 1, reverse, Evaluation::eager, true},
    Builtin{"EOL", 0, 0, line_end},
    Builtin{"string", 1, 2, to_string},
    Builtin{"uriComponent", 1, 1, uri_component},
    Builtin{"uriComponentToString", 1, 1, uri_component_to_string},
    Builtin{"base64", 1, 1, base64},
    Builtin{"base64ToString", 1, 1, base64_to_string},
};

}  // namespace

std::span<const Builtin> string_builtins() {
    return kTable;
}

}  // namespace socbot::templating
