// `help`: only what the person may do in the room, never more than twelve lines.
#include "command_fixture.h"
#include "domain/commands/verbs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot {
namespace {

using test::make_person;
using test::World;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

std::vector<std::string> verbs_of(const std::vector<std::string>& lines) {
    std::vector<std::string> names;
    for (const std::string& line : lines)
        names.push_back(line.substr(1, line.find_first_of(" `", 1) - 1));
    return names;
}

TEST(Help, ListsWhatARoleMayDo) {
    const World world;
    EXPECT_THAT(
        verbs_of(help_lines("", make_person("v@x", Role::viewer), world.soc)),
        ElementsAre("open", "show", "threshold", "hidden", "why", "status", "help")
    );
    for (const Role role : {Role::analyst, Role::senior, Role::engineer})
        EXPECT_THAT(
            verbs_of(help_lines("", make_person("a@x", role), world.acme)),
            ElementsAre(
                "open",
                "show",
                "take",
                "release",
                "note",
                "threshold",
                "hidden",
                "why",
                "undo",
                "status",
                "help"
            )
        );
    EXPECT_THAT(
        verbs_of(help_lines("", make_person("c@x", Role::contact), world.shared)),
        ElementsAre("status", "help")
    );
    EXPECT_THAT(
        verbs_of(help_lines("", make_person("c@x", Role::contact), world.soc)), ElementsAre("help")
    );
    EXPECT_THAT(
        verbs_of(help_lines("", make_person("e@x", Role::engineer), world.ops)),
        ElementsAre("status", "help")
    );
}

TEST(Help, TwelveLinesAtMost) {
    const World world;
    const Person engineer = make_person("e@x", Role::engineer);
    EXPECT_LE(help_lines("", engineer, world.soc).size(), 12U);
    for (const VerbInfo& verb : verbs())
        EXPECT_LE(help_lines(verb.name, engineer, world.soc).size(), 12U) << verb.name;
}

TEST(Help, OfAVerb) {
    const World world;
    const auto lines = help_lines("ACK", make_person("a@x", Role::analyst), world.soc);
    ASSERT_GE(lines.size(), 2U);
    EXPECT_THAT(lines.front(), StartsWith("`take`"));
    EXPECT_THAT(lines.back(), HasSubstr("`ack`"));
}

TEST(Help, OfWhatIsNotThere) {
    const World world;
    const char* sentence = "No command `%` here. `help` lists what there is.";
    const auto about = [&](const char* topic, Role role, const RoomSettings& room) {
        std::string expected{sentence};
        expected.replace(expected.find('%'), 1, topic);
        EXPECT_THAT(help_lines(topic, make_person("p@x", role), room), ElementsAre(expected));
    };
    about("mute", Role::engineer, world.soc);
    about("take", Role::viewer, world.soc);
    about("threshold", Role::contact, world.shared);
    about("take", Role::engineer, world.ops);
}

}  // namespace
}  // namespace socbot
