// The canonical JSON of settings: every member travels, equal settings give equal bytes, and what
// is damaged or of another schema is refused by name.
#include "domain/settings/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace socbot {
namespace {

using testing::HasSubstr;

Network network(const char* text) {
    auto parsed = Network::parse(text);
    EXPECT_TRUE(parsed) << text;
    return *parsed;
}

Settings full_settings() {
    Settings settings;
    settings.organisation = "Example \"SOC\" \xC3\xA9";
    settings.shifts = {.zone = "Europe/London", .minutes = {0, 720, 1439}};
    settings.people = {
        {.id = PersonId{"ana@soc.example"},
         .name = "Ana",
         .role = Role::senior,
         .all_customers = true,
         .customers = {},
         .demo = false},
        {.id = PersonId{"jan@acme.example"},
         .name = "Jan",
         .role = Role::contact,
         .all_customers = false,
         .customers = {CustomerCode{"ACME"}},
         .demo = true},
    };
    CustomerSettings acme;
    acme.code = CustomerCode{"ACME"};
    acme.name = "ACME Ltd";
    acme.zone = "Europe/Paris";
    acme.tlp = "amber+strict";
    acme.networks = {network("203.0.113.0/24"), network("2001:db8::/32")};
    acme.domains = {"acme.example"};
    acme.threshold = Severity::high;
    settings.customers = {acme};
    RoomSettings room;
    room.ref = {ConnectionId{"webex"}, "Y2lz"};
    room.room_class = RoomClass::shared;
    room.customers = {CustomerCode{"ACME"}};
    room.zone = "Asia/Tokyo";
    room.name = "ACME shared";
    settings.rooms = {room};
    SourceSettings source;
    source.id = SourceId{"usm"};
    source.type = "usm_anywhere";
    source.tenant_field = "x_att_tenant_subdomain";
    source.tenants = {{"acme", CustomerCode{"ACME"}}, {"beta", CustomerCode{"BETA"}}};
    source.link_base = "https://acme.alienvault.cloud";
    settings.sources = {source};
    settings.threshold = Severity::low;
    settings.kinds = {{.kind = Kind::malware, .when = "strategy == \"EDR\""}};
    settings.episodes = {Milliseconds{1}, Milliseconds{2}, Milliseconds{3}, Milliseconds{4}};
    settings.chat_limits = {{"webex", std::string{"\x00\xFF\x01", 3}}, {"console", ""}};
    settings.demo = true;
    return settings;
}

Settings decoded(const std::string& json) {
    auto settings = decode_settings(json);
    EXPECT_TRUE(settings) << (settings ? "" : settings.error().message());
    return settings ? *std::move(settings) : Settings{};
}

TEST(SettingsCodec, RoundTripsDefaultsAndFull) {
    EXPECT_EQ(decoded(encode_settings(Settings{})), Settings{});
    EXPECT_EQ(decoded(encode_settings(full_settings())), full_settings());
}

TEST(SettingsCodec, EqualSettingsGiveEqualBytes) {
    const std::string once = encode_settings(full_settings());
    EXPECT_EQ(encode_settings(full_settings()), once);
    EXPECT_EQ(encode_settings(decoded(once)), once);
}

struct Change {
    const char* member;
    std::function<void(Settings&)> make;
};

const std::vector<Change>& changes() {
    static const std::vector<Change> all{
        {"organisation", [](Settings& s) { s.organisation = "Other"; }},
        {"shifts.zone", [](Settings& s) { s.shifts.zone = "UTC"; }},
        {"shifts.minutes", [](Settings& s) { s.shifts.minutes = {}; }},
        {"person.id", [](Settings& s) { s.people[0].id = PersonId{"eve@soc.example"}; }},
        {"person.name", [](Settings& s) { s.people[0].name = "Eve"; }},
        {"person.role", [](Settings& s) { s.people[0].role = Role::engineer; }},
        {"person.all_customers", [](Settings& s) { s.people[0].all_customers = false; }},
        {"person.customers", [](Settings& s) { s.people[1].customers.clear(); }},
        {"person.demo", [](Settings& s) { s.people[0].demo = true; }},
        {"people", [](Settings& s) { s.people.pop_back(); }},
        {"customer.code", [](Settings& s) { s.customers[0].code = CustomerCode{"BETA"}; }},
        {"customer.name", [](Settings& s) { s.customers[0].name = "Beta"; }},
        {"customer.zone", [](Settings& s) { s.customers[0].zone = "UTC"; }},
        {"customer.tlp", [](Settings& s) { s.customers[0].tlp = "red"; }},
        {"customer.networks", [](Settings& s) { s.customers[0].networks.pop_back(); }},
        {"customer.domains", [](Settings& s) { s.customers[0].domains.emplace_back("b.example"); }},
        {"customer.threshold", [](Settings& s) { s.customers[0].threshold = Severity::critical; }},
        {"customer.threshold none", [](Settings& s) { s.customers[0].threshold.reset(); }},
        {"room.connection", [](Settings& s) { s.rooms[0].ref.connection = ConnectionId{"c"}; }},
        {"room.id", [](Settings& s) { s.rooms[0].ref.room = "other"; }},
        {"room.class", [](Settings& s) { s.rooms[0].room_class = RoomClass::soc; }},
        {"room.all_customers", [](Settings& s) { s.rooms[0].all_customers = true; }},
        {"room.customers", [](Settings& s) { s.rooms[0].customers.clear(); }},
        {"room.zone", [](Settings& s) { s.rooms[0].zone.clear(); }},
        {"room.name", [](Settings& s) { s.rooms[0].name.clear(); }},
        {"source.id", [](Settings& s) { s.sources[0].id = SourceId{"usm-2"}; }},
        {"source.type", [](Settings& s) { s.sources[0].type = "ocsf"; }},
        {"source.customer", [](Settings& s) { s.sources[0].customer = CustomerCode{"ACME"}; }},
        {"source.tenant_field", [](Settings& s) { s.sources[0].tenant_field = "tenant"; }},
        {"source.tenants", [](Settings& s) { s.sources[0].tenants.erase("beta"); }},
        {"source.link_base", [](Settings& s) { s.sources[0].link_base.clear(); }},
        {"threshold", [](Settings& s) { s.threshold = Severity::critical; }},
        {"kind.kind", [](Settings& s) { s.kinds[0].kind = Kind::office365; }},
        {"kind.when", [](Settings& s) { s.kinds[0].when = "severity >= high"; }},
        {"quiet_gap_host", [](Settings& s) { s.episodes.quiet_gap_host = Milliseconds{9}; }},
        {"quiet_gap_user", [](Settings& s) { s.episodes.quiet_gap_user = Milliseconds{9}; }},
        {"quiet_gap_outside", [](Settings& s) { s.episodes.quiet_gap_outside = Milliseconds{9}; }},
        {"maximum_age", [](Settings& s) { s.episodes.maximum_age = Milliseconds{9}; }},
        {"chat_limits", [](Settings& s) { s.chat_limits["webex"] = "x"; }},
        {"demo", [](Settings& s) { s.demo = false; }},
    };
    return all;
}

TEST(SettingsCodec, EveryMemberTravels) {
    const std::string before = encode_settings(full_settings());
    for (const Change& change : changes()) {
        SCOPED_TRACE(change.member);
        Settings changed = full_settings();
        change.make(changed);
        const std::string bytes = encode_settings(changed);
        EXPECT_NE(bytes, before);
        EXPECT_EQ(decoded(bytes), changed);
    }
}

std::string replaced(std::string text, std::string_view old_part, std::string_view new_part) {
    const std::size_t at = text.find(old_part);
    EXPECT_NE(at, std::string::npos) << old_part;
    return at == std::string::npos ? text : text.replace(at, old_part.size(), new_part);
}

TEST(SettingsCodec, RefusesByName) {
    const std::string good = encode_settings(full_settings());
    struct Row {
        const char* name;
        std::string json;
        const char* says;
    };
    const Row rows[] = {
        {"next schema", replaced(good, R"("schema":1)", R"("schema":2)"), "schema"},
        {"no schema", replaced(good, R"("schema":1,)", ""), "'schema' is missing"},
        {"not JSON", "{", "not JSON"},
        {"empty", "", "not JSON"},
        {"a list", "[]", "not an object"},
        {"too deep", "[[[[[[[[[[[[]]]]]]]]]]]]", "not JSON"},
        {"unknown role", replaced(good, R"("senior")", R"("boss")"), "people.role"},
        {"unknown class", replaced(good, R"("shared")", R"("public")"), "rooms.class"},
        {"unknown severity",
         replaced(good, R"("threshold":"low")", R"("threshold":"x")"),
         "threshold"},
        {"unknown kind", replaced(good, R"("malware")", R"("worms")"), "kinds.kind"},
        {"no network", replaced(good, "203.0.113.0/24", "203.0.113.0/99"), "customers.networks"},
        {"minute past the day", replaced(good, "1439", "1440"), "shifts.minutes"},
        {"negative gap",
         replaced(good, R"("quiet_gap_host_ms":1)", R"("quiet_gap_host_ms":-1)"),
         "episodes.quiet_gap_host_ms"},
        {"text for a flag", replaced(good, R"("demo":true)", R"("demo":"yes")"), "demo"},
        {"missing member", replaced(good, R"("tlp":"amber+strict",)", ""), "customers.tlp"},
        {"limits not base64", replaced(good, R"("AP8B")", R"("?")"), "chat_limits"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const auto settings = decode_settings(row.json);
        ASSERT_FALSE(settings);
        EXPECT_EQ(settings.error().code(), Errc::invalid_input);
        EXPECT_THAT(settings.error().message(), HasSubstr(row.says));
    }
}

TEST(SettingsCodec, InvalidUtf8StillGivesJson) {
    Settings settings;
    settings.organisation = "\xFF";
    EXPECT_EQ(decoded(encode_settings(settings)).organisation, "\xEF\xBF\xBD");
}

}  // namespace
}  // namespace socbot
