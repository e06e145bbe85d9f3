// Text. Positions and lengths are in UTF-16 units, as in JavaScript.
#include "base/text.h"
#include "domain/templating/ast.h"
#include "domain/templating/bytes.h"
#include "domain/templating/evaluator.h"
#include "domain/templating/number_text.h"
#include "domain/templating/unicode.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace socbot::templating {

namespace {

bool is_word(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Undefined reads as "" where the official functions take text; null is an error.
std::optional<std::string_view> text_or_null(const Call& call, std::size_t i) {
    if (i < call.args.size() && call.args[i].is_undefined()) return std::string_view{};
    return call.text(i);
}

std::string piece_text(const json::value& value) {
    if (value.is_null()) return {};
    return value.is_array() || value.is_object() ? json_text(value) : js_text(value);
}

// Two values as the official engine folds them: lists join, nothing disappears beside a list, all
// else is text.
Outcome concat_two(const Call& call, Value left, Value right) {
    const auto* first = left.json().if_array();
    const auto* second = right.json().if_array();
    if (left.is_nothing() && right.is_nothing()) return Value{};
    if (left.is_nothing() && second != nullptr) return right;
    if (right.is_nothing() && first != nullptr) return left;
    if (first != nullptr && second != nullptr) {
        if (auto limit = call.evaluator.charge(second->size())) return *std::move(limit);
        json::value joined = std::move(left).take();
        auto& list = joined.get_array();
        list.insert(list.end(), second->begin(), second->end());
        return Value{std::move(joined)};
    }
    return call.evaluator.text(piece_text(left.json()) + piece_text(right.json()));
}

Outcome concat(const Call& call) {
    Outcome result = std::move(call.args[0]);
    for (std::size_t i = 1; i < call.args.size() && result; ++i)
        result = concat_two(call, std::move(*result), std::move(call.args[i]));
    return result;
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

// The language of argument 1 ("tr-TR"), empty without one; nullopt when it is no language tag.
std::optional<std::string> language(const Call& call) {
    if (call.args.size() < 2 || call.args[1].is_undefined()) return std::string{};
    const auto tag = call.text(1);
    if (!tag || !is_language_tag(*tag)) return std::nullopt;
    return std::string{*tag};
}

template <class Function>
Outcome map_by_language(const Call& call, Function function) {
    const auto text = text_or_null(call, 0);
    const auto locale = language(call);
    if (!text) return call.wrong(0, "text");
    if (!locale) return call.wrong(1, "a language tag");
    return call.evaluator.text(function(*text, *locale));
}

Outcome lower(const Call& call) {
    return map_by_language(call, to_lower);
}
Outcome upper(const Call& call) {
    return map_by_language(call, to_upper);
}
Outcome trim(const Call& call) {
    return map_text(call, trim_js);
}

Outcome substring(const Call& call) {
    if (call.args[0].is_undefined()) return Value::text("");
    const auto text = call.text(0);
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
    if (source->empty()) return call.wrong(1, "text that is not empty");
    const auto pattern = Pattern::compile_raw(*source, call.evaluator.limits().regex_bytes);
    if (!pattern) return fail(pattern.error().message());
    if (auto limit = call.evaluator.charge(1 + text->size() / 8)) return *std::move(limit);
    return call.evaluator.text(
        pattern->replace_all(*text, *fresh, call.evaluator.limits().output_bytes)
    );
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

// Array.prototype.join.
Outcome joined(const Call& call, std::span<const json::value> items, const std::string& separator) {
    std::string out;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) out += separator;
        if (!items[i].is_null()) out += js_text(items[i]);
        if (auto limit = call.evaluator.charge_text(out.size())) return *std::move(limit);
    }
    return Value::text(out);
}

// With a third argument that one stands before the last item; with two items or fewer it is the
// only separator (as the official function does).
Outcome join(const Call& call) {
    const auto* list = call.array(0);
    if (list == nullptr) return call.wrong(0, "a list");
    const auto separator = [&call](std::size_t i) {
        return call.args[i].is_undefined() ? std::string{","} : js_text(call.args[i].json());
    };
    const std::span<const json::value> items{list->data(), list->size()};
    if (call.args.size() == 2 || items.size() < 3)
        return joined(call, items, separator(call.args.size() - 1));
    auto out = joined(call, items.first(items.size() - 1), separator(1));
    if (!out) return out;
    const std::string last = call.args[2].is_undefined() ? "undefined" : separator(2);
    return call.evaluator.text(js_text(out->json()) + last + js_text(items.back()));
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
            if (!identical((*list)[i], call.args[1].json())) continue;
            if (last || found < 0) found = static_cast<double>(i);
        }
        return Value::number(found);
    }
    const auto text = call.args[0].is_nothing() ? std::string_view{} : call.text(0);
    const auto part = text_or_null(call, 1);
    if (!text || !part) return call.wrong(text ? 1 : 0, "text");
    const std::u16string units = to_utf16(*text);
    const std::u16string wanted = to_utf16(*part);
    // The official lastIndexOf begins at the last unit, so it never finds "" at the end.
    const std::size_t from = units.empty() ? 0 : units.size() - 1;
    const auto at = last ? units.rfind(wanted, from) : units.find(wanted);
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
    std::string out = number_text(*call.number(0));
    if (*number <= 0) return Value::text(out);
    // Of the number, not of the integer it is cut to: 1e21 has no last digit but 0.
    const auto tens = static_cast<int>(std::fmod(*call.number(0), 100));
    const auto ones = tens % 10;
    const bool teen = tens >= 11 && tens <= 13;
    out += teen || ones == 0 || ones > 3 ? "th" : (ones == 1 ? "st" : (ones == 2 ? "nd" : "rd"));
    return Value::text(out);
}

std::string capitalised(std::string_view word, const std::string& locale) {
    std::size_t first = 1;
    while (first < word.size() && (static_cast<unsigned char>(word[first]) & 0xC0U) == 0x80U)
        ++first;
    return to_upper(word.substr(0, first)) + to_lower(word.substr(first), locale);
}

// JavaScript's /\w\S*/g: a word begins at an ASCII letter, digit or underscore.
std::string title(std::string_view original, const std::string& locale) {
    const std::string text = to_lower(original, locale);
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        if (!is_word(text[at])) {
            out += text[at++];
            continue;
        }
        const auto end = std::min(text.find_first_of(" \t\r\n\v\f", at), text.size());
        out += capitalised(text.substr(at, end - at), locale);
        at = end;
    }
    return out;
}

Outcome title_case(const Call& call) {
    return map_by_language(call, title);
}
Outcome sentence_case(const Call& call) {
    return map_by_language(call, [](std::string_view text, const std::string& locale) {
        const std::string lowered = to_lower(text, locale);
        return lowered.empty() ? lowered : capitalised(lowered, locale);
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
    if (const auto number = call.number(0))
        return Value::text(grouped(*number, number_locale(call.text(1).value_or(""))));
    if (const auto content = from_byte_object(value))
        return call.evaluator.text(to_valid_utf8(*content));
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
    if (!call.text(0)) return call.wrong(0, "text");
    return map_text(call, percent_encoded);
}

Outcome uri_component_to_string(const Call& call) {
    const auto text = call.text(0);
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
};

}  // namespace

std::span<const Builtin> string_builtins() {
    return kTable;
}

}  // namespace socbot::templating
