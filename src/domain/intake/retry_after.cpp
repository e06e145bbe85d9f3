// Reading Retry-After; see retry_after.h.
#include "domain/intake/retry_after.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string>

namespace socbot {

namespace {

constexpr Milliseconds kLongest{86'400'000};

Milliseconds within_a_day(Milliseconds asked) {
    return std::clamp(asked, Milliseconds{0}, kLongest);
}

// "Sun, 06 Nov 1994 08:49:37 GMT"
std::optional<Instant> read_date(std::string_view text) {
    constexpr std::array<std::string_view, 12> kMonths{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    if (text.size() != 29 || !text.ends_with(" GMT")) return std::nullopt;
    const auto month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
    if (month == kMonths.end()) return std::nullopt;
    auto number = std::to_string(month - kMonths.begin() + 1);
    if (number.size() == 1) number.insert(0, "0");
    std::string plain{text.substr(12, 4)};
    plain.append("-").append(number).append("-").append(text.substr(5, 2));
    plain.append("T").append(text.substr(17, 8)).append("Z");
    return parse_rfc3339(plain);
}

}  // namespace

std::optional<Milliseconds> read_retry_after(std::string_view value, Instant now) {
    value = trim_ascii(value);
    const bool digits = !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
        return c >= '0' && c <= '9';
    });
    if (digits) {
        std::int64_t seconds = 0;
        const auto read = std::from_chars(value.data(), value.data() + value.size(), seconds);
        if (read.ec != std::errc{} || seconds > kLongest.count() / 1'000) return kLongest;
        return Milliseconds{seconds * 1'000};
    }
    const auto date = read_date(value);
    if (!date) return std::nullopt;
    return within_a_day(*date - now);
}

}  // namespace socbot
