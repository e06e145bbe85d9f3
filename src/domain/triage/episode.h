// An episode: the alarms of one customer that concern one entity and come close in time. One card
// in each room that shows it. Plain data plus the rules of when it ends and how an alarm is
// counted.
#pragma once

#include "base/codec.h"
#include "base/ids.h"
#include "base/time.h"
#include "domain/alarm/alarm.h"
#include "domain/cards/build.h"
#include "domain/settings/settings.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace socbot {

struct EpisodeLimits {
    std::size_t rules{16};  // counted one by one; the rest in one number
    std::size_t notes{50};
    std::size_t note_bytes{1'000};
};
inline constexpr EpisodeLimits kEpisodeLimits{};

// What counting needs of a stored alarm.
struct AlarmRecordFacts {
    AlarmId id;
    Instant at;
    bool hidden{false};
    bool update{false};
    std::string_view rule;
};

struct EpisodeNote {
    Instant at;
    PersonId person;
    std::string text;
};

struct EpisodeCard {
    RoomRef room;
    DeliveryId card;
};

struct Episode {
    EpisodeId id;
    Kind kind{Kind::other};
    std::string entity;
    Severity severity{Severity::unknown};  // highest of what was shown
    CardState state{CardState::fresh};
    PersonId owner;
    Instant taken_at;
    Instant opened_at;   // arrival of the first alarm
    Instant closed_at;   // 0: open
    Instant first_seen;  // by the alarms' own clocks
    SourceId source;
    AlarmSketch sketch;   // of the alarm the card shows
    AlarmId alarm;        // that alarm
    std::string changed;  // "severity medium -> high"
    Instant changed_at;
    std::string why;  // "high >= medium": why people see it
    std::vector<EpisodeNote> notes;
    std::vector<EpisodeCard> cards;
    Milliseconds quiet_gap{};  // chosen when it opened
    Instant check_due;         // when its timer looks whether it ended

    // Counted lazily: the row carries them as of `counted_to`, a start recounts what came later.
    // The first alarm that the row and cards don't hold yet sets `refresh_due`; saving clears it.
    Instant refresh_due;
    AlarmId unsaved_from;  // in memory only: that first alarm
    AlarmId counted_to;
    std::uint64_t alarms{0};
    std::uint64_t updates{0};
    std::uint64_t hidden{0};
    Instant last_seen;  // arrival of the newest alarm on the card
    std::vector<std::pair<std::string, std::uint32_t>> rules;
    std::uint32_t other_rules{0};

    // How long quiet news may wait for the card and the row.
    static constexpr Milliseconds kRefreshAfter{1'000};

    // One more alarm of this episode, in step order; ignored when it is already counted.
    void count(const AlarmRecordFacts& alarm);

    // When it ends by itself if nothing more comes.
    Instant ends_at(const EpisodeSettings& settings) const;

    void encode(Writer& out) const;
    static Episode decode(Reader& in);
    std::size_t footprint() const;
};

// The quiet gap by what the entity is: a user, an address from outside, else a host.
Milliseconds
quiet_gap(std::string_view entity, const Networks& own, const EpisodeSettings& settings);

}  // namespace socbot
