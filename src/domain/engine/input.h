// Inputs: everything the engine ever hears. Plain values with a versioned encoding; the journal
// holds them, exact replay feeds them again.
//
// Refusable (alarm, unreadable, chat, pull, release): a full queue or failed commit answers 503 and
// nothing is remembered. Retained (start, settings, outcome, feed): the producer keeps one until it
// is committed.
#pragma once

#include "base/digest.h"
#include "base/ids.h"
#include "base/result.h"
#include "domain/alarm/alarm.h"
#include "domain/delivery/attempt.h"
#include "domain/engine/changes.h"
#include "domain/engine/feed.h"
#include "domain/engine/job.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace socbot {

enum class InputKind : std::uint8_t {
    start = 1,
    settings = 2,
    alarm = 3,
    unreadable = 4,
    command = 5,
    action = 6,
    outcome = 7,
    pull = 8,
    feed = 9,
    release = 10,
};

// The process started. After an unclean stop what was sent and unsettled is ambiguous.
struct StartInput {
    std::string version;
    // The engine's time when it was restored: what was begun later is this process's own, by timers
    // due meanwhile or by settings that came first. nullopt: everything is in doubt.
    std::optional<Instant> stopped{};
};

// The whole configuration as far as it decides anything (domain/settings).
struct SettingsInput {
    std::string json;
};

// What the transport calls this delivery, the same when it delivers again: topic ARN and MessageId
// of Amazon SNS. Known by it, a redelivery is a duplicate whatever came between. Empty: the
// transport has no such ids.
struct TransportId {
    std::string channel, id;

    bool empty() const noexcept { return id.empty(); }
    friend bool operator==(const TransportId&, const TransportId&) = default;
};

// A verified, normalised alarm. Members are shared with the intake thread that made them and never
// change; `json` is to_json(*alarm), written there because it is not the engine thread's work.
struct AlarmInput {
    SourceId source;
    std::shared_ptr<const Alarm> alarm;
    std::shared_ptr<const std::string> json;
    std::shared_ptr<const std::string> raw;  // null when replayed after erasure
    Digest content{};  // SHA-256 of raw; of a source that is also polled, alarm_meaning()
    TransportId transport{};
};

// Authenticated, but no reader could make an alarm of it.
struct UnreadableInput {
    SourceId source;
    std::string reason;
    std::shared_ptr<const std::string> raw;
    TransportId transport{};
};

// Somebody typed a line. The person and the room were verified by the chat connection.
struct CommandInput {
    ConnectionId connection;
    std::string event_id;
    RoomRef room;
    PersonId person;
    std::string thread_message;  // the platform id of the thread's root; empty: in the room itself
    std::string text;
    std::string nonce;  // 16 random bytes; salts the audit entry
};

// Somebody pressed a button whose signature was verified.
struct ActionInput {
    ConnectionId connection;
    std::string event_id;
    RoomRef room;
    PersonId person;
    EpisodeId episode;  // number 0: a reply's button
    std::string action;
    std::uint32_t revision{0};  // of the card that was clicked
    bool expired{false};        // genuine, but too old: a fresh card is owed
    std::vector<std::pair<std::string, std::string>> inputs;
    std::string nonce;
};

// How an attempt of a delivery or job ended. Idempotent by (job, attempt).
struct OutcomeInput {
    JobId job;
    JobKind kind{JobKind::deliver};
    AttemptOutcome outcome;
    std::string message_id;
    std::string template_hash;
    JobResult result;
};

// Alarms of the past, gathered by what the aggregates are counted under.
struct HistoryCount {
    CustomerCode customer;
    std::string rule, entity;
    Instant first, last;
    std::vector<std::pair<std::uint32_t, std::uint32_t>>
        days;  // day since the epoch, count; ascending
};

// What was pulled from a source's API: where to go on, and, when it was history, what to count
// without announcing it.
struct PullInput {
    SourceId source;
    std::string walk;         // what pulls: each has a mark of its own
    std::uint64_t number{0};  // one more than that of the mark that stands
    std::string mark;
    std::vector<HistoryCount> counts;                           // no (customer, rule, entity) twice
    Instant first;                                              // the oldest of what `hours` holds
    std::vector<std::pair<std::uint8_t, std::uint32_t>> hours;  // hour of the week (UTC), count
};

// Something happened at the door of a source that is no alarm, `count` times since the last that
// was told: intake tells a few at once and then one a minute, however many a stranger sends.
struct FeedInput {
    SourceId source;
    FeedEvent event{FeedEvent::refused};
    std::uint64_t count{1};
    std::string detail;
};

// What was set aside is tried again, read anew, by somebody's order. Refused, and as it was, when
// it still cannot be told whose it is.
struct ReleaseInput {
    Step quarantined{0};
    PersonId person;
    std::string nonce;  // 16 random bytes; salts the audit entry
    AlarmInput alarm;   // without transport: it came once
};

using Input = std::variant<
    StartInput,
    SettingsInput,
    AlarmInput,
    UnreadableInput,
    CommandInput,
    ActionInput,
    OutcomeInput,
    PullInput,
    FeedInput,
    ReleaseInput>;

InputKind kind_of(const Input& input);
bool is_refusable(const Input& input);

// 3: alarms and what is unreadable have a TransportId. Journals of schema 2 are still read.
inline constexpr std::uint16_t kInputSchema = 3;
inline constexpr std::uint16_t kOldestInputSchema = 2;

// The journal's body. For an alarm only source and transport: the alarm itself is referred to.
std::string encode_input(const Input& input);

// An alarm that was not stored (quarantined): the journal has to hold it whole.
std::string encode_whole_alarm(const AlarmInput& input);

// The inverse. An alarm needs its record (content and body); invalid_input when the schema is older
// or newer than those known or the referred payload was erased.
Result<Input>
decode_input(InputKind kind, std::uint16_t schema, std::string_view body, const AlarmRecord* alarm);

}  // namespace socbot
