// ISO first; what is not ISO is read word by word.
#include "domain/templating/date_parse.h"

#include "base/text.h"

#include <array>
#include <charconv>
#include <string>

namespace socbot::templating {

namespace {

constexpr std::int64_t kMinuteMs = 60'000;

constexpr std::int64_t kDayMs = 86'400'000;

std::int64_t floor_div(std::int64_t a, std::int64_t b) noexcept {
    return a / b - (a % b < 0 ? 1 : 0);
}

unsigned days_in_month(std::int64_t year, unsigned month) noexcept {
    constexpr std::array<unsigned, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : kDays[month - 1];
}

// Days from 1970-01-01 in the proleptic Gregorian calendar, for years the date library's 16 bits
// don't hold: https://howardhinnant.github.io/date_algorithms.html
std::int64_t days_before(std::int64_t year, unsigned month, unsigned day) noexcept {
    year -= month <= 2 ? 1 : 0;
    const std::int64_t era = floor_div(year, 400);
    const std::int64_t year_of_era = year - era * 400;
    const std::int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    const std::int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146'097 + day_of_era - 719'468;
}

// Reads a text from the left; every step says whether it fitted.
class Cursor {
public:
    explicit Cursor(std::string_view text) : rest_{text} {}

    bool done() const noexcept { return rest_.empty(); }
    bool take(char c) {
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    // `least` to `most` digits.
    std::optional<unsigned> digits(std::size_t least, std::size_t most) {
        std::size_t count = 0;
        while (count < rest_.size() && count < most && rest_[count] >= '0' && rest_[count] <= '9')
            ++count;
        if (count < least) return std::nullopt;
        unsigned value{};
        std::from_chars(rest_.data(), rest_.data() + count, value);
        rest_.remove_prefix(count);
        return value;
    }
    // ".25" -> 250; more than three digits are cut.
    std::optional<unsigned> fraction() {
        std::string digits;
        while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') {
            digits += rest_.front();
            rest_.remove_prefix(1);
        }
        if (digits.empty()) return std::nullopt;
        digits.resize(3, '0');
        return static_cast<unsigned>(std::stoi(digits));
    }
    // "Z", "+02:00", "+0200", "+02"; minutes east.
    std::optional<int> zone() {
        if (take('Z') || take('z')) return 0;
        const bool west = rest_.starts_with('-');
        if (!take('+') && !take('-')) return std::nullopt;
        const auto hours = digits(2, 2);
        take(':');
        const auto minutes = rest_.empty() ? std::optional{0U} : digits(2, 2);
        if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
        const int offset = static_cast<int>(*hours * 60 + *minutes);
        return west ? -offset : offset;
    }
    // "23:58", "23:58:04", "23:58:04.25".
    bool time(CivilTime& civil) {
        const auto hour = digits(1, 2);
        if (!hour || !take(':')) return false;
        const auto minute = digits(2, 2);
        if (!minute) return false;
        civil.hour = *hour;
        civil.minute = *minute;
        if (!take(':')) return true;
        const auto second = digits(2, 2);
        if (!second) return false;
        civil.second = *second;
        if (!take('.')) return true;
        const auto thousandths = fraction();
        civil.millisecond = thousandths.value_or(0);
        return thousandths.has_value();
    }

private:
    std::string_view rest_;
};

std::optional<std::int64_t> with_zone(const CivilTime& civil, int offset) {
    const auto ms = to_ms(civil);
    if (!ms) return std::nullopt;
    return *ms - offset * kMinuteMs;
}

std::optional<std::int64_t> parse_iso(std::string_view text) {
    Cursor cursor{text};
    CivilTime civil;
    const auto year = cursor.digits(4, 4);
    if (!year) return std::nullopt;
    civil.year = static_cast<int>(*year);
    for (unsigned* part : {&civil.month, &civil.day}) {
        if (!cursor.take('-')) break;
        const auto value = cursor.digits(2, 2);
        if (!value) return std::nullopt;
        *part = *value;
    }
    if (cursor.take('T') || cursor.take(' ')) {
        if (!cursor.time(civil)) return std::nullopt;
    }
    const auto offset = cursor.done() ? std::optional{0} : cursor.zone();
    if (!offset || !cursor.done()) return std::nullopt;
    return with_zone(civil, *offset);
}

// What the words of a free-form date have said so far.
struct Words {
    CivilTime civil;
    std::optional<unsigned> month, day, year;
    bool pm{false}, am{false};
    int offset{0};

    bool slashed(std::string_view word) {
        Cursor cursor{word};
        month = cursor.digits(1, 2);
        if (!month || !cursor.take('/')) return false;
        day = cursor.digits(1, 2);
        if (!day || !cursor.take('/')) return false;
        year = cursor.digits(4, 4);
        return year && cursor.done();
    }

    bool number(std::string_view word) {
        Cursor cursor{word};
        const auto value = cursor.digits(1, 4);
        if (!value || !cursor.done()) return false;
        if (word.size() <= 2 && !day) {
            day = value;
            return true;
        }
        year = value;
        return word.size() == 4;
    }

    bool name(const std::string& word) {
        if (const auto index = month_index(word)) {
            month = *index + 1;
            return true;
        }
        if (word == "am") return am = true;
        if (word == "pm") return pm = true;
        if (word == "gmt" || word == "utc" || word == "z") return true;
        constexpr std::array<std::string_view, 7> kDays{
            "sun", "mon", "tue", "wed", "thu", "fri", "sat"};
        for (const std::string_view name_of_day : kDays)
            if (word.starts_with(name_of_day)) return true;
        return false;
    }

    bool zone(std::string_view word) {
        Cursor cursor{word};
        const auto minutes = cursor.zone();
        offset = minutes.value_or(0);
        return minutes && cursor.done();
    }

    bool read(std::string_view word) {
        const char c = word.front();
        if (c == '+' || c == '-') return zone(word);
        if (c < '0' || c > '9') return name(to_lower_ascii(word));
        if (word.find('/') != std::string_view::npos) return slashed(word);
        if (word.find(':') == std::string_view::npos) return number(word);
        Cursor cursor{word};
        return cursor.time(civil) && (cursor.done() || cursor.take('Z'));
    }
};

std::optional<std::int64_t> parse_words(std::string_view text) {
    Words words;
    while (!text.empty()) {
        const auto start = text.find_first_not_of(" ,");
        if (start == std::string_view::npos) break;
        text.remove_prefix(start);
        const auto end = std::min(text.find_first_of(" ,"), text.size());
        if (!words.read(text.substr(0, end))) return std::nullopt;
        text.remove_prefix(end);
    }
    if (!words.month || !words.day || !words.year) return std::nullopt;
    CivilTime& civil = words.civil;
    civil.year = static_cast<int>(*words.year);
    civil.month = *words.month;
    civil.day = *words.day;
    if ((words.am || words.pm) && (civil.hour == 0 || civil.hour > 12)) return std::nullopt;
    if (words.am || words.pm) civil.hour = civil.hour % 12 + (words.pm ? 12 : 0);
    return with_zone(civil, words.offset);
}

}  // namespace

std::optional<unsigned> month_index(std::string_view word) {
    constexpr std::array<std::string_view, 12> kMonths{
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
    const std::string lower = to_lower_ascii(word);
    for (unsigned i = 0; i < kMonths.size(); ++i)
        if (lower.starts_with(kMonths[i])) return i;
    return std::nullopt;
}

std::optional<std::int64_t> to_ms(const CivilTime& civil) {
    const bool midnight = civil.hour == 24 && civil.minute == 0 && civil.second == 0;
    if (civil.month < 1 || civil.month > 12 || civil.day < 1 ||
        civil.day > days_in_month(civil.year, civil.month) || (civil.hour > 23 && !midnight) ||
        civil.minute > 59 || civil.second > 59)
        return std::nullopt;
    const std::int64_t seconds = days_before(civil.year, civil.month, civil.day) * 86'400 +
                                 std::int64_t{civil.hour} * 3'600 + civil.minute * 60 +
                                 civil.second;
    return seconds * 1'000 + civil.millisecond;
}

CivilTime to_civil(std::int64_t ms) {
    const std::int64_t days = floor_div(ms, kDayMs);
    const auto rest = static_cast<unsigned>(ms - days * kDayMs);
    const std::int64_t shifted = days + 719'468;
    const std::int64_t era = floor_div(shifted, 146'097);
    const std::int64_t day_of_era = shifted - era * 146'097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t month = (5 * day_of_year + 2) / 153;  // from March
    CivilTime civil;
    civil.day = static_cast<unsigned>(day_of_year - (153 * month + 2) / 5 + 1);
    civil.month = static_cast<unsigned>(month < 10 ? month + 3 : month - 9);
    civil.year = static_cast<int>(year_of_era + era * 400 + (civil.month <= 2 ? 1 : 0));
    civil.hour = rest / 3'600'000;
    civil.minute = rest / 60'000 % 60;
    civil.second = rest / 1'000 % 60;
    civil.millisecond = rest % 1'000;
    return civil;
}

unsigned day_of_week(std::int64_t ms) {
    const std::int64_t days = floor_div(ms, kDayMs) + 4;  // 1970-01-01 was a Thursday
    return static_cast<unsigned>(days - floor_div(days, 7) * 7);
}

std::optional<std::int64_t> parse_date(std::string_view text) {
    const std::string_view trimmed = trim_ascii(text);
    if (const auto iso = parse_iso(trimmed)) return iso;
    return parse_words(trimmed);
}

std::optional<std::int64_t> parse_strict_iso(std::string_view text) {
    if (text.size() != 24 || text[10] != 'T' || text[19] != '.' || text[23] != 'Z')
        return std::nullopt;
    return parse_iso(text);
}

}  // namespace socbot::templating
