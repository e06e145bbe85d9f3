// The sentence of a card: who did what to what, and how it ended.
#include "domain/cards/fact_parts.h"
#include "domain/cards/facts.h"
#include "domain/cards/words.h"

namespace socbot::cards {
namespace {

// "A on B (C)" with whatever there is.
std::string with_prefix(std::string_view prefix, std::string_view text) {
    return text.empty() ? std::string{} : std::string{prefix} + std::string{text};
}

std::string network_sentence(const Alarm& alarm, const Story& story, const Networks& own) {
    const Endpoint* const source = alarm.sources.empty() ? nullptr : &alarm.sources[0];
    const Endpoint* const destination =
        alarm.destinations.empty() ? nullptr : &alarm.destinations[0];
    std::string who = source != nullptr ? host_text(source->hostname, source->ip, own) : "";
    if (who.empty()) who = "Somebody";
    if (source != nullptr && !source->country.empty()) who += " (" + source->country + ")";
    std::string whom =
        destination != nullptr ? host_text(destination->hostname, destination->ip, own) : "";
    if (!whom.empty() && destination->port != 0)
        whom += " on port " + std::to_string(destination->port) +
                with_prefix("/", alarm.connection.protocol);
    const bool stopped = alarm.disposition == Disposition::blocked;
    std::string text = who + (stopped ? " tried to reach " : " contacted ") +
                       (whom.empty() ? "our network" : whom);
    text += with_prefix(": ", defang_links(first_of({alarm.event_name, alarm.method})));
    return join({text, story.outcome.text, answered_text(alarm, story)}, ", ");
}

}  // namespace

std::string sentence_of(const Alarm& alarm, const Story& story, const Networks& own) {
    const std::string action = defang_links(first_of({alarm.action, alarm.event_name}));
    const std::string user_in_brackets = story.user.empty() ? "" : " (" + story.user + ")";
    std::string text;
    switch (story.kind) {
        case Kind::network_intrusion:
            return network_sentence(alarm, story, own);
        case Kind::malware:
            text =
                detection_of(alarm) + " found" + with_prefix(" on ", story.host) + user_in_brackets;
            if (!alarm.files.empty()) text += with_prefix(" in ", alarm.files[0].name);
            break;
        case Kind::office365:
        case Kind::other: {
            const bool person = !story.user.empty();
            std::string who = person ? story.user : story.host;
            if (who.empty()) who = story.peer;
            if (who.empty() || action.empty()) {
                text = defang_links(first_of({alarm.description, alarm.title}));
                break;
            }
            text = who + ": " + action + with_prefix(" on ", target_of(alarm, story));
            if (person && story.kind == Kind::other && !story.host.empty())
                text += " at " + story.host;
            if (!alarm.sources.empty() && story.kind == Kind::office365) {
                const Endpoint& source = alarm.sources[0];
                text += with_prefix(" from ", host_text(source.hostname, source.ip, own));
                if (!source.country.empty()) text += " (" + source.country + ")";
            }
            break;
        }
    }
    return join({text, story.outcome.text}, ", ");
}

}  // namespace socbot::cards
