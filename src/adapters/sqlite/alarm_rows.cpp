// The appended tables' rows as values.
#include "adapters/sqlite/alarm_rows.h"

#include <sqlite3.h>

#include <algorithm>

namespace socbot {

namespace {

Digest digest_of(std::string_view bytes) {
    Digest digest{};
    if (bytes.size() != digest.size())
        throw SqlError{SQLITE_CORRUPT, "a stored digest has the wrong length"};
    std::transform(bytes.begin(), bytes.end(), digest.begin(), [](char c) {
        return static_cast<std::uint8_t>(c);
    });
    return digest;
}

void append_u64(std::string& out, std::uint64_t value) {
    for (unsigned shift = 0; shift < 64; shift += 8)
        out += static_cast<char>((value >> shift) & 0xFFU);
}

std::uint64_t u64_of(std::string_view bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 8; ++i)
        value |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    return value;
}

}  // namespace

AlarmRecord alarm_of(const SqlStatement& row) {
    AlarmRecord alarm;
    alarm.id = AlarmId{row.unsigned_integer(0)};
    alarm.at = {row.integer(1)};
    alarm.customer = CustomerCode{row.bytes(2)};
    alarm.source = SourceId{row.bytes(3)};
    alarm.uid = row.string(4);
    alarm.content = digest_of(row.bytes(5));
    alarm.update_of = AlarmId{row.unsigned_integer(6)};
    alarm.kind = static_cast<Kind>(row.integer(7));
    alarm.severity = static_cast<Severity>(row.integer(8));
    alarm.account = static_cast<Account>(row.integer(9));
    alarm.reason = row.string(10);
    alarm.episode = row.unsigned_integer(11);
    alarm.entity = row.string(12);
    alarm.rule = row.string(13);
    alarm.title = row.string(14);
    return alarm;
}

std::uint64_t pack_of(const SqlStatement& row) {
    return row.unsigned_integer(15);
}

JournalEntry journal_entry_of(const SqlStatement& row) {
    JournalEntry entry;
    entry.step = row.unsigned_integer(0);
    entry.at = {row.integer(1)};
    entry.kind = static_cast<std::uint8_t>(row.integer(2));
    entry.schema = static_cast<std::uint16_t>(row.integer(3));
    entry.alarm = AlarmId{row.unsigned_integer(4)};
    entry.digest = digest_of(row.bytes(5));
    return entry;
}

AuditRecord audit_record_of(const SqlStatement& row) {
    AuditRecord record;
    record.number = row.unsigned_integer(0);
    record.at = {row.integer(1)};
    record.customer = CustomerCode{row.bytes(2)};
    record.salted = digest_of(row.bytes(3));
    record.link = digest_of(row.bytes(4));
    record.salt = row.string(5);
    record.payload = row.string(6);
    return record;
}

void pack_seen(std::span<const SeenId> ids, std::string& out) {
    for (const auto& each : ids) {
        append_u64(out, each.hash);
        append_u64(out, each.alarm.value());
    }
}

SeenId unpack_seen(std::string_view sixteen_bytes) {
    if (sixteen_bytes.size() != kSeenBytes)
        throw SqlError{SQLITE_CORRUPT, "a stored window entry has the wrong length"};
    return {.hash = u64_of(sixteen_bytes), .alarm = AlarmId{u64_of(sixteen_bytes.substr(8))}};
}

}  // namespace socbot
