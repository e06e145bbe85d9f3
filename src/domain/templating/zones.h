// Time zones by their Windows or IANA names, for convertFromUTC and convertToUTC.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace socbot::templating {

// "Eastern Standard Time" -> "America/New_York"; a known IANA name is itself. Case matters, as in
// the official packages.
std::optional<std::string> find_zone(std::string_view name);

// Minutes east of UTC at the time. Reads the system's tz database when first called; safe from
// several threads. nullopt when the database has no such zone.
std::optional<int> zone_offset(const std::string& iana, std::int64_t ms);

}  // namespace socbot::templating
