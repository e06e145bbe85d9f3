// Durations as people type them.
#include "base/text.h"
#include "domain/commands/command.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace socbot {
namespace {

constexpr std::int64_t kSecond = 1'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kLongest = 400 * kDay;

struct Unit {
    std::string_view name;
    std::int64_t ms;
};

constexpr std::array<Unit, 21> kUnits{
    {{"s", kSecond},       {"sec", kSecond},     {"secs", kSecond}, {"second", kSecond},
     {"seconds", kSecond}, {"m", kMinute},       {"min", kMinute},  {"mins", kMinute},
     {"minute", kMinute},  {"minutes", kMinute}, {"h", kHour},      {"hr", kHour},
     {"hrs", kHour},       {"hour", kHour},      {"hours", kHour},  {"d", kDay},
     {"day", kDay},        {"days", kDay},       {"w", 7 * kDay},   {"week", 7 * kDay},
     {"weeks", 7 * kDay}}};

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view take_while(std::string_view& text, bool digits) {
    const auto end = std::find_if(text.begin(), text.end(), [&](char c) {
        return c == ' ' || is_digit(c) != digits;
    });
    const std::string_view taken{text.begin(), end};
    text.remove_prefix(taken.size());
    return taken;
}

}  // namespace

std::optional<Milliseconds> parse_duration(std::string_view text) {
    const std::string folded = to_lower_ascii(trim_ascii(text));
    std::string_view rest{folded};
    std::int64_t total = 0;
    std::int64_t last_unit = kLongest;
    while (!rest.empty()) {
        const std::string_view digits = take_while(rest, true);
        rest = trim_ascii(rest);
        const std::string_view name = take_while(rest, false);
        rest = trim_ascii(rest);
        // 400 days are 34,560,000 seconds: eight digits say all there is, and can not overflow.
        if (digits.empty() || digits.size() > 8) return std::nullopt;
        std::int64_t count = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), count);
        const auto unit = std::find_if(kUnits.begin(), kUnits.end(), [&](const Unit& candidate) {
            return candidate.name == name;
        });
        // From large to small, each once: "30m1h" is a slip.
        if (unit == kUnits.end() || unit->ms >= last_unit) return std::nullopt;
        last_unit = unit->ms;
        total += count * unit->ms;
        if (total > kLongest) return std::nullopt;
    }
    if (total <= 0) return std::nullopt;
    return Milliseconds{total};
}

}  // namespace socbot
