// Two small scanners over runs of one letter.
#include "domain/templating/date_format.h"

#include "domain/templating/date_parse.h"

#include <algorithm>
#include <array>

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

// The day.js token of a run of one .NET letter; an empty text: .NET has no such format.
std::string dayjs_token(std::string_view run) {
    switch (run.front()) {
        case 'd':
            return run.size() > 2 ? std::string{run} : std::string(run.size(), 'D');
        case 'y':
            return run.size() > 2 ? "YYYY" : "YY";
        case 'f':
        case 'F':
            return run.size() > 2 ? "SSS" : "";
        case 't':
            return "A";
        case 'z':
            return run.size() > 2 ? "Z" : "ZZ";
        case 'K':
            return "Z";
        case 'o':
        case 'O':
            return "YYYY-MM-DDTHH:mm:ss.SSS0000+00:00";
        case 'g':
        case 'R':
        case 'r':
        case 'U':
        case 'u':
            return {};
        case '%':
            return "%";
        default:
            return std::string{run};
    }
}

struct Moment {
    CivilTime civil;
    unsigned weekday{0};
};

std::string date_token(const Moment& at, std::string_view token) {
    const auto month = at.civil.month;
    const auto year = static_cast<unsigned>(std::max(at.civil.year, 0));
    if (token == "YY") return padded(year % 100, 2);
    if (token == "YYYY") return padded(year, 4);
    if (token == "MMM") return std::string{kMonths[month - 1].substr(0, 3)};
    if (token == "MMMM") return std::string{kMonths[month - 1]};
    if (token.front() == 'M') return padded(month, token.size());
    if (token.front() == 'D') return padded(at.civil.day, token.size());
    if (token == "d") return std::to_string(at.weekday);
    if (token == "dd") return std::string{kDays[at.weekday].substr(0, 2)};
    if (token == "ddd") return std::string{kDays[at.weekday].substr(0, 3)};
    if (token == "dddd") return std::string{kDays[at.weekday]};
    return "+0000";  // Y and YYY: day.js prints the zone for a token it has no value for
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
            return token.size() == 1 ? "+00:00" : "+0000";
    }
}

// How many of one letter make a token, 0 for what is no token.
std::size_t longest(char letter) noexcept {
    switch (letter) {
        case 'Y':
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
        case 'S':
            return 3;
        default:
            return 0;
    }
}

}  // namespace

std::string to_dayjs_format(std::string_view format) {
    if (format.empty()) return std::string{kDefaultDateFormat};
    std::string out;
    for (std::size_t at = 0; at < format.size();) {
        const char c = format[at];
        if (c == '\'' || c == '`') {
            const auto end = std::min(format.find(c, at + 1), format.size());
            out.append(format.substr(at + 1, end - at - 1));
            at = end + 1;
        } else if (c == '\\') {
            out.append(format.substr(at + 1, 1));
            at += 2;
        } else {
            const std::size_t run = run_of(format.substr(at));
            const std::string token = dayjs_token(format.substr(at, run));
            if (token.empty()) return std::string{format};
            if (token != "%") out += token;
            at += run;
        }
    }
    return out;
}

std::string format_dayjs(std::int64_t ms, std::string_view format) {
    const Moment moment{to_civil(ms), day_of_week(ms)};
    std::string out;
    for (std::size_t at = 0; at < format.size();) {
        const std::string_view rest = format.substr(at);
        if (const auto close = rest.find(']');
            rest.front() == '[' && close > 1 && close < rest.size()) {
            out.append(rest.substr(1, close - 1));
            at += close + 1;
            continue;
        }
        const std::size_t length = std::min(run_of(rest), longest(rest.front()));
        if (length == 0 || (rest.front() == 'S' && length < 3)) {
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
