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
constexpr double kToFixedEnds = 1e21;           // ECMA-262, Number.prototype.toFixed

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

std::string fixed(double magnitude, int decimals) {
    std::array<char, 400> buffer{};
    const int length = std::snprintf(buffer.data(), buffer.size(), "%.*f", decimals, magnitude);
    return {buffer.data(), static_cast<std::size_t>(length)};
}

// d3-format writes U+2212 for minus, and none before a rounded zero.
std::string signed_text(double value, const std::string& digits, const NumberLocale& locale) {
    const bool zero = digits.find_first_not_of("0.") == std::string_view::npos;
    return (value < 0 && !zero ? kMinus : "") + localised(digits, locale);
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

std::string grouped_fixed(double value, int decimals, const NumberLocale& locale) {
    if (!std::isfinite(value)) return number_text(value);
    const double scale = std::pow(10.0, decimals);
    const double scaled = value * scale;
    const double rounded = std::isfinite(scaled) ? round_half_up(scaled) / scale : value;
    if (std::abs(rounded) >= kToFixedEnds)
        return signed_text(rounded, number_text(std::abs(rounded)), locale);
    return signed_text(rounded, fixed(std::abs(rounded), std::min(decimals, 20)), locale);
}

// As many decimals as stand behind the point of number_text, exponent included.
std::string grouped(double value, const NumberLocale& locale) {
    if (!std::isfinite(value)) return number_text(value);
    const double magnitude = std::abs(value);
    std::string digits = number_text(magnitude);
    if (digits.find('e') != std::string::npos && magnitude < kToFixedEnds) {
        const auto point = digits.find('.');
        const auto decimals = point == std::string::npos ? 0 : digits.size() - point - 1;
        digits = fixed(magnitude, static_cast<int>(decimals));
    }
    return signed_text(value, digits, locale);
}

}  // namespace socbot::templating
