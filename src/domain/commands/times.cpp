// Points in time, by walking from one occurrence of a time of day to the next: so a day the clocks
// shorten or lengthen needs no case of its own (Zones::next defines both).
#include "domain/commands/times.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>
#include <utility>

namespace socbot {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr int kDaysAhead = 400;
constexpr std::size_t kLengthWords = 6;
constexpr unsigned kMorning = 8 * 60;

using Date = std::tuple<int, unsigned, unsigned>;

// Which day: any, a day of the week, or one date.
struct Day {
    std::optional<unsigned> weekday;
    std::optional<Date> date;

    bool any() const { return !weekday && !date; }
    bool matches(const LocalTime& time) const {
        if (weekday) return *weekday == time.weekday;
        return !date || *date == Date{time.year, time.month, time.day};
    }
};

struct Point {
    Day day;
    std::optional<unsigned> minute;  // of the day
};

std::optional<unsigned> parse_digits(std::string_view digits, std::size_t longest) {
    if (digits.empty() || digits.size() > longest) return std::nullopt;
    unsigned number = 0;
    const auto [end, failure] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (failure != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return number;
}

// "3pm", "3:30pm".
std::optional<unsigned> hour_of_half_day(unsigned hour, bool afternoon) {
    if (hour == 0 || hour > 12) return std::nullopt;
    return hour % 12 + (afternoon ? 12U : 0U);
}

std::optional<unsigned> parse_clock(std::string_view folded) {
    if (folded == "noon") return 12U * 60;
    if (folded == "midnight" || folded == "24:00") return 0U;
    const bool afternoon = folded.ends_with("pm");
    const bool half_day = afternoon || folded.ends_with("am");
    if (half_day) folded.remove_suffix(2);
    const std::size_t colon = folded.find_first_of(":.");
    if (colon == std::string_view::npos && !half_day) return std::nullopt;
    auto hour = parse_digits(folded.substr(0, colon), 2);
    std::optional<unsigned> minute{0U};
    if (colon != std::string_view::npos) {
        const std::string_view minutes = folded.substr(colon + 1);
        minute = minutes.size() == 2 ? parse_digits(minutes, 2) : std::nullopt;
    }
    if (hour && half_day) hour = hour_of_half_day(*hour, afternoon);
    if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
    return *hour * 60 + *minute;
}

std::optional<unsigned> parse_weekday(std::string_view folded) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 7> days{
        {{"sun", "sunday"},
         {"mon", "monday"},
         {"tue", "tuesday"},
         {"wed", "wednesday"},
         {"thu", "thursday"},
         {"fri", "friday"},
         {"sat", "saturday"}}};
    if (folded.size() < 3) return std::nullopt;
    // "tues", "weds" and "thurs" too.
    if (folded == "weds") return 3U;
    for (unsigned i = 0; i < days.size(); ++i)
        if (days[i].second.starts_with(folded) && folded.starts_with(days[i].first)) return i;
    return std::nullopt;
}

std::optional<Date> parse_date(std::string_view text) {
    if (text.size() != 10) return std::nullopt;
    const auto midnight = parse_rfc3339(std::string{text} + "T00:00:00Z");
    if (!midnight) return std::nullopt;
    return Date{
        static_cast<int>(parse_digits(text.substr(0, 4), 4).value_or(0)),
        parse_digits(text.substr(5, 2), 2).value_or(0),
        parse_digits(text.substr(8, 2), 2).value_or(0)};
}

Date date_of(const LocalTime& time) {
    return {time.year, time.month, time.day};
}

class PointReader {
public:
    PointReader(Arguments& arguments, const CommandContext& context)
        : arguments_{arguments},
          context_{context},
          zone_{room_zone(context.settings, context.room)} {}

    // A day and a time of day in either order, one of them may be missing.
    std::optional<Point> read() {
        Point point;
        bool found = false;
        for (int part = 0; part < 2; ++part) {
            arguments_.take({"on", "at"});
            if (point.day.any() && take_day(point.day)) {
                found = true;
            } else if (!point.minute && take_clock(point.minute)) {
                found = true;
            }
        }
        if (!found) return std::nullopt;
        return point;
    }

    std::optional<Instant> after_now(const Point& point, unsigned minute_of_a_day) const {
        const unsigned minute = point.minute.value_or(minute_of_a_day);
        Instant at = next(minute, context_.now + Milliseconds{1});
        for (int day = 0; day <= kDaysAhead; ++day) {
            if (point.day.matches(local(at)))
                return at - context_.now <= Milliseconds{kDaysAhead * kDayMs} ? std::optional{at}
                                                                              : std::nullopt;
            at = next(minute, at + Milliseconds{1});
        }
        return std::nullopt;
    }

    std::optional<Instant> before_now(const Point& point) const {
        const unsigned minute = point.minute.value_or(0);
        int days = 2;
        if (point.day.weekday) days = 8;
        if (point.day.date) days = kDaysAhead;
        std::optional<Instant> last;
        Instant at = next(minute, context_.now - Milliseconds{days * kDayMs});
        while (at <= context_.now) {
            if (point.day.matches(local(at))) last = at;
            at = next(minute, at + Milliseconds{1});
        }
        return last;
    }

private:
    Instant next(unsigned minute, Instant at) const {
        return context_.zones.next(zone_, minute, at);
    }
    LocalTime local(Instant at) const { return context_.zones.local(zone_, at); }

    bool take_day(Day& day) {
        if (arguments_.done()) return false;
        if (arguments_.take({"today"})) {
            day.date = date_of(local(context_.now));
            return true;
        }
        if (arguments_.take({"tomorrow"})) {
            day.date = date_of(local(next(0, context_.now + Milliseconds{1})));
            return true;
        }
        if (arguments_.take({"yesterday"})) {
            const Instant midnight = before_now({}).value_or(context_.now);
            day.date = date_of(local(midnight - Milliseconds{1}));
            return true;
        }
        day.weekday = parse_weekday(arguments_.peek().folded);
        if (!day.weekday) day.date = parse_date(arguments_.peek().folded);
        if (day.any()) return false;
        arguments_.skip();
        return true;
    }

    bool take_clock(std::optional<unsigned>& minute) {
        if (arguments_.done()) return false;
        minute = parse_clock(arguments_.peek().folded);
        if (!minute) return false;
        arguments_.skip();
        return true;
    }

    Arguments& arguments_;
    const CommandContext& context_;
    std::string zone_;
};

Error no_time(std::string message) {
    return {Errc::invalid_input, std::move(message)};
}

}  // namespace

std::optional<Milliseconds> take_length(Arguments& arguments) {
    for (std::size_t count = std::min(kLengthWords, arguments.left()); count > 0; --count) {
        std::string text;
        bool quoted = false;
        for (std::size_t ahead = 0; ahead < count; ++ahead) {
            text.append(arguments.peek(ahead).folded).push_back(' ');
            quoted = quoted || arguments.peek(ahead).quoted;
        }
        const auto length = quoted ? std::nullopt : parse_duration(text);
        if (!length) continue;
        arguments.skip(count);
        return length;
    }
    return std::nullopt;
}

bool take_end_of_shift(Arguments& arguments) {
    return arguments.take_all({"end", "of", "shift"}) ||
           arguments.take_all({"end", "of", "the", "shift"}) ||
           arguments.take_all({"shift", "end"}) || arguments.take({"eos"});
}

Result<Instant> take_until(Arguments& arguments, const CommandContext& context) {
    if (take_end_of_shift(arguments))
        return shift_end(context.settings.shifts, context.zones, context.now);
    PointReader reader{arguments, context};
    const auto point = reader.read();
    if (!point)
        return no_time(
            "Until when? For example `until 15:00`, `until mon 08:00`, `until friday` or "
            "`until end of shift`."
        );
    const std::vector<unsigned>& changes = context.settings.shifts.minutes;
    const auto at = reader.after_now(*point, changes.empty() ? kMorning : changes.front());
    if (!at) return no_time("That time is past, or more than 400 days ahead.");
    return *at;
}

Result<Instant> take_since(Arguments& arguments, const CommandContext& context) {
    if (const auto length = take_length(arguments)) {
        arguments.take({"ago"});
        return context.now - *length;
    }
    PointReader reader{arguments, context};
    const auto point = reader.read();
    if (!point)
        return no_time(
            "Since when? For example `since 06:00`, `since mon 08:00`, `since yesterday` or "
            "`since 4h`."
        );
    const auto at = reader.before_now(*point);
    if (!at) return no_time("That time is still to come, or more than 400 days ago.");
    return *at;
}

bool looks_like_clock(std::string_view folded) {
    return parse_clock(folded).has_value();
}

}  // namespace socbot
