// A point in time -> text. Formats are .NET's, rewritten to day.js tokens and printed as day.js
// does, quirks included: quoted text loses its quotes and is read as tokens again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace socbot::templating {

inline constexpr std::string_view kDefaultDateFormat = "YYYY-MM-DDTHH:mm:ss.SSS[Z]";

// "dd MMM HH:mm tt" -> "DD MMM HH:mm A". Empty gives the default; what .NET has no meaning for
// comes back unchanged.
std::string to_dayjs_format(std::string_view format);

// English names; `ms` is UTC, shown on a clock `offset` minutes east of it.
std::string format_dayjs(std::int64_t ms, std::string_view format, int offset = 0);

}  // namespace socbot::templating
