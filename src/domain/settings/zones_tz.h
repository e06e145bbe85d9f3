// Zones from the system's tz database (Howard Hinnant's date library). A zone is read once and
// kept, so a run sees the same rules from first to last.
#pragma once

#include "domain/settings/settings.h"

#include <memory>

namespace socbot {

// Thread-safe afterwards. Reads the database's index; call it from main or a test, never from the
// domain. known() reads the zone itself, so checking the configured zones once leaves nothing to
// read later. Without a database on the system: make_utc_zones().
std::unique_ptr<Zones> make_system_zones();

// UTC only.
std::unique_ptr<Zones> make_utc_zones();

}  // namespace socbot
