// Two small scanners over runs of one letter.
#include "domain/templating/date_format.h"

#include "domain/templating/date_parse.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

namespace socbot::templating {

namespace {

constexpr std::array<std::string_view, 7>
    kDays{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> kMonths{
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December"};

std::size_t run_of(std::string_view text) noexcept {
    return std::min(text.find_first_not_of(text.front()), text.size());
}

std::string padded(unsigned value, std::size_t width) {
    std::string out = std::to_string(value);
    if (out.size() < width) out.insert(0, width - out.size(), '0');
    return out;
}

// The day.js token of a run of one .NET letter; nullopt: the conversion fails.
std::optional<std::string> dayjs_token(std::string_view run) {
    const char letter = run.front();
    const auto at_most = [&](std::size_t most) {
        return std::string(std::min(run.size(), most), letter);
    };
    switch (letter) {
        case 'd':
            return run.size() > 2 ? at_most(4) : std::string(run.size(), 'D');
        case 'M':
            return at_most(4);
        case 'h':
        case 'H':
        case 'm':
        case 's':
            return at_most(2);
        case 'y':
            return run.size() > 2 ? "YYYY" : "YY";
        case 'f':
        case 'F':
            return run.size() > 2 ? std::optional<std::string>{"SSS"} : std::nullopt;
        case 't':
            return "A";
        case 'z':
            return run.size() > 2 ? "Z" : "ZZ";
        case 'K':
            return std::string(run.size(), 'Z');
        case 'g':
            return std::nullopt;
        case '%':
            return "";
        default:
            return std::string{run};
    }
}

// The formats of one letter that mean a whole one.
std::optional<std::string> standard_format(char letter) {
    if (letter == 'o' || letter == 'O') return "YYYY-MM-DDTHH:mm:ss.SSS0000Z";
    constexpr std::string_view kNone = "rRuU";
    if (kNone.find(letter) != std::string_view::npos) return std::string(1, letter);
    return std::nullopt;
}

std::string last_two(const std::string& year) {
    return year.substr(year.size() - std::min<std::size_t>(year.size(), 2));
}

struct Moment {
    CivilTime civil;
    unsigned weekday{0};
    std::string zone;  // "+02:00"
};

std::string zone_text(int offset) {
    const auto minutes = static_cast<unsigned>(std::abs(offset));
    return (offset < 0 ? "-" : "+") + padded(minutes / 60, 2) + ":" + padded(minutes % 60, 2);
}

std::string without_colon(std::string zone) {
    zone.erase(zone.find(':'), 1);
    return zone;
}

std::string date_token(const Moment& at, std::string_view token) {
    const auto month = at.civil.month;
    const std::string year = std::to_string(at.civil.year);
    if (token == "YY") return last_two(year);
    if (token == "YYYY") return year.size() < 4 ? std::string(4 - year.size(), '0') + year : year;
    if (token == "MMM") return std::string{kMonths[month - 1].substr(0, 3)};
    if (token == "MMMM") return std::string{kMonths[month - 1]};
    if (token.front() == 'M') return padded(month, token.size());
    if (token.front() == 'D') return padded(at.civil.day, token.size());
    if (token == "d") return std::to_string(at.weekday);
    const std::string_view day = kDays[at.weekday];
    return std::string{token == "dddd" ? day : day.substr(0, token.size())};
}

std::string time_token(const Moment& at, std::string_view token) {
    const unsigned hour = at.civil.hour;
    switch (token.front()) {
        case 'H':
            return padded(hour, token.size());
        case 'h':
            return padded((hour + 11) % 12 + 1, token.size());
        case 'a':
            return hour < 12 ? "am" : "pm";
        case 'A':
            return hour < 12 ? "AM" : "PM";
        case 'm':
            return padded(at.civil.minute, token.size());
        case 's':
            return padded(at.civil.second, token.size());
        case 'S':
            return padded(at.civil.millisecond, 3);
        default:
            return token.size() == 1 ? at.zone : without_colon(at.zone);
    }
}

// How many of one letter make a token, 0 for what is no token.
std::size_t longest(char letter) noexcept {
    switch (letter) {
        case 'M':
        case 'd':
            return 4;
        case 'D':
        case 'H':
        case 'h':
        case 'm':
        case 's':
        case 'Z':
            return 2;
        case 'a':
        case 'A':
            return 1;
        default:
            return 0;
    }
}

std::size_t token_length(std::string_view rest) noexcept {
    const std::size_t run = run_of(rest);
    if (rest.front() == 'Y') return run >= 4 ? 4 : (run >= 2 ? 2 : 0);
    if (rest.front() == 'S') return run >= 3 ? 3 : 0;
    return std::min(run, longest(rest.front()));
}

}  // namespace

std::string to_dayjs_format(std::string_view format) {
    if (format.empty()) return std::string{kDefaultDateFormat};
    if (format.size() == 1)
        if (auto whole = standard_format(format.front())) return *std::move(whole);
    std::string out;
    for (std::size_t at = 0; at < format.size();) {
        const char c = format[at];
        if (c == '\'' || c == '`') {
            const auto end = format.find(c, at + 1);
            if (end == std::string_view::npos) return std::string{format};
            out.append(format.substr(at + 1, end - at - 1));
            at = end + 1;
        } else if (c == '\\') {
            if (at + 1 == format.size()) return std::string{format};
            out += format[at + 1];
            at += 2;
        } else {
            const std::size_t run = run_of(format.substr(at));
            const auto token = dayjs_token(format.substr(at, run));
            if (!token) return std::string{format};
            out += *token;
            at += run;
        }
    }
    return out;
}

std::string format_dayjs(std::int64_t ms, std::string_view format, int offset) {
    const std::int64_t local = ms + std::int64_t{offset} * 60'000;
    const Moment moment{to_civil(local), day_of_week(local), zone_text(offset)};
    std::string out;
    for (std::size_t at = 0; at < format.size();) {
        const std::string_view rest = format.substr(at);
        if (const auto close = rest.find(']');
            rest.front() == '[' && close > 1 && close < rest.size()) {
            out.append(rest.substr(1, close - 1));
            at += close + 1;
            continue;
        }
        const std::size_t length = token_length(rest);
        if (length == 0) {
            out += rest.front();
            ++at;
            continue;
        }
        const std::string_view token = rest.substr(0, length);
        const bool of_date = std::string_view{"YMDd"}.find(token.front()) != std::string_view::npos;
        out += of_date ? date_token(moment, token) : time_token(moment, token);
        at += length;
    }
    return out;
}

}  // namespace socbot::templating
