// ISO first; what is not ISO is read word by word.
#include "domain/templating/date_parse.h"

#include "base/text.h"

#include <date/date.h>

#include <array>
#include <charconv>
#include <chrono>
#include <string>

namespace socbot::templating {

namespace {

constexpr std::int64_t kMinuteMs = 60'000;

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
    const date::year_month_day day{
        date::year{civil.year}, date::month{civil.month}, date::day{civil.day}};
    const bool midnight = civil.hour == 24 && civil.minute == 0 && civil.second == 0;
    if (!day.ok() || (civil.hour > 23 && !midnight) || civil.minute > 59 || civil.second > 59)
        return std::nullopt;
    const std::int64_t days = date::sys_days{day}.time_since_epoch().count();
    const std::int64_t seconds =
        days * 86'400 + std::int64_t{civil.hour} * 3'600 + civil.minute * 60 + civil.second;
    return seconds * 1'000 + civil.millisecond;
}

CivilTime to_civil(std::int64_t ms) {
    const date::sys_time<std::chrono::milliseconds> at{std::chrono::milliseconds{ms}};
    const auto day = date::floor<date::days>(at);
    const date::year_month_day ymd{day};
    const auto rest = static_cast<unsigned>((at - day).count());
    return {
        static_cast<int>(ymd.year()),
        static_cast<unsigned>(ymd.month()),
        static_cast<unsigned>(ymd.day()),
        rest / 3'600'000,
        rest / 60'000 % 60,
        rest / 1'000 % 60,
        rest % 1'000};
}

unsigned day_of_week(std::int64_t ms) {
    const date::sys_time<std::chrono::milliseconds> at{std::chrono::milliseconds{ms}};
    return date::weekday{date::floor<date::days>(at)}.c_encoding();
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
