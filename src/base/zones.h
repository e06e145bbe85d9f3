// Local time. Zone data is passed in by the process: nothing here reads a file.
#pragma once

#include "base/time.h"

#include <string_view>

namespace socbot {

// Local time by an IANA zone; unknown zones read as UTC (configuration refuses them before).
struct LocalTime {
    int year{1970};
    unsigned month{1}, day{1}, hour{0}, minute{0}, second{0};
    unsigned weekday{4};  // 0 = Sunday
    int offset_minutes{0};
    friend bool operator==(const LocalTime&, const LocalTime&) = default;
};
// Zone data is passed in by the process once at start; before that only UTC is known.
class Zones {
public:
    virtual ~Zones() = default;
    virtual bool known(std::string_view zone) const = 0;
    virtual LocalTime local(std::string_view zone, Instant at) const = 0;
    // The first instant at or after `at` whose local time of day is minute_of_day, to the second.
    // A time that the clocks skip that day counts as the moment they jump; one that comes twice
    // counts both times.
    virtual Instant next(std::string_view zone, unsigned minute_of_day, Instant at) const = 0;
};

}  // namespace socbot
