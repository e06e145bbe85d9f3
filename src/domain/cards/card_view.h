// CardView: what a card says, as values. The engine emits it; rendering is a pure function that
// runs when the message is sent, so coalesced edits render only the newest.
#pragma once

#include "base/codec.h"
#include "base/ids.h"
#include "base/time.h"
#include "domain/alarm/alarm.h"

#include <cstdint>
#include <string>
#include <vector>

namespace socbot {

enum class CardState : std::uint8_t { fresh = 0, taken = 1, closed = 2 };

struct Fact {
    std::string name, value;
    bool emphasised{false};  // "NOT blocked"
    friend bool operator==(const Fact&, const Fact&) = default;
};

// Either an action for us (signed when rendered) or a link that we built from configuration.
struct Button {
    std::string label;
    std::string action;  // "take"; empty for a link
    std::string url;     // https only
    bool primary{false};
    friend bool operator==(const Button&, const Button&) = default;
};

// What a platform takes of a card, as data (domain/cards/platform.h has the table).
struct CardLimits {
    std::size_t bytes{64 * 1024};  // of the card's JSON
    unsigned buttons{5};
    std::string version{"1.3"};
    std::uint32_t elements{0};  // a row of columns or facts counts once; 0: no limit
    std::uint32_t text{0};      // characters of one text; 0: no limit
    friend bool operator==(const CardLimits&, const CardLimits&) = default;
};

// Lines in the order docs/cards.md gives them. Text is plain: no Markdown, no escapes; the renderer
// escapes it for where it goes.
struct CardView {
    // "alarm" (kind picks the template) or "answer" (a command's reply with buttons).
    std::string template_name{"alarm"};
    Kind kind{Kind::other};
    Severity severity{Severity::unknown};
    std::string customer;  // code
    std::string customer_name;
    EpisodeId episode;
    CardState state{CardState::fresh};
    std::string chip;  // "NEW", "Taken Ana 14:07"
    std::string title;
    std::string sentence;
    std::vector<Fact> facts;
    std::string why;      // "high >= medium"
    std::string context;  // "Discovery T1046 · 3 alarms, 13:21-14:05"
    std::string time;     // "13:21 Europe/London (Fri) · arrived 37 min late"
    std::string clock;    // "Take by 14:15": the next deadline, absolute; empty without one
    std::string changed;  // since the card was posted; empty at first
    std::string foot;     // "TLP:AMBER · source usm · left out: 3 facts"
    std::vector<std::string> lines;    // of an answer
    std::vector<Button> buttons;       // at most five
    std::string notification;          // <= 110 characters; what a phone shows
    bool minimal_notification{false};  // shared rooms: no user, no host

    void encode(Writer& out) const;
    static CardView decode(Reader& in);
    std::size_t footprint() const;
    friend bool operator==(const CardView&, const CardView&) = default;
};

}  // namespace socbot
