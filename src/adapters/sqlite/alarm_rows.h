// The appended tables' rows as values: column lists and how a row is read back.
#pragma once

#include "adapters/sqlite/sql.h"
#include "domain/engine/changes.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace socbot {

inline constexpr std::string_view kAlarmColumns =
    "id, at, customer, source, uid, content, update_of, kind, severity, account, reason, episode, "
    "entity, rule, title, pack";

// Without the texts of the packs.
AlarmRecord alarm_of(const SqlStatement& row);
std::uint64_t pack_of(const SqlStatement& row);

// "step, at, kind, schema, alarm, digest", and `body` when it was asked for.
inline constexpr std::string_view kJournalColumns = "step, at, kind, schema, alarm, digest";
JournalEntry journal_entry_of(const SqlStatement& row);

inline constexpr std::string_view kAuditColumns =
    "audit.number, at, customer, salted, link, salt, payload";
AuditRecord audit_record_of(const SqlStatement& row);

// The window's entries of a commit, 16 bytes each: hash, alarm, little endian.
void pack_seen(std::span<const SeenId> ids, std::string& out);
inline constexpr std::size_t kSeenBytes = 16;
SeenId unpack_seen(std::string_view sixteen_bytes);

}  // namespace socbot
