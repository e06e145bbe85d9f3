// Whole milliseconds throughout: no floating point, so equal texts are equal values everywhere.
#include "domain/rules/literal.h"

#include <array>
#include <charconv>

namespace socbot::rules {

namespace {

struct Unit {
    std::string_view name;
    std::int64_t ms;
};
// "ms" before "m".
constexpr std::array kUnits{
    Unit{"ms", 1},
    Unit{"h", 3'600'000},
    Unit{"m", 60'000},
    Unit{"s", 1000}};

std::size_t digits_of(std::string_view text) {
    const std::size_t end = text.find_first_not_of("0123456789");
    return end == std::string_view::npos ? text.size() : end;
}

// Takes "1.5h" off the front.
std::optional<std::int64_t> take_part(std::string_view& text) {
    const std::size_t whole = digits_of(text);
    std::int64_t value = 0;
    if (whole == 0 || std::from_chars(text.data(), text.data() + whole, value).ec != std::errc{})
        return std::nullopt;
    text.remove_prefix(whole);
    std::string_view fraction;
    if (text.starts_with('.')) {
        fraction = text.substr(1, digits_of(text.substr(1)));
        if (fraction.empty() || fraction.size() > 9) return std::nullopt;
        text.remove_prefix(1 + fraction.size());
    }
    for (const Unit& unit : kUnits) {
        if (!text.starts_with(unit.name)) continue;
        text.remove_prefix(unit.name.size());
        std::int64_t scale = 1;
        std::int64_t part = 0;
        for (const char digit : fraction) {
            scale *= 10;
            part = part * 10 + (digit - '0');
        }
        std::int64_t total = 0;
        if (__builtin_mul_overflow(value, unit.ms, &total)) return std::nullopt;
        if (part * unit.ms % scale != 0) return std::nullopt;  // less than a millisecond is left
        if (__builtin_add_overflow(total, part * unit.ms / scale, &total)) return std::nullopt;
        return total;
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> parse_duration(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    if (text.empty()) return std::nullopt;
    std::int64_t total = 0;
    while (!text.empty()) {
        const auto part = take_part(text);
        if (!part || __builtin_add_overflow(total, *part, &total)) return std::nullopt;
    }
    return negative ? -total : total;
}

std::string duration_text(std::int64_t ms) {
    const bool negative = ms < 0;
    const auto size =
        negative ? ~static_cast<std::uint64_t>(ms) + 1 : static_cast<std::uint64_t>(ms);
    std::string out = (negative ? "-" : "") + std::to_string(size / 1000);
    if (size % 1000 != 0) {
        std::string rest = std::to_string(1000 + size % 1000).substr(1);
        rest.erase(rest.find_last_not_of('0') + 1);
        out += "." + rest;
    }
    return out + "s";
}

}  // namespace socbot::rules
