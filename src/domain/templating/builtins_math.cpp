// Arithmetic and numbers.
#include "domain/templating/ast.h"
#include "domain/templating/evaluator.h"
#include "domain/templating/number_text.h"

#include <array>
#include <charconv>
#include <cmath>
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

// Numbers add; with a text, the rest is put behind it as text.
Outcome plus(const Call& call) {
    json::value sum = call.args[0].json();
    for (std::size_t i = 0; i < call.args.size(); ++i) {
        const json::value& next = call.args[i].json();
        if (!call.args[i].is_undefined() && !next.is_string() && !next.is_number())
            return call.wrong(i, "a number or text");
        if (i == 0) continue;
        const auto x = number_of(sum);
        const auto y = number_of(next);
        if (x && y) {
            sum = make_number(*x + *y);
        } else if (sum.is_string() || next.is_string()) {
            std::string text = sum.is_null() ? "" : js_text(sum);
            if (!next.is_null()) text += js_text(next);
            if (auto limit = call.evaluator.charge_text(text.size())) return *std::move(limit);
            sum = json::string(text);
        } else {
            return call.wrong(i, "a number or text");
        }
    }
    return Value{std::move(sum)};
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

Outcome power(const Call& call) {
    return fold(call, [](double a, double b) { return std::optional{std::pow(a, b)}; });
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
    return map_number(call, [](double x) { return std::sqrt(x); });
}

Outcome round(const Call& call) {
    const auto number = call.number(0);
    if (!number) return call.wrong(0, "a number");
    if (call.args.size() == 1) return Value::number(round_half_up(*number));
    const auto digits = call.integer(1);
    if (!digits || *digits < 0 || *digits > 15) return call.wrong(1, "an integer from 0 to 15");
    const double scale = std::pow(10.0, static_cast<double>(*digits));
    const double scaled = *number * scale;
    return Value::number(std::isfinite(scaled) ? round_half_up(scaled) / scale : *number);
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
            if (!number) return call.wrong(i, "a list of numbers");
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

// The locale is accepted and reads as en-US, which is what the official package does with a name it
// does not know.
Outcome format_number(const Call& call) {
    const auto number = call.number(0);
    const auto decimals = call.integer(1);
    if (!number) return call.wrong(0, "a number");
    if (!decimals || *decimals < 0 || *decimals > 20)
        return call.wrong(1, "an integer from 0 to 20");
    return call.evaluator.text(grouped_fixed(*number, static_cast<int>(*decimals)));
}

// JavaScript's parseInt: the digits the text begins with.
Outcome to_int(const Call& call) {
    if (const auto number = call.number(0)) return Value::number(std::trunc(*number));
    const auto text = call.text(0);
    if (!text) return call.args[0].json().is_bool() ? Outcome{Value{}} : call.wrong(0, "a number");
    double value{};
    std::string_view digits = *text;
    while (digits.starts_with(' '))
        digits.remove_prefix(1);
    if (digits.starts_with('+')) digits.remove_prefix(1);
    const auto end = digits.find_first_not_of("0123456789", digits.starts_with('-') ? 1 : 0);
    digits = digits.substr(0, end);
    const auto [last, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || last == digits.data()) return call.wrong(0, "a number");
    return Value::number(value);
}

Outcome to_float(const Call& call) {
    if (const auto number = call.number(0)) return Value::number(*number);
    const auto text = call.text(0);
    if (!text) return call.wrong(0, "a number");
    double value{};
    std::string_view digits = *text;
    while (digits.starts_with(' ') || digits.starts_with('+'))
        digits.remove_prefix(1);
    const auto [last, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || last == digits.data()) return call.wrong(0, "a number");
    return Value::number(value);
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
