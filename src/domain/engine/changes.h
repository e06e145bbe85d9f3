// What one step of the engine wants done: rows to write, rows to append, jobs to start once the
// commit is confirmed, and notes for logs and metrics. Plain serialisable values: the store applies
// them, a journal entry carries their digest.
#pragma once

#include "base/codec.h"
#include "base/digest.h"
#include "base/ids.h"
#include "base/time.h"
#include "domain/alarm/alarm.h"
#include "domain/engine/table.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace socbot {

struct RowKey {
    Table table{};
    std::string key;  // built with append_key_*; sorts by bytes

    friend auto operator<=>(const RowKey&, const RowKey&) = default;
    friend bool operator==(const RowKey&, const RowKey&) = default;
};

struct RowKeyHash {
    std::size_t operator()(const RowKey& key) const noexcept {
        return std::hash<std::string>{}(key.key) * 31U + static_cast<std::size_t>(key.table);
    }
};

// A keyed row as stored. `body` empty and `exists` false: there is none.
struct Row {
    RowKey key;
    std::string body;
    bool exists{true};
};

// Write (insert or replace) or delete one keyed row.
struct RowChange {
    RowKey key;
    CustomerCode customer;  // whose data it is, for retention and erasure; empty: nobody's
    std::string body;
    bool remove{false};

    friend bool operator==(const RowChange&, const RowChange&) = default;
};

// Into which account an alarm went. Every stored alarm is in exactly one.
enum class Account : std::uint8_t {
    shown = 1,    // named by a message: it opened a card or was announced
    counted = 2,  // counted on a card that was already there
    hidden = 3,   // below a threshold, by a rule or a mute; `reason` says which
};
const char* to_word(Account account);

// One stored alarm. Appended in time order and never changed. `id` is the engine step.
struct AlarmRecord {
    AlarmId id;
    Instant at;  // arrival, engine time
    CustomerCode customer;
    SourceId source;
    std::string uid;
    Digest content{};   // SHA-256 of the payload, to tell a repeat from an update
    AlarmId update_of;  // the alarm this one updates; 0: none
    Kind kind{Kind::other};
    Severity severity{Severity::unknown};
    Account account{Account::hidden};
    std::string reason;        // of a hidden alarm, "threshold:medium"; else empty
    std::uint64_t episode{0};  // number within the customer; 0: none
    std::string entity;
    std::string rule;  // analytic uid, else the title
    std::string title;
    std::string body;  // to_json(alarm)
    // The payload as received, a row of its own with its own retention. Shared with the input,
    // because copying 2 kB an alarm on the engine thread would show in the rate.
    std::shared_ptr<const std::string> raw;
};

// What verified but could not be read, or whose tenant is unknown. Kept whole, reported.
struct QuarantineRecord {
    Step id{0};
    Instant at;
    SourceId source;
    std::string reason;
    std::shared_ptr<const std::string> raw;
};

// One link of the audit chain: link = SHA-256(previous link || SHA-256(salt || payload)). Payload
// and salt are a row of their own and may be erased; the chain still verifies.
struct AuditRecord {
    std::uint64_t number{0};  // 1, 2, ... within the partition
    Instant at;
    CustomerCode customer;
    Digest salted{};  // SHA-256(salt || payload)
    Digest link{};
    std::string salt;     // 16 random bytes recorded with the input
    std::string payload;  // JSON: who, what, on what, old -> new
};

// Entries of the window that finds duplicates: appended ids, one row a batch.
struct SeenId {
    std::uint64_t hash{0};
    AlarmId alarm;
};

// A job to start after the commit; see domain/delivery/attempt.h for its life.
struct JobStart {
    JobId id;
    std::uint32_t attempt{1};
    std::uint8_t kind{0};  // JobKind (domain/engine/job.h)
    std::string body;      // encoded JobRequest, or the Delivery of a JobKind::deliver

    friend bool operator==(const JobStart&, const JobStart&) = default;
};

// What deserves a log line or a metric. Never decides anything.
struct Note {
    std::string event;  // stable name: "alarm.stored", "episode.opened", "delivery.retry"
    CustomerCode customer;
    SourceId source;
    ConnectionId connection;
    std::string detail;  // "key=value ..." with values quoted by quote_for_log
};

// What the caller of a refusable input is told once the commit is confirmed.
enum class Verdict : std::uint8_t { none = 0, stored, duplicate, quarantined, accepted, refused };
struct Answer {
    Verdict verdict{Verdict::none};
    std::string message;  // for people; commands refused before they became a reply
};

struct Changes {
    std::vector<RowChange> rows;
    std::vector<AlarmRecord> alarms;
    std::vector<QuarantineRecord> quarantine;
    std::vector<AuditRecord> audit;
    std::vector<SeenId> seen;
    std::vector<JobStart> jobs;
    std::vector<Note> notes;
    Answer answer;

    bool empty() const noexcept {
        return rows.empty() && alarms.empty() && quarantine.empty() && audit.empty() &&
               seen.empty() && jobs.empty();
    }
};

// The bytes a journal digest covers: everything but notes and raw payloads (their SHA-256 is in
// `content`). Equal Changes give equal bytes in every build.
void encode_for_digest(const Changes& changes, Writer& out);

// One entry of the journal.
struct JournalEntry {
    Step step{0};
    Instant at;
    std::uint8_t kind{0};     // InputKind
    std::uint16_t schema{1};  // of `body`
    std::string body;         // the encoded input; empty when `alarm` refers to it
    AlarmId alarm;            // the stored alarm this input was (or repeated)
    Digest digest{};          // chained: SHA-256(pending timer digest || encoded Changes)
};

}  // namespace socbot
