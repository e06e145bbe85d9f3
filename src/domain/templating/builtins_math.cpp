// Arithmetic and numbers.
#include "domain/templating/ast.h"
#include "domain/templating/evaluator.h"
#include "domain/templating/number_text.h"
#include "domain/templating/unicode.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace socbot::templating {

namespace {

bool is_integer(double value) noexcept {
    return value == std::trunc(value);
}

// Folds the numbers of a call from the left; `step` gives nullopt for what has no result.
Outcome fold(const Call& call, std::optional<double> (*step)(double, double)) {
    std::optional<double> result = call.number(0);
    if (!result) return call.wrong(0, "a number");
    for (std::size_t i = 1; i < call.args.size(); ++i) {
        const auto next = call.number(i);
        if (!next) return call.wrong(i, "a number");
        result = step(*result, *next);
        if (!result) return fail(canonical_text(call.node) + ": no result for these numbers");
    }
    return Value::number(*result);
}

Outcome plus_two(const Call& call, const Value& left, const Value& right) {
    const auto x = number_of(left.json());
    const auto y = number_of(right.json());
    if (x && y) return Value::number(*x + *y);
    const bool nothing = left.is_undefined() || right.is_undefined();
    if (nothing && (x || y))
        return fail(canonical_text(call.node) + ": a number and nothing can't be added");
    std::string text = left.is_undefined() ? "" : js_text(left.json());
    if (!right.is_undefined()) text += js_text(right.json());
    return call.evaluator.text(std::move(text));
}

// Numbers add; with a text, the rest is put behind it as text.
Outcome plus(const Call& call) {
    for (std::size_t i = 0; i < call.args.size(); ++i)
        if (!call.args[i].is_undefined() && !call.text(i) && !call.number(i))
            return call.wrong(i, "a number or text");
    Outcome sum = std::move(call.args[0]);
    for (std::size_t i = 1; i < call.args.size() && sum; ++i)
        sum = plus_two(call, *sum, call.args[i]);
    return sum;
}

Outcome minus(const Call& call) {
    return fold(call, [](double a, double b) { return std::optional{a - b}; });
}

Outcome times(const Call& call) {
    return fold(call, [](double a, double b) { return std::optional{a * b}; });
}

Outcome divide(const Call& call) {
    return fold(call, [](double a, double b) -> std::optional<double> {
        if (b == 0) return std::nullopt;
        return is_integer(a) && is_integer(b) ? std::floor(a / b) : a / b;
    });
}

Outcome remainder(const Call& call) {
    return fold(call, [](double a, double b) -> std::optional<double> {
        if (b == 0 || !is_integer(a) || !is_integer(b)) return std::nullopt;
        return std::fmod(a, b);
    });
}

// ECMA-262 section 6.1.6.1.3: where C's pow gives 1, JavaScript's gives NaN.
double js_power(double base, double exponent) {
    if (std::isnan(exponent) || (std::abs(base) == 1 && std::isinf(exponent)))
        return std::numeric_limits<double>::quiet_NaN();
    return std::pow(base, exponent);
}

// Lists of numbers are taken as JavaScript makes numbers of them: [2] is 2, [1, 2] is none.
Outcome power(const Call& call) {
    std::vector<double> numbers;
    for (std::size_t i = 0; i < call.args.size(); ++i) {
        const auto* list = call.array(i);
        const bool fits =
            list == nullptr ? call.number(i).has_value()
                            : std::all_of(list->begin(), list->end(), [](const json::value& item) {
                                  return item.is_number();
                              });
        if (!fits) return call.wrong(i, "a number");
        numbers.push_back(js_number(call.args[i].json()));
    }
    double result = numbers.front();
    for (std::size_t i = 1; i < numbers.size(); ++i)
        result = js_power(result, numbers[i]);
    return Value::number(result);
}

Outcome map_number(const Call& call, double (*function)(double)) {
    const auto number = call.number(0);
    if (!number) return call.wrong(0, "a number");
    return Value::number(function(*number));
}

Outcome absolute(const Call& call) {
    return map_number(call, [](double x) { return std::abs(x); });
}
Outcome floor(const Call& call) {
    return map_number(call, [](double x) { return std::floor(x); });
}
Outcome ceiling(const Call& call) {
    return map_number(call, [](double x) { return std::ceil(x); });
}
Outcome square_root(const Call& call) {
    if (call.number(0).value_or(0) < 0) return call.wrong(0, "no negative number");
    return map_number(call, [](double x) { return std::sqrt(x); });
}

Outcome round(const Call& call) {
    const auto number = call.number(0);
    if (!number) return call.wrong(0, "a number");
    if (call.args.size() == 1) return Value::number(round_half_up(*number));
    const auto digits = call.integer(1);
    if (!digits || *digits < 0 || *digits > 15) return call.wrong(1, "an integer from 0 to 15");
    const double scale = std::pow(10.0, static_cast<double>(*digits));
    return Value::number(round_half_up(*number * scale) / scale);
}

// All numbers of all arguments, lists opened.
std::optional<Failure> collect_numbers(const Call& call, std::vector<double>& out) {
    for (std::size_t i = 0; i < call.args.size(); ++i) {
        if (const auto number = call.number(i)) {
            out.push_back(*number);
            continue;
        }
        const auto* list = call.array(i);
        if (list == nullptr) return call.wrong(i, "a number or a list of numbers");
        if (auto limit = call.evaluator.charge(list->size())) return limit;
        for (const auto& item : *list) {
            const auto number = number_of(item);
            if (!number || std::isnan(*number)) return call.wrong(i, "a list of numbers");
            out.push_back(*number);
        }
    }
    return std::nullopt;
}

Outcome extreme(const Call& call, double start, bool (*better)(double, double)) {
    std::vector<double> numbers;
    if (auto failure = collect_numbers(call, numbers)) return *std::move(failure);
    for (const double number : numbers)
        if (better(number, start)) start = number;
    return Value::number(start);
}

Outcome maximum(const Call& call) {
    return extreme(call, -std::numeric_limits<double>::infinity(), [](double a, double b) {
        return a > b;
    });
}

Outcome minimum(const Call& call) {
    return extreme(call, std::numeric_limits<double>::infinity(), [](double a, double b) {
        return a < b;
    });
}

Outcome total(const Call& call, bool average) {
    std::vector<double> numbers;
    if (call.array(0) == nullptr) return call.wrong(0, "a list of numbers");
    if (auto failure = collect_numbers(call, numbers)) return *std::move(failure);
    if (numbers.empty()) return call.wrong(0, "a list that is not empty");
    double sum = 0;
    for (const double number : numbers)
        sum += number;
    return Value::number(average ? sum / static_cast<double>(numbers.size()) : sum);
}

Outcome sum(const Call& call) {
    return total(call, false);
}
Outcome average(const Call& call) {
    return total(call, true);
}

Outcome format_number(const Call& call) {
    const auto number = call.number(0);
    const auto decimals = call.integer(1);
    if (!number) return call.wrong(0, "a number");
    if (!decimals || *decimals < 0 || *decimals > 100)
        return call.wrong(1, "an integer from 0 to 100");
    return call.evaluator.text(grouped_fixed(
        *number, static_cast<int>(*decimals), number_locale(call.text(2).value_or(""))
    ));
}

// What JavaScript's parseInt and parseFloat read a number from: the longest beginning that is one.
std::optional<double> leading_number(std::string_view text, bool whole) {
    text = trim_js(text);
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    const auto digits = [&text](std::size_t from) {
        return std::min(text.find_first_not_of("0123456789", from), text.size());
    };
    std::size_t length = digits(0);
    std::size_t count = length;
    if (!whole && length < text.size() && text[length] == '.') {
        const auto end = digits(length + 1);
        count += end - length - 1;
        length = count > 0 ? end : 0;
    }
    if (count == 0 && !whole && text.starts_with("Infinity"))
        return (negative ? -1 : 1) * std::numeric_limits<double>::infinity();
    if (count == 0) return std::nullopt;
    if (!whole && length < text.size() && (text[length] == 'e' || text[length] == 'E')) {
        const bool sign =
            length + 1 < text.size() && (text[length + 1] == '+' || text[length + 1] == '-');
        const auto start = length + 1 + (sign ? 1 : 0);
        const auto end = digits(start);
        if (end > start) length = end;
    }
    // from_chars leaves what is out of range alone; strtod gives infinity and 0, as JavaScript.
    const double value = std::strtod(std::string{text.substr(0, length)}.c_str(), nullptr);
    return negative ? -value : value;
}

// What is neither number nor text is undefined, not an error.
Outcome to_number(const Call& call, bool whole) {
    const auto number = call.number(0);
    if (number && !whole) return Value::number(*number);
    const std::string printed = number ? number_text(*number) : std::string{};
    const auto text = number ? std::optional<std::string_view>{printed} : call.text(0);
    if (!text) return Value{};
    const auto value = leading_number(*text, whole);
    return value ? Outcome{Value::number(*value)} : call.wrong(0, "a number");
}

Outcome to_int(const Call& call) {
    return to_number(call, true);
}
Outcome to_float(const Call& call) {
    return to_number(call, false);
}

constexpr std::array kTable{
    Builtin{"+", 2, kAnyNumber, plus},
    Builtin{"-", 2, kAnyNumber, minus},
    Builtin{"*", 2, kAnyNumber, times},
    Builtin{"/", 2, kAnyNumber, divide},
    Builtin{"%", 2, 2, remainder},
    Builtin{"^", 2, kAnyNumber, power},
    Builtin{"abs", 1, 1, absolute},
    Builtin{"floor", 1, 1, floor},
    Builtin{"ceiling", 1, 1, ceiling},
    Builtin{"sqrt", 1, 1, square_root},
    Builtin{"round", 1, 2, round},
    Builtin{"max", 1, kAnyNumber, maximum},
    Builtin{"min", 1, kAnyNumber, minimum},
    Builtin{"sum", 1, 1, sum},
    Builtin{"average", 1, 1, average},
    Builtin{"formatNumber", 2, 3, format_number},
    Builtin{"int", 1, 1, to_int},
    Builtin{"float", 1, 1, to_float},
};

}  // namespace

std::span<const Builtin> math_builtins() {
    return kTable;
}

}  // namespace socbot::templating
