// Zones from the system's tz database (Howard Hinnant's date library). Immutable once made, so a
// run reads the same rules from first to last.
#pragma once

#include "domain/settings/settings.h"

#include <memory>

namespace socbot {

// Thread-safe afterwards. Reads the database; call it from main or a test, never from the domain.
std::unique_ptr<Zones> make_system_zones();

// UTC only.
std::unique_ptr<Zones> make_utc_zones();

}  // namespace socbot
