// The shortest digits come from std::to_chars; the layout is ECMA-262's.
#include "domain/templating/number_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iterator>

namespace socbot::templating {

namespace {

constexpr const char* kMinus = "\xE2\x88\x92";  // U+2212

struct Digits {
    std::string digits;  // "18345678"
    int point{0};        // the value is 0.digits times 10^point
};

Digits shortest_digits(double magnitude) {
    std::array<char, 40> buffer{};
    const char* const end =
        std::to_chars(
            buffer.data(), buffer.data() + buffer.size(), magnitude, std::chars_format::scientific
        )
            .ptr;
    const char* const begin = buffer.data();
    const char* const e = std::find(begin, end, 'e');
    Digits result;
    std::copy_if(begin, e, std::back_inserter(result.digits), [](char c) { return c != '.'; });
    result.point = std::atoi(e + 1) + 1;
    return result;
}

std::string exponent_form(const Digits& number) {
    std::string out = number.digits.substr(0, 1);
    if (number.digits.size() > 1) out += "." + number.digits.substr(1);
    const int exponent = number.point - 1;
    out += exponent < 0 ? "e-" : "e+";
    return out + std::to_string(std::abs(exponent));
}

// Puts a comma between groups of three of the integer part.
std::string group(std::string_view number) {
    const auto whole = std::min(number.find('.'), number.size());
    std::string out;
    for (std::size_t i = 0; i < whole; ++i) {
        if (i > 0 && (whole - i) % 3 == 0) out += ',';
        out += number[i];
    }
    return out.append(number.substr(whole));
}

}  // namespace

std::string number_text(double value) {
    if (std::isnan(value)) return "NaN";
    if (value == 0) return "0";
    const std::string sign = value < 0 ? "-" : "";
    if (std::isinf(value)) return sign + "Infinity";
    const Digits number = shortest_digits(std::abs(value));
    if (number.point > 21 || number.point <= -6) return sign + exponent_form(number);
    const auto count = static_cast<int>(number.digits.size());
    if (number.point <= 0)
        return sign + "0." + std::string(static_cast<std::size_t>(-number.point), '0') +
               number.digits;
    if (number.point >= count)
        return sign + number.digits +
               std::string(static_cast<std::size_t>(number.point - count), '0');
    const auto point = static_cast<std::size_t>(number.point);
    return sign + number.digits.substr(0, point) + "." + number.digits.substr(point);
}

double round_half_up(double value) {
    if (!std::isfinite(value) || value == std::trunc(value)) return value;
    const double below = std::floor(value);
    return value - below >= 0.5 ? below + 1 : below;
}

std::string grouped_fixed(double value, int decimals) {
    if (!std::isfinite(value)) return number_text(value);
    const double scale = std::pow(10.0, decimals);
    const double scaled = value * scale;
    const double rounded = std::isfinite(scaled) ? round_half_up(scaled) / scale : value;
    std::array<char, 400> buffer{};
    const int length =
        std::snprintf(buffer.data(), buffer.size(), "%.*f", decimals, std::abs(rounded));
    const std::string_view digits{buffer.data(), static_cast<std::size_t>(length)};
    const bool zero = digits.find_first_not_of("0.") == std::string_view::npos;
    return (rounded < 0 && !zero ? kMinus : "") + group(digits);
}

std::string grouped(double value) {
    if (!std::isfinite(value)) return number_text(value);
    const std::string digits = number_text(std::abs(value));
    const bool plain = digits.find('e') == std::string::npos;
    return (value < 0 ? kMinus : "") + (plain ? group(digits) : digits);
}

}  // namespace socbot::templating
