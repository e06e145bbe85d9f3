// What an alarm says, in an analyst's words and order, by kind (docs/cards.md). Internal to this
// folder. All text is plain and links nowhere.
#pragma once

#include "domain/alarm/address.h"
#include "domain/alarm/alarm.h"
#include "domain/cards/card_view.h"

#include <string>
#include <vector>

namespace socbot::cards {

// How it ended, as far as the source says; empty when it does not.
struct Outcome {
    std::string text;
    bool alarming{false};  // nothing stopped it
};

// The parts that sentence, facts and notification line share.
struct Story {
    Kind kind{Kind::other};
    std::string user;    // who did it: "ACME\j.doe", "j.doe@acme.example"
    std::string target;  // to whom: "drop[@]evil[.]example"
    std::string host;    // the machine it is about: "WKS-17"
    std::string peer;    // the other side: "203[.]0[.]113[.]16"
    const Endpoint* ours{nullptr};
    const Endpoint* theirs{nullptr};
    std::string direction;  // inbound, outbound, lateral or empty
    Outcome outcome;
};

Story story_of(
    const Alarm& alarm,
    Kind kind,
    const Networks& own,
    const std::vector<std::string>& own_domains
);

// Every fact of the kind that has a value, in the documented order.
std::vector<Fact> facts_of(const Alarm& alarm, const Story& story, const Networks& own);

// Who did what to what, and how it ended.
std::string sentence_of(const Alarm& alarm, const Story& story, const Networks& own);

}  // namespace socbot::cards
