// Local time: the system's tz database through the date library, UTC alone, and what is said with
// them (clock words, the end of a shift).
#include "domain/settings/zones_tz.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

namespace socbot {
namespace {

using LocalSeconds = date::local_seconds;
using SystemSeconds = date::sys_seconds;

constexpr unsigned kMinutesPerDay = 1440;
constexpr Milliseconds kShiftWithoutChange{8 * 3'600'000};

// Alarm times are a sender's; the calendar ends where RFC 3339's does.
constexpr Instant kFirst{-62'167'219'200'000};  // 0000-01-01
constexpr Instant kLast{253'402'300'799'999};   // 9999-12-31

SystemSeconds to_system(Instant at) {
    const Instant clamped = std::clamp(at, kFirst, kLast);
    return date::floor<std::chrono::seconds>(date::sys_time<Milliseconds>{Milliseconds{clamped.ms}}
    );
}

Instant to_instant(SystemSeconds at) {
    return {std::chrono::duration_cast<Milliseconds>(at.time_since_epoch()).count()};
}

LocalTime to_local_time(LocalSeconds local, std::chrono::seconds offset) {
    const auto day = date::floor<date::days>(local);
    const date::year_month_day ymd{day};
    const date::hh_mm_ss<std::chrono::seconds> clock{local - day};
    LocalTime time;
    time.year = static_cast<int>(ymd.year());
    time.month = static_cast<unsigned>(ymd.month());
    time.day = static_cast<unsigned>(ymd.day());
    time.hour = static_cast<unsigned>(clock.hours().count());
    time.minute = static_cast<unsigned>(clock.minutes().count());
    time.second = static_cast<unsigned>(clock.seconds().count());
    time.weekday = date::weekday{day}.c_encoding();
    time.offset_minutes =
        static_cast<int>(std::chrono::duration_cast<std::chrono::minutes>(offset).count());
    return time;
}

// The instants a local time stands for: one, the jump when the clocks skip it, or both passes.
template <class Zone>
std::array<SystemSeconds, 2> instants_of(const Zone& zone, LocalSeconds local) {
    const date::local_info info = zone.get_info(local);
    const SystemSeconds as_first{local.time_since_epoch() - info.first.offset};
    if (info.result == date::local_info::unique) return {as_first, as_first};
    if (info.result == date::local_info::nonexistent) return {info.first.end, info.first.end};
    return {as_first, SystemSeconds{local.time_since_epoch() - info.second.offset}};
}

// UTC with the interface of date::time_zone that is used here.
struct UtcZone {
    date::sys_info get_info(SystemSeconds) const { return {}; }
    date::local_info get_info(LocalSeconds) const { return {}; }
};

template <class Zone>
LocalTime local_in(const Zone& zone, Instant at) {
    const SystemSeconds system = to_system(at);
    const std::chrono::seconds offset = zone.get_info(system).offset;
    return to_local_time(LocalSeconds{system.time_since_epoch() + offset}, offset);
}

template <class Zone>
Instant next_in(const Zone& zone, unsigned minute_of_day, Instant at) {
    const SystemSeconds system = to_system(at);
    const LocalSeconds local{system.time_since_epoch() + zone.get_info(system).offset};
    const auto today = date::floor<date::days>(local);
    const std::chrono::minutes minute{minute_of_day % kMinutesPerDay};
    std::optional<Instant> best;
    // A day before and two after: a change of clocks moves a time of day by up to a whole day
    // (Samoa skipped 30 December 2011).
    for (int day = -1; day <= 2; ++day) {
        for (const SystemSeconds candidate :
             instants_of(zone, LocalSeconds{today + date::days{day}} + minute)) {
            const Instant instant = to_instant(candidate);
            if (instant >= at && (!best || instant < *best)) best = instant;
        }
    }
    return best.value_or(at + std::chrono::hours{24});
}

bool is_utc(std::string_view zone) {
    return zone == "UTC" || zone == "Etc/UTC";
}

class UtcZones final : public Zones {
public:
    bool known(std::string_view zone) const override { return is_utc(zone); }
    LocalTime local(std::string_view, Instant at) const override { return local_in(UtcZone{}, at); }
    Instant next(std::string_view, unsigned minute_of_day, Instant at) const override {
        return next_in(UtcZone{}, minute_of_day, at);
    }
};

class SystemZones final : public Zones {
public:
    explicit SystemZones(const date::tzdb& database) : database_{database} {}

    bool known(std::string_view zone) const override { return is_utc(zone) || find(zone); }

    LocalTime local(std::string_view zone, Instant at) const override {
        const date::time_zone* found = find(zone);
        return found != nullptr ? local_in(*found, at) : local_in(UtcZone{}, at);
    }

    Instant next(std::string_view zone, unsigned minute_of_day, Instant at) const override {
        const date::time_zone* found = find(zone);
        return found != nullptr ? next_in(*found, minute_of_day, at)
                                : next_in(UtcZone{}, minute_of_day, at);
    }

private:
    // The library reads a zone's file the first time it is asked something, under a once flag.
    const date::time_zone* find(std::string_view name) const {
        const auto& zones = database_.zones;
        const auto found = std::lower_bound(
            zones.begin(),
            zones.end(),
            name,
            [](const date::time_zone& zone, std::string_view wanted) {
                return zone.name() < wanted;
            }
        );
        if (found == zones.end() || found->name() != name) return nullptr;
        try {
            static_cast<void>(found->get_info(SystemSeconds{}));
        } catch (const std::runtime_error&) {
            return nullptr;  // a damaged file of the database reads as an unknown zone
        }
        return &*found;
    }

    const date::tzdb& database_;
};

}  // namespace

std::unique_ptr<Zones> make_system_zones() {
    try {
        return std::make_unique<SystemZones>(date::get_tzdb());
    } catch (const std::runtime_error&) {
        return make_utc_zones();
    }
}

std::unique_ptr<Zones> make_utc_zones() {
    return std::make_unique<UtcZones>();
}

std::string clock_time(const LocalTime& time) {
    return fmt::format("{:02}:{:02}", time.hour, time.minute);
}

std::string day_and_time(const LocalTime& time) {
    constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<const char*, 12> months{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return fmt::format(
        "{} {} {} {}",
        days[time.weekday % days.size()],
        time.day,
        months[(time.month + 11) % months.size()],
        clock_time(time)
    );
}

Instant shift_end(const ShiftSettings& shifts, const Zones& zones, Instant now) {
    std::optional<Instant> end;
    for (const unsigned minute : shifts.minutes) {
        const Instant change = zones.next(shifts.zone, minute, now + Milliseconds{1});
        if (!end || change < *end) end = change;
    }
    return end.value_or(now + kShiftWithoutChange);
}

}  // namespace socbot
