// The entity an episode gathers around, by kind and by what the alarm has.
#include "domain/alarm/address.h"
#include "domain/alarm/alarm.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

Endpoint at(std::string ip, std::string hostname = "") {
    Endpoint endpoint;
    endpoint.ip = std::move(ip);
    endpoint.hostname = std::move(hostname);
    return endpoint;
}

User user(std::string name, std::string domain = "", UserRole role = UserRole::unknown) {
    User made;
    made.name = std::move(name);
    made.domain = std::move(domain);
    made.role = role;
    return made;
}

struct EntityCase {
    const char* name;
    Kind kind;
    Alarm alarm;
    const char* entity;
};

void PrintTo(const EntityCase& row, std::ostream* out) {
    *out << row.name;
}

class Entity : public testing::TestWithParam<EntityCase> {};

TEST_P(Entity, IsWhatAnAnalystLooksAtFirst) {
    const Networks own{{*Network::parse("198.51.100.0/24")}};
    EXPECT_EQ(entity_of(GetParam().alarm, GetParam().kind, own), GetParam().entity);
}

// Everything there: each kind picks its own.
Alarm rich() {
    Alarm alarm;
    alarm.sources = {at("203.0.113.9")};
    alarm.destinations = {at("10.0.0.5", "SRV-1")};
    alarm.devices = {{"WKS-17", "10.0.0.7", "", "", ""}};
    alarm.users = {user("bob", "CORP", UserRole::target), user("Alice", "CORP", UserRole::actor)};
    alarm.rule_name = "Nmap";
    return alarm;
}

Alarm with(void (*change)(Alarm&)) {
    Alarm alarm;
    alarm.rule_name = "Nmap";
    change(alarm);
    return alarm;
}

std::vector<EntityCase> rows() {
    return {
        {"OfficeUser", Kind::office365, rich(), R"(user:corp\alice)"},
        {"OfficeAddress",
         Kind::office365,
         with([](Alarm& a) { a.sources = {at("203.0.113.9")}; }),
         "ip:203.0.113.9"},
        {"OfficeTargetIsAUserToo",
         Kind::office365,
         with([](Alarm& a) { a.users = {user("bob", "", UserRole::target)}; }),
         "user:bob"},
        {"OfficeMailAddress",
         Kind::office365,
         with([](Alarm& a) {
             a.users = {{"", "", "", "Alice@Corp.example", UserRole::unknown}};
         }),
         "user:alice@corp.example"},
        {"IntruderFromOutside", Kind::network_intrusion, rich(), "ip:203.0.113.9"},
        {"IntruderFromOwnNetworkIsOurHost",
         Kind::network_intrusion,
         with([](Alarm& a) { a.sources = {at("198.51.100.7", "Web-1")}; }),
         "host:web-1"},
        {"BeaconGoesByOurHost",
         Kind::network_intrusion,
         with([](Alarm& a) {
             a.sources = {at("10.0.0.5")};
             a.destinations = {at("203.0.113.9")};
         }),
         "ip:10.0.0.5"},
        {"SecondSourceIsOutside",
         Kind::network_intrusion,
         with([](Alarm& a) {
             a.sources = {at("10.0.0.5"), at("8.8.8.8")};
         }),
         "ip:8.8.8.8"},
        {"OnlyADestination",
         Kind::network_intrusion,
         with([](Alarm& a) { a.destinations = {at("10.0.0.5", "srv-1")}; }),
         "host:srv-1"},
        {"MalwareHost", Kind::malware, rich(), "host:wks-17"},
        {"MalwareUser",
         Kind::malware,
         with([](Alarm& a) { a.users = {user("alice")}; }),
         "user:alice"},
        {"OtherHost", Kind::other, rich(), "host:wks-17"},
        {"OtherUserBeforeAddress",
         Kind::other,
         with([](Alarm& a) {
             a.users = {user("alice")};
             a.sources = {at("203.0.113.9")};
         }),
         "user:alice"},
        {"OtherAddress",
         Kind::other,
         with([](Alarm& a) { a.sources = {at("203.0.113.9")}; }),
         "ip:203.0.113.9"},
        {"OtherRule", Kind::other, with([](Alarm&) {}), "rule:Nmap"},
        {"HostThatIsAnAddress",
         Kind::malware,
         with([](Alarm& a) {
             a.devices = {{"10.0.0.7", "", "", "", ""}};
         }),
         "ip:10.0.0.7"},
        {"HostWithFinalDot",
         Kind::malware,
         with([](Alarm& a) {
             a.devices = {{"Wks-17.corp.example.", "", "", "", ""}};
         }),
         "host:wks-17.corp.example"},
        {"DeviceWithAddressOnly",
         Kind::malware,
         with([](Alarm& a) {
             a.devices = {{"", "10.0.0.7", "", "", ""}};
         }),
         "ip:10.0.0.7"},
        {"EmptyDeviceIsSkipped",
         Kind::malware,
         with([](Alarm& a) {
             a.devices = {{}, {"b", "", "", "", ""}};
         }),
         "host:b"},
        {"NameWithoutAddress",
         Kind::malware,
         with([](Alarm& a) { a.sources = {at("", "wks-9")}; }),
         "host:wks-9"},
        {"RuleIdWhereNoName",
         Kind::other,
         with([](Alarm& a) {
             a.rule_name = "";
             a.rule_uid = "R-1";
         }),
         "rule:R-1"},
        {"NothingAtAll", Kind::network_intrusion, Alarm{}, "rule:unnamed"},
    };
}

INSTANTIATE_TEST_SUITE_P(Rows, Entity, testing::ValuesIn(rows()), [](const auto& row) {
    return row.param.name;
});

struct DirectionRow {
    const char* name;
    const char* from;
    const char* to;
    const char* expected;
};
class Direction : public testing::TestWithParam<DirectionRow> {};

TEST_P(Direction, ComesFromOurNetworksFirst) {
    const Networks own{{*Network::parse("203.0.113.0/24")}};
    Alarm alarm;
    alarm.connection.direction = "sensor";
    if (*GetParam().from != 0) alarm.sources = {at(GetParam().from, "")};
    if (*GetParam().to != 0) alarm.destinations = {at(GetParam().to, "")};
    EXPECT_EQ(direction_of(alarm, own), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Rows,
    Direction,
    testing::Values(
        DirectionRow{"In", "198.51.100.1", "203.0.113.9", "inbound"},
        DirectionRow{"InToPrivate", "198.51.100.1", "10.0.0.5", "inbound"},
        DirectionRow{"Out", "203.0.113.9", "198.51.100.1", "outbound"},
        DirectionRow{"Lateral", "10.0.0.5", "203.0.113.9", "lateral"},
        DirectionRow{"BothOutside", "198.51.100.1", "198.51.100.2", "sensor"},
        DirectionRow{"NoSource", "", "203.0.113.9", "sensor"},
        DirectionRow{"NoDestination", "203.0.113.9", "", "sensor"}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

}  // namespace
}  // namespace socbot
