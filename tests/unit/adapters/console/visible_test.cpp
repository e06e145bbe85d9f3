// Who sees which room and message.
#include "adapters/console/visible.h"

#include "world.h"

namespace socbot::console_test {
namespace {

struct Row {
    std::string name;
    Person who;
    RoomSettings where;
    std::string customer;
    bool sees_room, sees_message;
};

class Visible : public testing::TestWithParam<Row> {};

TEST_P(Visible, Decides) {
    const auto& row = GetParam();
    EXPECT_EQ(sees_room(row.who, row.where), row.sees_room);
    EXPECT_EQ(sees_message(row.who, row.where, CustomerCode{row.customer}), row.sees_message);
}

RoomSettings empty_room(RoomClass room_class) {
    auto made = room("ops", room_class, {});
    made.all_customers = false;
    return made;
}

const auto kAcme = person("a@x", Role::analyst, {"ACME"});
const auto kAll = person("b@x", Role::analyst, {});

INSTANTIATE_TEST_SUITE_P(
    Rows,
    Visible,
    testing::Values(
        Row{"OwnCustomer", kAcme, room("r", RoomClass::customer, {"ACME"}), "ACME", true, true},
        Row{"OtherCustomer",
            kAcme,
            room("r", RoomClass::customer, {"GLOBEX"}),
            "GLOBEX",
            false,
            false},
        Row{"AllCustomers", kAll, room("r", RoomClass::customer, {"GLOBEX"}), "GLOBEX", true, true},
        Row{"OwnInMixedRoom",
            kAcme,
            room("r", RoomClass::soc, {"ACME", "GLOBEX"}),
            "ACME",
            true,
            true},
        Row{"OtherInMixedRoom",
            kAcme,
            room("r", RoomClass::soc, {"ACME", "GLOBEX"}),
            "GLOBEX",
            true,
            false},
        Row{"OtherInRoomOfAll", kAcme, room("r", RoomClass::soc, {}), "GLOBEX", true, false},
        Row{"NoCustomerGoesWithRoom", kAcme, room("r", RoomClass::soc, {}), "", true, true},
        Row{"NoCustomerOfHiddenRoom",
            kAcme,
            room("r", RoomClass::customer, {"GLOBEX"}),
            "",
            false,
            false},
        Row{"ContactNotInCustomerRoom",
            person("c@x", Role::contact, {"ACME"}),
            room("r", RoomClass::customer, {"ACME"}),
            "ACME",
            false,
            false},
        Row{"ContactInSharedRoom",
            person("c@x", Role::contact, {"ACME"}),
            room("r", RoomClass::shared, {"ACME"}),
            "ACME",
            true,
            true},
        Row{"OpsRoomForEngineers",
            person("e@x", Role::engineer, {}),
            empty_room(RoomClass::ops),
            "",
            true,
            true},
        Row{"OpsRoomNotForAnalysts", kAll, empty_room(RoomClass::ops), "", false, false},
        Row{"RoomOfNobody", kAll, empty_room(RoomClass::customer), "", false, false}
    ),
    [](const auto& row) { return row.param.name; }
);

}  // namespace
}  // namespace socbot::console_test
