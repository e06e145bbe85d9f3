// The table of verbs. Aliases are the words of other tools that analysts bring along.
#include "domain/commands/verbs.h"

#include "base/check.h"

#include <algorithm>

namespace socbot {
namespace {

constexpr std::size_t kShortestBeginning = 3;

std::vector<VerbInfo> make_verbs() {
    return {
        {Verb::open,
         "open",
         {"alerts", "alert", "alarms", "alarm", "list", "queue"},
         false,
         Act::view,
         "`open` open alarm groups, also `open mine`, `open acme high`",
         {"`open`", "`open mine`", "`open acme`", "`open acme high`"}},
        {Verb::show,
         "show",
         {"view", "card"},
         false,
         Act::view,
         "`show acme-412` the card again",
         {"`show` in a card's thread", "`show acme-412`"}},
        {Verb::take,
         "take",
         {"ack", "acknowledge", "claim"},
         true,
         Act::take,
         "`take` make it yours; `take acme-412`",
         {"`take` in a card's thread", "`take acme-412`"}},
        {Verb::release,
         "release",
         {"unack", "untake", "drop"},
         true,
         Act::release_own,
         "`release` give it back",
         {"`release` in a card's thread", "`release acme-412`"}},
        {Verb::note,
         "note",
         {"comment"},
         true,
         Act::note,
         "`note isolated by EDR` write it down",
         {"`note isolated by EDR` in a card's thread",
          "`note acme-412 waiting for Jan`",
          "At most 1000 bytes."}},
        {Verb::threshold,
         "threshold",
         {"thresholds"},
         true,
         Act::view,
         "`threshold` what is shown from which severity",
         {"`threshold` as it is",
          "`threshold acme high` until the shift ends",
          "`threshold acme network high 4h`, `until 15:00`, `until mon 08:00`",
          "`threshold acme high permanent`, `threshold all high permanent`",
          "`threshold acme default` back to the configuration"}},
        {Verb::hidden,
         "hidden",
         {"receipt", "suppressed"},
         false,
         Act::view,
         "`hidden` what was not shown, and why; `hidden acme since 06:00`",
         {"`hidden`", "`hidden acme`", "`hidden acme since 06:00`", "`hidden since mon 08:00`"}},
        {Verb::why,
         "why",
         {"explain"},
         false,
         Act::view,
         "`why acme-412` how it was decided",
         {"`why` in a card's thread", "`why acme-412`"}},
        {Verb::undo,
         "undo",
         {"revert"},
         true,
         Act::undo_own,
         "`undo` your last change, for 5 minutes",
         {"`undo` takes back your last change of the last 5 minutes."}},
        {Verb::status,
         "status",
         {"health"},
         false,
         Act::status,
         "`status` how things stand",
         {"`status`"}},
        {Verb::help,
         "help",
         {"?", "commands"},
         false,
         std::nullopt,
         "`help take` more about a command",
         {"`help`", "`help take`"}},
    };
}

bool has_name(const VerbInfo& verb, std::string_view word) {
    return verb.name == word ||
           std::find(verb.aliases.begin(), verb.aliases.end(), word) != verb.aliases.end();
}

}  // namespace

std::span<const VerbInfo> verbs() {
    static const std::vector<VerbInfo> all = make_verbs();
    return all;
}

const VerbInfo& info(Verb verb) {
    for (const VerbInfo& candidate : verbs())
        if (candidate.verb == verb) return candidate;
    SOCBOT_CHECK(false, "every verb is in the table");
}

const VerbInfo* find_verb(std::string_view folded) {
    for (const VerbInfo& candidate : verbs())
        if (has_name(candidate, folded)) return &candidate;
    if (folded.size() < kShortestBeginning) return nullptr;
    const VerbInfo* found = nullptr;
    for (const VerbInfo& candidate : verbs()) {
        if (!candidate.name.starts_with(folded)) continue;
        if (found != nullptr || candidate.changing) return nullptr;
        found = &candidate;
    }
    return found;
}

std::vector<std::string_view> verb_words() {
    std::vector<std::string_view> words;
    for (const VerbInfo& verb : verbs())
        words.push_back(verb.name);
    for (const VerbInfo& verb : verbs())
        words.insert(words.end(), verb.aliases.begin(), verb.aliases.end());
    return words;
}

}  // namespace socbot
