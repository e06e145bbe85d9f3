// Dates by the proleptic Gregorian calendar of std::chrono; no locale, no time zone data, no clock.
#include "base/time.h"

#include <algorithm>
#include <array>

namespace socbot {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::int64_t ms_of(int year, unsigned month, unsigned day) {
    const sys_days date{
        year_month_day{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}}};
    return Milliseconds{date.time_since_epoch()}.count();
}
constexpr std::int64_t kFirst = ms_of(0, 1, 1);
constexpr std::int64_t kLast = ms_of(10000, 1, 1) - 1;

void append_digits(std::string& out, unsigned value, unsigned width) {
    std::array<char, 4> digits{};
    for (unsigned i = width; i > 0; --i) {
        digits[i - 1] = static_cast<char>('0' + value % 10);
        value /= 10;
    }
    out.append(digits.data(), width);
}

// Reads from the front of a text; each part says whether it was there.
class Cursor {
public:
    explicit Cursor(std::string_view text) : rest_{text} {}

    bool at_end() const noexcept { return rest_.empty(); }
    bool skip(char wanted) noexcept {
        if (!rest_.starts_with(wanted)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    bool digit(unsigned& value) noexcept {
        if (rest_.empty() || rest_.front() < '0' || rest_.front() > '9') return false;
        value = static_cast<unsigned>(rest_.front() - '0');
        rest_.remove_prefix(1);
        return true;
    }
    // Exactly `width` digits, at most `limit` in value.
    bool number(unsigned width, unsigned limit, unsigned& value) noexcept {
        value = 0;
        for (unsigned i = 0; i < width; ++i) {
            unsigned next = 0;
            if (!digit(next)) return false;
            value = value * 10 + next;
        }
        return value <= limit;
    }

private:
    std::string_view rest_;
};

std::optional<sys_days> read_date(Cursor& in) {
    unsigned year = 0;
    unsigned month = 0;
    unsigned day = 0;
    const bool read = in.number(4, 9999, year) && in.skip('-') && in.number(2, 12, month) &&
                      in.skip('-') && in.number(2, 31, day);
    if (!read) return std::nullopt;
    const year_month_day date{
        std::chrono::year{static_cast<int>(year)},
        std::chrono::month{month},
        std::chrono::day{day}};
    if (!date.ok()) return std::nullopt;
    return sys_days{date};
}

struct TimeOfDay {
    Milliseconds since_midnight{0};
    bool leap_second{false};
};

// A fraction of any length, cut to milliseconds. Nothing where there is no '.'.
std::optional<Milliseconds> read_fraction(Cursor& in) {
    if (!in.skip('.')) return Milliseconds{0};
    unsigned value = 0;
    unsigned scale = 100;
    unsigned digit = 0;
    if (!in.digit(digit)) return std::nullopt;
    do {
        value += digit * scale;
        scale /= 10;
    } while (in.digit(digit));
    return Milliseconds{value};
}

std::optional<TimeOfDay> read_time(Cursor& in) {
    unsigned hour = 0;
    unsigned minute = 0;
    unsigned second = 0;
    const bool read = in.number(2, 23, hour) && in.skip(':') && in.number(2, 59, minute) &&
                      in.skip(':') && in.number(2, 60, second);
    if (!read) return std::nullopt;
    const auto fraction = read_fraction(in);
    if (!fraction) return std::nullopt;
    return TimeOfDay{
        hours{hour} + minutes{minute} + seconds{std::min(second, 59U)} + *fraction, second == 60};
}

// "Z", "+hh:mm", "+hhmm", "+hh" or nothing, to the end of the text.
std::optional<minutes> read_zone(Cursor& in) {
    if (in.at_end()) return minutes{0};
    if (in.skip('Z') || in.skip('z')) return in.at_end() ? std::optional{minutes{0}} : std::nullopt;
    const bool behind = in.skip('-');
    if (!behind && !in.skip('+')) return std::nullopt;
    unsigned hour = 0;
    unsigned minute = 0;
    if (!in.number(2, 23, hour)) return std::nullopt;
    if (!in.at_end()) {
        in.skip(':');
        if (!in.number(2, 59, minute) || !in.at_end()) return std::nullopt;
    }
    const minutes offset = hours{hour} + minutes{minute};
    return behind ? -offset : offset;
}

}  // namespace

std::string format_rfc3339(Instant at) {
    const Milliseconds since_epoch{std::clamp(at.ms, kFirst, kLast)};
    const auto day = std::chrono::floor<days>(since_epoch);
    const year_month_day date{sys_days{day}};
    const std::chrono::hh_mm_ss<Milliseconds> time{since_epoch - day};
    std::string out;
    out.reserve(24);
    append_digits(out, static_cast<unsigned>(static_cast<int>(date.year())), 4);
    out.push_back('-');
    append_digits(out, static_cast<unsigned>(date.month()), 2);
    out.push_back('-');
    append_digits(out, static_cast<unsigned>(date.day()), 2);
    out.push_back('T');
    append_digits(out, static_cast<unsigned>(time.hours().count()), 2);
    out.push_back(':');
    append_digits(out, static_cast<unsigned>(time.minutes().count()), 2);
    out.push_back(':');
    append_digits(out, static_cast<unsigned>(time.seconds().count()), 2);
    out.push_back('.');
    append_digits(out, static_cast<unsigned>(time.subseconds().count()), 3);
    out.push_back('Z');
    return out;
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
    Cursor in{text};
    const auto date = read_date(in);
    if (!date) return std::nullopt;
    // RFC 3339 section 5.6 lets applications use a space, and either case.
    if (!in.skip('T') && !in.skip('t') && !in.skip(' ')) return std::nullopt;
    const auto time = read_time(in);
    if (!time) return std::nullopt;
    const auto zone = read_zone(in);
    if (!zone) return std::nullopt;
    const Milliseconds at =
        Milliseconds{date->time_since_epoch()} + time->since_midnight - Milliseconds{*zone};
    // A leap second ends a day of UTC (RFC 3339 section 5.7); anywhere else :60 is a mistake.
    const Milliseconds in_day = at - std::chrono::floor<days>(at);
    if (time->leap_second && in_day < hours{24} - seconds{1}) return std::nullopt;
    return Instant{at.count()};
}

std::string format_duration(Milliseconds duration) {
    struct Unit {
        std::int64_t ms;
        const char* name;
    };
    constexpr std::array<Unit, 3> units{{{86'400'000, " d"}, {3'600'000, " h"}, {60'000, " min"}}};
    // The magnitude as unsigned: the most negative count has no positive twin.
    const auto count = static_cast<std::uint64_t>(duration.count());
    const std::uint64_t ms = duration.count() < 0 ? ~count + 1 : count;
    const std::string sign = duration.count() < 0 ? "-" : "";
    for (const Unit& unit : units) {
        const auto whole = ms / static_cast<std::uint64_t>(unit.ms);
        if (whole > 0) return sign + std::to_string(whole) + unit.name;
    }
    const std::uint64_t whole_seconds = ms / 1000;
    return (whole_seconds > 0 ? sign : "") + std::to_string(whole_seconds) + " s";
}

}  // namespace socbot
