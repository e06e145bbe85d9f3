// Alarm and episode -> CardView: which facts, in which order, in which words (docs/cards.md). Pure.
#pragma once

#include "domain/alarm/alarm.h"
#include "domain/cards/card_view.h"
#include "domain/settings/settings.h"

#include <string>
#include <vector>

namespace socbot {

// What the alarm alone contributes. Held by the episode for its card.
struct AlarmSketch {
    std::string title;        // "strategy: method", <= 80 characters
    std::string sentence;     // who -> did what -> to what -> outcome
    std::vector<Fact> facts;  // by kind, in the documented order, at most 7 (+ `left_out` more)
    std::uint32_t left_out{0};
    std::string tactic;     // "Discovery T1046"
    std::string who, what;  // for the notification line: user or source, host or target
    std::string src_url;    // "View alarm"; empty: no button
    Severity severity{Severity::unknown};
    Instant time;  // of the alarm

    void encode(Writer& out) const;
    static AlarmSketch decode(Reader& in);
    std::size_t footprint() const;
};
// `own_domains`: the customer's; users in them are written as they are, to be copied.
AlarmSketch sketch_alarm(
    const Alarm& alarm,
    Kind kind,
    const Networks& own,
    const std::vector<std::string>& own_domains
);

// What the episode adds.
struct EpisodeFacts {
    EpisodeId id;
    Kind kind{Kind::other};
    Severity severity{Severity::unknown};  // highest so far
    CardState state{CardState::fresh};
    std::string owner;  // first name of who took it
    Instant taken_at;
    std::uint64_t alarms{1};  // counted on this card
    std::uint64_t repeats{0};
    std::uint64_t hidden{0};  // of this entity, below the threshold meanwhile
    Instant first_seen, last_seen, arrived;
    std::string source;
    std::string why;  // "high >= medium"
    // What changed since the card was posted: rules beside the first, a jump of severity
    // ("severity medium -> high") and when it came.
    std::uint64_t new_rules{0};
    std::string changed;
    Instant changed_at;
};

// The episode's card in one room. `room_class` bounds what is said (shared rooms: minimal line).
CardView build_card(
    const AlarmSketch& sketch,
    const EpisodeFacts& episode,
    const CustomerSettings& customer,
    RoomClass room_class,
    const std::string& zone,
    const Zones& zones
);

}  // namespace socbot
