// The small rows of the engine that no other domain folder owns.
#pragma once

#include "base/codec.h"
#include "base/digest.h"
#include "base/ids.h"
#include "base/time.h"
#include "domain/triage/policy.h"

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace socbot {

// Next short id of a customer.
struct CustomerRow {
    std::uint64_t next_episode{1};

    void encode(Writer& out) const;
    static CustomerRow decode(Reader& in);
    std::size_t footprint() const { return sizeof(*this); }
};

// (customer, rule, entity): what policy may know of history. Counted lazily, as of `counted_to`.
struct Aggregate {
    static constexpr std::size_t kDays = 90;

    AlarmId counted_to;
    Instant first_seen, last_seen;
    std::uint64_t total{0};
    std::vector<std::pair<std::uint32_t, std::uint32_t>>
        days;  // day since the epoch, count; ascending

    void count(AlarmId alarm, Instant at);
    // Alarms from before anything was counted, or beside it; `counted_to` stays. Days that left the
    // window by `now` count in the total alone.
    void add_history(
        Instant first,
        Instant last,
        const std::vector<std::pair<std::uint32_t, std::uint32_t>>& days,
        Instant now
    );
    void encode(Writer& out) const;
    static Aggregate decode(Reader& in);
    std::size_t footprint() const { return sizeof(*this) + days.capacity() * sizeof(days[0]); }
};

// (customer, hour, account, reason): how many alarms. Counted lazily. The reason is part of the
// key.
struct AccountCount {
    AlarmId counted_to;
    std::uint64_t alarms{0};

    void count(AlarmId alarm);
    void encode(Writer& out) const;
    static AccountCount decode(Reader& in);
    std::size_t footprint() const { return sizeof(*this); }
};

// 0 to 167, from Monday 00:00 UTC; of a time after the epoch.
std::size_t hour_of_week(Instant at);

// A source: when it last spoke and its pulse by hour of the week (UTC). Counted lazily.
struct SourceRow {
    AlarmId counted_to;
    Instant first_seen, last_seen;
    std::uint64_t alarms{0};
    std::array<std::uint64_t, 168> hour_of_week{};

    void count(AlarmId alarm, Instant at);
    // The pulse of the past, from `first` on; what we heard ourselves (`alarms`) stays.
    void
    add_history(Instant first, const std::vector<std::pair<std::uint8_t, std::uint32_t>>& hours);
    void encode(Writer& out) const;
    static SourceRow decode(Reader& in);
    std::size_t footprint() const { return sizeof(*this); }
};

// A change that was rehearsed and waits for Apply.
struct PendingRow {
    std::uint64_t id{0};
    ThresholdScope scope;
    bool reset{false};                 // back to the configuration
    bool second_person{false};         // Apply must come from somebody else
    Threshold threshold;               // what it would become
    std::uint64_t policy_revision{0};  // the policy it was rehearsed against
    RoomRef room;
    PersonId person;
    Instant expires;

    void encode(Writer& out) const;
    static PendingRow decode(Reader& in);
    std::size_t footprint() const { return sizeof(*this) + 64; }
};

// The last change of a person in a room, while it can be undone.
struct UndoRow {
    enum class What : std::uint8_t { threshold = 1, take = 2, release = 3 };
    What what{What::threshold};
    ThresholdScope scope;  // threshold
    bool had_before{false};
    Threshold before;
    Threshold after;    // undone only if this is still what stands
    EpisodeId episode;  // take, release
    PersonId owner_before;
    Instant taken_before;
    Instant expires;
    std::string words;  // "threshold ACME medium -> high"

    void encode(Writer& out) const;
    static UndoRow decode(Reader& in);
    std::size_t footprint() const { return sizeof(*this) + words.size(); }
};

// Where the engine stood when the last batch ended, when no journal entry says so.
struct PulseRow {
    Step step{0};
    Instant now;
    Digest pending{};  // chained digest of the timers that fired since the last input

    void encode(Writer& out) const;
    static PulseRow decode(Reader& in);
};

void encode_scope(Writer& out, const ThresholdScope& scope);
ThresholdScope decode_scope(Reader& in);

}  // namespace socbot
