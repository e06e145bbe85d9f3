// One commit in one transaction.
#include "adapters/sqlite/commit_writer.h"

#include "adapters/sqlite/alarm_rows.h"

#include <sqlite3.h>

#include <algorithm>
#include <limits>

namespace socbot {

namespace {

// Of bodies: what reading one alarm may have to open. A single longer body is a pack of its own.
constexpr std::size_t kPackBytes = 64 * 1024;
constexpr std::size_t kKeptPacks = 32;

constexpr std::string_view kInsertAlarm =
    "INSERT INTO alarm(id, at, customer, source, uid, content, update_of, kind, severity, account,"
    " reason, episode, entity, rule, title, pack) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
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
      body_pack_{
          connection.prepare("INSERT INTO body_pack(first, at, customer, texts) VALUES(?,?,?,?)")},
      raw_pack_{
          connection.prepare("INSERT INTO raw_pack(first, at, customer, texts) VALUES(?,?,?,?)")},
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
    start_packs();
    guard_epoch(partition, epoch);
    for (const auto* changes : commit.changes) {
        change_rows(changes->rows);
        for (const auto& alarm : changes->alarms)
            append_alarm(alarm);
        append_quarantine(changes->quarantine);
        append_audit(partition, changes->audit);
    }
    for (std::size_t i = 0; i < packs_in_use_; ++i)
        close_pack(packs_[i]);
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

void CommitWriter::append_alarm(const AlarmRecord& alarm) {
    auto& pack = pack_for(alarm);
    pack.bodies.add(alarm.id, alarm.body);
    if (alarm.raw) pack.raws.add(alarm.id, *alarm.raw);
    alarm_.bind_unsigned(1, alarm.id.value());
    alarm_.bind(2, alarm.at.ms);
    alarm_.bind_text(3, alarm.customer.str());
    alarm_.bind_text(4, alarm.source.str());
    alarm_.bind_text(5, alarm.uid);
    alarm_.bind_blob(6, as_bytes(alarm.content));
    alarm_.bind_unsigned(7, alarm.update_of.value());
    alarm_.bind(8, static_cast<std::int64_t>(alarm.kind));
    alarm_.bind(9, static_cast<std::int64_t>(alarm.severity));
    alarm_.bind(10, static_cast<std::int64_t>(alarm.account));
    alarm_.bind_text(11, alarm.reason);
    alarm_.bind_unsigned(12, alarm.episode);
    alarm_.bind_text(13, alarm.entity);
    alarm_.bind_text(14, alarm.rule);
    alarm_.bind_text(15, alarm.title);
    alarm_.bind_unsigned(16, pack.first.value());
    alarm_.run();
}

CommitWriter::Pack& CommitWriter::pack_for(const AlarmRecord& alarm) {
    auto end = packs_.begin() + static_cast<std::ptrdiff_t>(packs_in_use_);
    auto pack = std::find_if(packs_.begin(), end, [&alarm](const Pack& each) {
        return each.customer == alarm.customer;
    });
    if (pack == end) {
        if (end == packs_.end()) end = packs_.emplace(packs_.end());
        pack = end;
        ++packs_in_use_;
    } else if (pack->bodies.bytes() + alarm.body.size() <= kPackBytes) {
        return *pack;
    } else {
        close_pack(*pack);
    }
    pack->customer = alarm.customer;
    pack->first = alarm.id;
    pack->at = alarm.at;
    return *pack;
}

// What a failed commit left is forgotten.
void CommitWriter::start_packs() {
    for (auto& pack : packs_) {
        pack.bodies.clear();
        pack.raws.clear();
    }
    packs_in_use_ = 0;
    // A batch of very many customers does not keep its memory.
    if (packs_.size() > kKeptPacks) packs_.resize(kKeptPacks);
}

void CommitWriter::close_pack(Pack& pack) {
    const auto write = [&](SqlStatement& insert, PackBuilder& texts) {
        if (texts.empty()) return;
        insert.bind_unsigned(1, pack.first.value());
        insert.bind(2, pack.at.ms);
        insert.bind_text(3, pack.customer.str());
        insert.bind_blob(4, sealer_.seal(texts.texts()));
        insert.run();
        texts.clear();
    };
    write(body_pack_, pack.bodies);
    write(raw_pack_, pack.raws);
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
