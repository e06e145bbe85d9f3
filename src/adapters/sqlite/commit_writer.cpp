// One commit in one transaction.
#include "adapters/sqlite/commit_writer.h"

#include "adapters/sqlite/alarm_rows.h"

#include <sqlite3.h>

#include <algorithm>
#include <limits>

namespace socbot {

namespace {

constexpr std::string_view kInsertAlarm =
    "INSERT INTO alarm(id, at, customer, source, uid, content, update_of, kind, severity, account,"
    " reason, episode, entity, rule, title, body) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
// A commit whose key is taken (one without journal entries) adds to the row that is there.
constexpr std::string_view kInsertSeen =
    "INSERT INTO seen(first, ids) VALUES(?,?)"
    " ON CONFLICT(first) DO UPDATE SET ids = ids || excluded.ids";

}  // namespace

CommitWriter::CommitWriter(SqlConnection& connection)
    : connection_{connection},
      epoch_{connection.prepare("SELECT epoch FROM epoch WHERE partition=?")},
      set_epoch_{connection.prepare("REPLACE INTO epoch(partition, epoch) VALUES(?,?)")},
      alarm_{connection.prepare(kInsertAlarm)},
      raw_{connection.prepare("INSERT INTO raw(id, at, customer, body) VALUES(?,?,?,?)")},
      quarantine_{connection.prepare(
          "INSERT INTO quarantine(id, at, source, reason, body) VALUES(?,?,?,?,?)"
      )},
      audit_{connection.prepare(
          "INSERT INTO audit(number, partition, at, customer, salted, link) VALUES(?,?,?,?,?,?)"
      )},
      audit_payload_{
          connection.prepare("INSERT INTO audit_payload(number, salt, payload) VALUES(?,?,?)")},
      journal_{connection.prepare(
          "INSERT INTO journal(step, partition, at, kind, schema, body, alarm, digest)"
          " VALUES(?,?,?,?,?,?,?,?)"
      )},
      seen_{connection.prepare(kInsertSeen)} {}

void CommitWriter::write(Partition partition, Epoch epoch, const Commit& commit) {
    SqlTransaction transaction{connection_, SqlTransaction::Mode::write};
    guard_epoch(partition, epoch);
    for (const auto* changes : commit.changes) {
        change_rows(changes->rows);
        append_alarms(changes->alarms);
        append_quarantine(changes->quarantine);
        append_audit(partition, changes->audit);
    }
    append_seen(commit);
    append_journal(partition, commit.journal);
    try {
        transaction.commit();
    } catch (const SqlError& error) {
        // Whatever it says: the frames may be in the WAL, so the outcome is unknown.
        throw SqlError{error.is_logic_error() ? SQLITE_IOERR : error.code(), error.what()};
    }
}

void CommitWriter::guard_epoch(Partition partition, Epoch epoch) {
    bool known = false;
    Epoch stored = 0;
    {
        const SqlScope scope{epoch_};
        epoch_.bind(1, partition);
        known = epoch_.step();
        if (known) stored = epoch_.unsigned_integer(0);
    }
    if (known && stored > epoch)
        throw SqlError{
            SQLITE_PERM,
            "partition " + std::to_string(partition) + " belongs to epoch " +
                std::to_string(stored) + " now, not " + std::to_string(epoch)};
    if (known && stored == epoch) return;
    set_epoch_.bind(1, partition);
    set_epoch_.bind_unsigned(2, epoch);
    set_epoch_.run();
}

void CommitWriter::change_rows(const std::vector<RowChange>& rows) {
    for (const auto& row : rows) {
        auto& statement = slot_of(row.remove ? remove_ : put_, row.key.table);
        if (!statement) {
            const auto name = sql_name(row.key.table);
            statement = connection_.prepare(
                row.remove ? "DELETE FROM " + name + " WHERE key=?"
                           : "INSERT INTO " + name +
                                 "(key, customer, body) VALUES(?,?,?) ON CONFLICT(key) DO UPDATE"
                                 " SET customer=excluded.customer, body=excluded.body"
            );
        }
        statement.bind_blob(1, row.key.key);
        if (!row.remove) {
            statement.bind_text(2, row.customer.str());
            statement.bind_blob(3, row.body);
        }
        statement.run();
    }
}

void CommitWriter::append_alarms(const std::vector<AlarmRecord>& alarms) {
    for (const auto& each : alarms) {
        alarm_.bind_unsigned(1, each.id.value());
        alarm_.bind(2, each.at.ms);
        alarm_.bind_text(3, each.customer.str());
        alarm_.bind_text(4, each.source.str());
        alarm_.bind_text(5, each.uid);
        alarm_.bind_blob(6, as_bytes(each.content));
        alarm_.bind_unsigned(7, each.update_of.value());
        alarm_.bind(8, static_cast<std::int64_t>(each.kind));
        alarm_.bind(9, static_cast<std::int64_t>(each.severity));
        alarm_.bind(10, static_cast<std::int64_t>(each.account));
        alarm_.bind_text(11, each.reason);
        alarm_.bind_unsigned(12, each.episode);
        alarm_.bind_text(13, each.entity);
        alarm_.bind_text(14, each.rule);
        alarm_.bind_text(15, each.title);
        alarm_.bind_text(16, each.body);
        alarm_.run();
        if (!each.raw) continue;
        raw_.bind_unsigned(1, each.id.value());
        raw_.bind(2, each.at.ms);
        raw_.bind_text(3, each.customer.str());
        raw_.bind_blob(4, *each.raw);
        raw_.run();
    }
}

void CommitWriter::append_quarantine(const std::vector<QuarantineRecord>& records) {
    for (const auto& each : records) {
        quarantine_.bind_unsigned(1, each.id);
        quarantine_.bind(2, each.at.ms);
        quarantine_.bind_text(3, each.source.str());
        quarantine_.bind_text(4, each.reason);
        quarantine_.bind_blob(5, each.raw ? std::string_view{*each.raw} : std::string_view{});
        quarantine_.run();
    }
}

void CommitWriter::append_audit(Partition partition, const std::vector<AuditRecord>& records) {
    for (const auto& each : records) {
        audit_.bind_unsigned(1, each.number);
        audit_.bind(2, partition);
        audit_.bind(3, each.at.ms);
        audit_.bind_text(4, each.customer.str());
        audit_.bind_blob(5, as_bytes(each.salted));
        audit_.bind_blob(6, as_bytes(each.link));
        audit_.run();
        audit_payload_.bind_unsigned(1, each.number);
        audit_payload_.bind_blob(2, each.salt);
        audit_payload_.bind_blob(3, each.payload);
        audit_payload_.run();
    }
}

void CommitWriter::append_journal(Partition partition, const std::vector<JournalEntry>& entries) {
    for (const auto& each : entries) {
        journal_.bind_unsigned(1, each.step);
        journal_.bind(2, partition);
        journal_.bind(3, each.at.ms);
        journal_.bind(4, each.kind);
        journal_.bind(5, each.schema);
        journal_.bind_blob(6, each.body);
        journal_.bind_unsigned(7, each.alarm.value());
        journal_.bind_blob(8, as_bytes(each.digest));
        journal_.run();
    }
}

// One row a commit. Its key is the first step of the batch: no alarm of the batch is older, so a
// scan from an alarm's id starts at the last key that is not past it.
void CommitWriter::append_seen(const Commit& commit) {
    packed_.clear();
    auto first = std::numeric_limits<std::uint64_t>::max();
    for (const auto* changes : commit.changes) {
        pack_seen(changes->seen, packed_);
        for (const auto& each : changes->seen)
            first = std::min(first, each.alarm.value());
    }
    if (packed_.empty()) return;
    if (!commit.journal.empty()) first = commit.journal.front().step;
    seen_.bind_unsigned(1, first);
    seen_.bind_blob(2, packed_);
    seen_.run();
}

void CommitWriter::probe() {
    connection_.run("REPLACE INTO probe(id, body) VALUES(1, zeroblob(65536))");
}

}  // namespace socbot
