// The answers to `help`: from the table of verbs, only what this person may do in this room.
#include "base/text.h"
#include "domain/commands/command.h"
#include "domain/commands/verbs.h"
#include "domain/commands/words.h"

#include <fmt/format.h>

namespace socbot {
namespace {

// Alarms are not spoken of in a room about socbot itself.
bool works_here(const VerbInfo& verb, const Person& person, const RoomSettings& room) {
    if (!verb.act) return true;
    if (room.room_class == RoomClass::ops && verb.verb != Verb::status) return false;
    return role_may(person.role, room.room_class, *verb.act);
}

std::vector<std::string> overview(const Person& person, const RoomSettings& room) {
    std::vector<std::string> lines;
    for (const VerbInfo& verb : verbs())
        if (works_here(verb, person, room)) lines.emplace_back(verb.summary);
    return lines;
}

std::vector<std::string> about(const VerbInfo& verb) {
    std::vector<std::string> lines{std::string{verb.summary}};
    for (const std::string_view example : verb.examples)
        lines.emplace_back(example);
    std::string aliases;
    for (const std::string_view alias : verb.aliases)
        aliases.append(aliases.empty() ? "" : ", ").append(shown(alias));
    if (!aliases.empty()) lines.push_back("Also: " + aliases);
    return lines;
}

}  // namespace

std::vector<std::string>
help_lines(std::string_view topic, const Person& person, const RoomSettings& room) {
    if (topic.empty()) return overview(person, room);
    const VerbInfo* verb = find_verb(to_lower_ascii(topic));
    if (verb != nullptr && works_here(*verb, person, room)) return about(*verb);
    return {fmt::format("No command {} here. `help` lists what there is.", shown(topic))};
}

}  // namespace socbot
