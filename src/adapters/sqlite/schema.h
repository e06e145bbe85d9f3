// The tables of socbot.db and how an older file becomes a current one.
//
// What decides the layout is pages dirtied per alarm, not rows: each randomly placed row is a page
// copied to the WAL, synced, and copied again by a checkpoint. So alarm, raw, journal and seen only
// append by a growing integer and have no further index.
#pragma once

#include "base/result.h"

#include <cstdint>

namespace socbot {

class SqlConnection;

inline constexpr std::int64_t kSchemaVersion = 1;

// Applies what is missing, each step in a transaction of its own. conflict: the file was written by
// a newer version, or isn't socbot's. Throws SqlError.
Result<void> migrate(SqlConnection& connection);

// For readers: the file must have exactly this schema.
Result<void> check_schema(SqlConnection& connection);

}  // namespace socbot
