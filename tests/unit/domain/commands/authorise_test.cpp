// Who may do what: the whole table, scope of customers, and what a refusal says where.
#include "domain/commands/authorise.h"

#include "command_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot {
namespace {

using test::kAcme;
using test::kBeta;
using test::make_person;
using test::World;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr Act kActs[] = {
    Act::view,
    Act::status,
    Act::take,
    Act::release_own,
    Act::take_over,
    Act::note,
    Act::threshold_for_shift,
    Act::threshold_permanent,
    Act::undo_own,
};

bool allowed(
    const World& world,
    const Person& person,
    Act act,
    const RoomSettings& room,
    const CustomerCode& customer = kAcme
) {
    const Result<void> result =
        authorise(&person, act, {.room = room, .customer = customer}, world.settings);
    EXPECT_TRUE(result || result.error().code() == Errc::unauthorised);
    return static_cast<bool>(result);
}

std::string refusal(
    const World& world,
    const Person* person,
    Act act,
    const RoomSettings& room,
    const CustomerCode& customer = kAcme
) {
    const Result<void> result =
        authorise(person, act, {.room = room, .customer = customer}, world.settings);
    return result ? "allowed" : result.error().message();
}

struct Row {
    Act act;
    bool viewer, contact, analyst, senior, engineer;
};

// A room of ours, one customer. A contact has no business there.
constexpr Row kOurRoom[] = {
    {Act::view, true, false, true, true, true},
    {Act::status, true, false, true, true, true},
    {Act::take, false, false, true, true, true},
    {Act::release_own, false, false, true, true, true},
    {Act::take_over, false, false, true, true, true},
    {Act::note, false, false, true, true, true},
    {Act::threshold_for_shift, false, false, true, true, true},
    {Act::threshold_permanent, false, false, false, true, true},
    {Act::undo_own, false, false, true, true, true},
};

void expect_row(const World& world, const RoomSettings& room, const Row& row) {
    const std::pair<Role, bool> cells[] = {
        {Role::viewer, row.viewer},
        {Role::contact, row.contact},
        {Role::analyst, row.analyst},
        {Role::senior, row.senior},
        {Role::engineer, row.engineer},
    };
    for (const auto& [role, may] : cells)
        EXPECT_EQ(allowed(world, make_person("p@soc.example", role), row.act, room), may)
            << to_word(row.act) << " " << to_word(role) << " " << room.ref.room;
}

TEST(Authorise, TheTableInOurRooms) {
    const World world;
    for (const Row& row : kOurRoom) {
        expect_row(world, world.acme, row);
        expect_row(world, world.soc, row);
        expect_row(world, world.two, row);
    }
}

TEST(Authorise, InASharedRoomAContactMayAskForTheStatusOnly) {
    const World world;
    for (Row row : kOurRoom) {
        row.contact = row.act == Act::status;
        expect_row(world, world.shared, row);
    }
}

TEST(Authorise, AnUnknownPersonMayDoNothing) {
    const World world;
    for (const Act act : kActs) {
        EXPECT_THAT(refusal(world, nullptr, act, world.acme), HasSubstr("I don't know you yet"));
        EXPECT_THAT(refusal(world, nullptr, act, world.shared), HasSubstr("Sorry"));
        EXPECT_NE(refusal(world, nullptr, act, world.ops, {}), "allowed");
    }
}

TEST(Authorise, ScopeHoldsForEveryActAndRole) {
    const World world;
    for (const Act act : kActs) {
        for (const Role role : {Role::viewer, Role::analyst, Role::senior, Role::engineer}) {
            const Person beta_only = make_person("p@soc.example", role, {kBeta});
            EXPECT_FALSE(allowed(world, beta_only, act, world.soc)) << to_word(act);
            EXPECT_FALSE(allowed(world, beta_only, act, world.acme)) << to_word(act);
            // Theirs, but not in this room.
            EXPECT_FALSE(allowed(world, beta_only, act, world.acme, kBeta)) << to_word(act);
            EXPECT_FALSE(allowed(world, beta_only, act, world.ops, kBeta)) << to_word(act);
            // None of the room's customers is theirs.
            EXPECT_FALSE(allowed(world, beta_only, act, world.acme, {})) << to_word(act);
        }
        const Person contact = make_person("c@beta.example", Role::contact, {kBeta});
        EXPECT_FALSE(allowed(world, contact, act, world.shared)) << to_word(act);
        EXPECT_FALSE(allowed(world, contact, act, world.shared, {})) << to_word(act);
    }
    const Person beta_engineer = make_person("e@soc.example", Role::engineer, {kBeta});
    EXPECT_TRUE(allowed(world, beta_engineer, Act::take, world.soc, kBeta));
    EXPECT_EQ(
        refusal(world, &beta_engineer, Act::take, world.soc),
        refusal(world, &beta_engineer, Act::take, world.soc, CustomerCode{"NOBODY"})
    );
}

TEST(Authorise, WithoutACustomer) {
    const World world;
    const Person viewer = make_person("v@soc.example", Role::viewer, {kBeta});
    EXPECT_TRUE(allowed(world, viewer, Act::view, world.soc, {}));
    EXPECT_TRUE(allowed(world, viewer, Act::status, world.ops, {}));
    const Person contact = make_person("c@acme.example", Role::contact, {kAcme});
    EXPECT_TRUE(allowed(world, contact, Act::status, world.shared, {}));
    EXPECT_FALSE(allowed(world, contact, Act::status, world.ops, {}));
}

TEST(Authorise, AThresholdForAllCustomers) {
    const World world;
    const Person senior = make_person("s@soc.example", Role::senior);
    EXPECT_TRUE(allowed(world, senior, Act::threshold_permanent, world.soc, {}));
    EXPECT_FALSE(allowed(world, senior, Act::threshold_permanent, world.two, {}));
    EXPECT_FALSE(allowed(world, senior, Act::threshold_permanent, world.acme, {}));
    EXPECT_FALSE(allowed(world, senior, Act::threshold_for_shift, world.soc, {}));
    const Person some = make_person("t@soc.example", Role::senior, {kAcme, kBeta});
    EXPECT_FALSE(allowed(world, some, Act::threshold_permanent, world.soc, {}));
    EXPECT_FALSE(
        allowed(world, make_person("a@x", Role::analyst), Act::threshold_permanent, world.soc, {})
    );
}

TEST(Authorise, ARefusalNamesTheRoleAndWhomToAsk) {
    World world;
    const Person viewer = make_person("vera@soc.example", Role::viewer);
    EXPECT_EQ(
        refusal(world, &viewer, Act::take, world.acme),
        "Taking an alarm group needs the role analyst; yours is viewer. Ask whoever runs socbot."
    );
    world.settings.people = {
        make_person("eve@soc.example", Role::engineer),
        make_person("cora@acme.example", Role::contact),
        make_person("bo@soc.example", Role::analyst, {kBeta}),
        make_person("ana@soc.example", Role::analyst, {kAcme}),
        make_person("max@soc.example", Role::analyst),
        make_person("sam@soc.example", Role::senior),
    };
    EXPECT_EQ(
        refusal(world, &viewer, Act::take, world.acme),
        "Taking an alarm group needs the role analyst; yours is viewer. Ask ana."
    );
    const Person analyst = make_person("ana@soc.example", Role::analyst);
    EXPECT_THAT(
        refusal(world, &analyst, Act::threshold_permanent, world.acme),
        HasSubstr("needs the role senior; yours is analyst. Ask sam.")
    );
}

TEST(Authorise, PoliteAndWithoutInternalsWhereCustomersListen) {
    World world;
    world.settings.people = {make_person("ana@soc.example", Role::analyst)};
    const Person contact = make_person("jan@acme.example", Role::contact, {kAcme});
    const Person viewer = make_person("vera@soc.example", Role::viewer);
    const Person other = make_person("otto@soc.example", Role::analyst, {kBeta});
    const char* sentence =
        "Sorry, that is not available to you here. Please ask your contact at Example SOC.";
    EXPECT_EQ(refusal(world, &contact, Act::take, world.shared), sentence);
    EXPECT_EQ(refusal(world, &viewer, Act::take, world.shared), sentence);
    EXPECT_EQ(refusal(world, &other, Act::take, world.shared), sentence);
    EXPECT_EQ(refusal(world, nullptr, Act::take, world.shared), sentence);
    EXPECT_EQ(refusal(world, &contact, Act::view, world.soc), sentence);
}

TEST(VisibleCustomers, AreTheIntersectionInOrder) {
    const World world;
    EXPECT_THAT(
        visible_customers(make_person("a@x", Role::viewer), world.soc, world.settings),
        ElementsAre(kAcme, kBeta, test::kGamma)
    );
    const Person two = make_person("b@x", Role::viewer, {test::kGamma, kAcme});
    EXPECT_THAT(
        visible_customers(two, world.soc, world.settings), ElementsAre(kAcme, test::kGamma)
    );
    EXPECT_THAT(visible_customers(two, world.two, world.settings), ElementsAre(kAcme));
    EXPECT_THAT(visible_customers(two, world.ops, world.settings), IsEmpty());
}

TEST(Act, HasAWord) {
    for (const Act act : kActs)
        EXPECT_THAT(to_word(act), Not(testing::StrEq("")));
}

}  // namespace
}  // namespace socbot
