// Words, look-ups and scopes of the settings.
#include "domain/settings/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot {
namespace {

using testing::ElementsAre;

const CustomerCode kAcme{"ACME"};
const CustomerCode kBeta{"BETA"};

RoomSettings room(const char* id, RoomClass room_class, std::vector<CustomerCode> customers) {
    RoomSettings made;
    made.ref = {ConnectionId{"console"}, id};
    made.room_class = room_class;
    made.customers = std::move(customers);
    return made;
}

TEST(RoleWords, RoundTripAndTolerateCapitals) {
    for (const Role role :
         {Role::viewer, Role::contact, Role::analyst, Role::senior, Role::engineer}) {
        EXPECT_EQ(parse_role(to_word(role)), role) << to_word(role);
    }
    EXPECT_EQ(parse_role("Lead"), Role::senior);
    EXPECT_STREQ(to_word(Role::senior), "senior");
    EXPECT_EQ(parse_role("root"), std::nullopt);
    EXPECT_EQ(parse_role(""), std::nullopt);
}

TEST(RoomClassWords, RoundTrip) {
    for (const RoomClass each :
         {RoomClass::soc, RoomClass::customer, RoomClass::shared, RoomClass::ops}) {
        EXPECT_EQ(parse_room_class(to_word(each)), each) << to_word(each);
    }
    EXPECT_EQ(parse_room_class("direct"), std::nullopt);
}

TEST(Person, SeesOnlyTheirCustomers) {
    Person person;
    person.customers = {kAcme};
    EXPECT_TRUE(person.may_see(kAcme));
    EXPECT_FALSE(person.may_see(kBeta));
    person.all_customers = true;
    EXPECT_TRUE(person.may_see(kBeta));
}

TEST(Person, FirstName) {
    Person person;
    person.id = PersonId{"ana@soc.example"};
    EXPECT_EQ(person.first_name(), "ana");
    person.name = " Ana Lopez";
    EXPECT_EQ(person.first_name(), "Ana");
    person.name = "Cher";
    EXPECT_EQ(person.first_name(), "Cher");
}

TEST(Room, HoldsWhatItListsAndAnOpsRoomNothing) {
    RoomSettings soc = room("soc", RoomClass::soc, {});
    EXPECT_FALSE(soc.holds(kAcme));
    soc.all_customers = true;
    EXPECT_TRUE(soc.holds(kAcme));
    const RoomSettings acme = room("acme", RoomClass::customer, {kAcme});
    EXPECT_TRUE(acme.holds(kAcme));
    EXPECT_FALSE(acme.holds(kBeta));
    RoomSettings ops = room("ops", RoomClass::ops, {kAcme});
    EXPECT_FALSE(ops.holds(kAcme));
    ops.all_customers = true;
    EXPECT_FALSE(ops.holds(kAcme));
}

TEST(Room, OnlyCustomer) {
    EXPECT_EQ(room("a", RoomClass::customer, {kAcme}).only_customer(), kAcme);
    EXPECT_EQ(room("b", RoomClass::soc, {kAcme, kBeta}).only_customer(), std::nullopt);
    EXPECT_EQ(room("c", RoomClass::soc, {}).only_customer(), std::nullopt);
    EXPECT_EQ(room("d", RoomClass::ops, {kAcme}).only_customer(), std::nullopt);
    RoomSettings all = room("e", RoomClass::soc, {kAcme});
    all.all_customers = true;
    EXPECT_EQ(all.only_customer(), std::nullopt);
}

TEST(Settings, FindsByKey) {
    Settings settings;
    settings.people.emplace_back().id = PersonId{"ana@soc.example"};
    settings.customers.emplace_back().code = kAcme;
    settings.sources.emplace_back().id = SourceId{"usm"};
    settings.rooms.push_back(room("acme", RoomClass::customer, {kAcme}));
    EXPECT_EQ(settings.person(PersonId{"ana@soc.example"}), &settings.people[0]);
    EXPECT_EQ(settings.person(PersonId{"bob@soc.example"}), nullptr);
    EXPECT_EQ(settings.customer(kAcme), &settings.customers[0]);
    EXPECT_EQ(settings.customer(kBeta), nullptr);
    EXPECT_EQ(settings.source(SourceId{"usm"}), &settings.sources[0]);
    EXPECT_EQ(settings.source(SourceId{"wazuh"}), nullptr);
    EXPECT_EQ(settings.room({ConnectionId{"console"}, "acme"}), &settings.rooms[0]);
    EXPECT_EQ(settings.room({ConnectionId{"webex"}, "acme"}), nullptr);
}

TEST(Settings, RoomsOfACustomerInOrder) {
    Settings settings;
    settings.rooms = {
        room("soc", RoomClass::soc, {}),
        room("beta", RoomClass::customer, {kBeta}),
        room("acme", RoomClass::shared, {kAcme}),
        room("ops", RoomClass::ops, {kAcme}),
    };
    settings.rooms[0].all_customers = true;
    EXPECT_THAT(settings.rooms_of(kAcme), ElementsAre(&settings.rooms[0], &settings.rooms[2]));
    EXPECT_THAT(settings.rooms_of(kBeta), ElementsAre(&settings.rooms[0], &settings.rooms[1]));
    EXPECT_THAT(settings.rooms_of(CustomerCode{"GAMMA"}), ElementsAre(&settings.rooms[0]));
}

TEST(RoomZone, RoomThenCustomerThenShifts) {
    Settings settings;
    settings.shifts.zone = "Europe/London";
    settings.customers.emplace_back().code = kAcme;
    settings.customers[0].zone = "America/New_York";
    RoomSettings acme = room("acme", RoomClass::customer, {kAcme});
    EXPECT_EQ(room_zone(settings, acme), "America/New_York");
    EXPECT_EQ(room_zone(settings, room("soc", RoomClass::soc, {kAcme, kBeta})), "Europe/London");
    acme.zone = "Asia/Tokyo";
    EXPECT_EQ(room_zone(settings, acme), "Asia/Tokyo");
}

}  // namespace
}  // namespace socbot
