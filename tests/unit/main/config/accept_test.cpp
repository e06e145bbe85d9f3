// What a sound configuration becomes.
#include "config_fixture.h"

#include <chrono>

namespace socbot {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(Config, FillsEveryDefaultFromAnEmptyFile) {
    const BoundConfig bound = bind_text("");
    ASSERT_THAT(lines_of(bound), IsEmpty());
    const AppConfig& config = bound.config;
    EXPECT_EQ(config.data_dir, ".socbot");
    EXPECT_EQ(config.listen.private_address.str(), "127.0.0.1:8080");
    EXPECT_EQ(config.listen.public_address.str(), "127.0.0.1:8081");
    ASSERT_THAT(config.chat, SizeIs(1));
    EXPECT_EQ(config.chat[0].id, ConnectionId{"console"});
    ASSERT_THAT(config.desks, SizeIs(1));
    EXPECT_EQ(config.desks[0].id, "local");
    EXPECT_EQ(config.settings.threshold, Severity::medium);
    EXPECT_THAT(config.settings.shifts.minutes, ElementsAre(420U, 900U, 1380U));
    EXPECT_EQ(config.retention.alarms, std::chrono::days{400});
    EXPECT_FALSE(config.demo);
}

constexpr std::string_view kWhole = R"(
data_dir: state
public_url: https://soc.example.net/
listen: {public: "0.0.0.0:8443", private: "[::1]:0", tls: {certificate: /s/key.pem, key: /s/key.pem},
         trusted_proxies: [10.0.0.0/8], hosts: [SOC.example]}
organisation: {name: Example SOC, domains: []}
shifts: {zone: Europe/London, at: ["06:30", "18:30"]}
people:
  - {name: Ana Lopez, email: Ana@soc.example, role: lead, customers: all}
  - {email: kim@acme.example, role: contact, customers: [ACME]}
customers:
  - code: ACME
    zone: Europe/Berlin
    tlp: amber+strict
    threshold: high
    networks: [203.0.113.0/24, 2001:db8::/32]
    domains: [ACME.example]
    notable: {vip: [], admins: [], break_glass: [], critical_assets: []}
    rooms: [{connection: console, id: acme}, {connection: console, id: both, class: shared, zone: UTC}]
    cases: {desk: local, tags: []}
    lookups: [local]
rooms: [{connection: console, id: soc}, {connection: console, id: ops, class: ops},
        {connection: console, id: one, class: soc, customers: [ACME], name: One}]
sources:
  - {id: usm, type: usm_anywhere, auth: {bearer: "file:/s/token"}, customer: ACME,
     link_base: "https://acme.alienvault.cloud"}
  - {id: b, type: ocsf, auth: {basic: {user: u, password: "env:TOKEN"}},
     customer_from: {field: tenant, map: {a: ACME}}}
  - {id: h, type: ocsf, auth: {hmac: {secret: "env:TOKEN", header: X-Sig}}, customer: ACME}
chat: {console: {type: console}}
desks: {local: {type: local}}
lookups: {}
policy: {preset: cautious, kinds: [{kind: malware, when: 'severity >= high'}], rules: [], mutes: {},
         episodes: {quiet_gap_host: 30m, maximum_age: 2d}}
retention: {raw: 7d}
)";

TEST(Config, BindsEveryKey) {
    const BoundConfig bound = bind_text(kWhole);
    ASSERT_THAT(lines_of(bound), IsEmpty());
    const AppConfig& config = bound.config;
    EXPECT_EQ(config.data_dir, "state");
    EXPECT_EQ(config.public_url, "https://soc.example.net");
    EXPECT_EQ(config.listen.public_address.str(), "0.0.0.0:8443");
    EXPECT_EQ(config.listen.private_address.str(), "[::1]:0");
    ASSERT_TRUE(config.listen.tls);
    EXPECT_EQ(config.listen.tls->key, "/s/key.pem");
    EXPECT_THAT(config.listen.trusted_proxies, SizeIs(1));
    EXPECT_THAT(config.listen.hosts, ElementsAre("soc.example"));
    EXPECT_EQ(config.preset, Preset::cautious);
    EXPECT_EQ(config.retention.raw, std::chrono::days{7});
    const Settings& settings = config.settings;
    EXPECT_EQ(settings.organisation, "Example SOC");
    EXPECT_EQ(settings.shifts.zone, "Europe/London");
    EXPECT_THAT(settings.shifts.minutes, ElementsAre(390U, 1110U));
    EXPECT_EQ(settings.threshold, Severity::low) << "where cautious starts";
    ASSERT_THAT(settings.kinds, SizeIs(1));
    EXPECT_EQ(settings.kinds[0].kind, Kind::malware);
    EXPECT_EQ(settings.episodes.quiet_gap_host, Milliseconds{1'800'000});
    EXPECT_EQ(settings.episodes.maximum_age, Milliseconds{172'800'000});
}

TEST(Config, BindsPeopleAndCustomers) {
    const Settings settings = bind_text(kWhole).config.settings;
    ASSERT_THAT(settings.people, SizeIs(2));
    EXPECT_EQ(settings.people[0].id, PersonId{"ana@soc.example"});
    EXPECT_EQ(settings.people[0].role, Role::senior);
    EXPECT_TRUE(settings.people[0].all_customers);
    EXPECT_EQ(settings.people[1].name, "kim@acme.example");
    EXPECT_THAT(settings.people[1].customers, ElementsAre(CustomerCode{"ACME"}));
    ASSERT_THAT(settings.customers, SizeIs(1));
    const CustomerSettings& acme = settings.customers[0];
    EXPECT_EQ(acme.name, "ACME");
    EXPECT_EQ(acme.zone, "Europe/Berlin");
    EXPECT_EQ(acme.tlp, "amber+strict");
    EXPECT_EQ(acme.threshold, Severity::high);
    EXPECT_THAT(acme.networks, SizeIs(2));
    EXPECT_THAT(acme.domains, ElementsAre("acme.example"));
}

TEST(Config, GivesEachRoomItsClassAndCustomers) {
    const Settings settings = bind_text(kWhole).config.settings;
    ASSERT_THAT(settings.rooms, SizeIs(5));
    EXPECT_EQ(settings.rooms[0].room_class, RoomClass::soc);
    EXPECT_TRUE(settings.rooms[0].all_customers);
    EXPECT_EQ(settings.rooms[1].room_class, RoomClass::ops);
    EXPECT_FALSE(settings.rooms[1].all_customers);
    EXPECT_FALSE(settings.rooms[2].all_customers);
    EXPECT_THAT(settings.rooms[2].customers, ElementsAre(CustomerCode{"ACME"}));
    EXPECT_EQ(settings.rooms[3].room_class, RoomClass::customer);
    EXPECT_EQ(settings.rooms[4].room_class, RoomClass::shared);
    EXPECT_THAT(settings.rooms[4].customers, ElementsAre(CustomerCode{"ACME"}));
}

TEST(Config, BindsTemplatesAndTheLanguagesOfRooms) {
    const BoundConfig bound = bind_text(
        "templates: {folder: /, language: de-AT}\n"
        "rooms: [{connection: console, id: soc, language: pt-BR}]\n"
        "customers: [{code: A, rooms: [{connection: console, id: a, language: fr}, "
        "{connection: console, id: b}]}]\n"
    );
    ASSERT_THAT(lines_of(bound), IsEmpty());
    const TemplatesConfig& templates = bound.config.templates;
    EXPECT_EQ(templates.folder, "/");
    const auto language = [&](const char* room) {
        return templates.languages.of({ConnectionId{"console"}, room});
    };
    EXPECT_EQ(language("soc"), "pt-br");
    EXPECT_EQ(language("a"), "fr");
    EXPECT_EQ(language("b"), "de-at") << "the usual one";
    EXPECT_EQ(bind_text("").config.templates.folder, "");
}

TEST(Config, BindsEachWayOfAuthenticatingASource) {
    const AppConfig config = bind_text(kWhole).config;
    ASSERT_THAT(config.sources, SizeIs(3));
    EXPECT_EQ(std::get<BearerAuth>(config.sources[0].auth).token.reveal(), "0123456789abcdef");
    EXPECT_EQ(std::get<BasicAuth>(config.sources[1].auth).user, "u");
    EXPECT_EQ(std::get<BasicAuth>(config.sources[1].auth).password.reveal(), "fedcba9876543210");
    EXPECT_EQ(std::get<HmacAuth>(config.sources[2].auth).header, "X-Sig");
    ASSERT_THAT(config.settings.sources, SizeIs(3));
    EXPECT_EQ(config.settings.sources[0].link_base, "https://acme.alienvault.cloud");
    EXPECT_EQ(config.settings.sources[1].tenant_field, "tenant");
    EXPECT_EQ(config.settings.sources[1].tenants.at("a"), CustomerCode{"ACME"});
}

std::string one_source(const std::string& more) {
    return "customers: [{code: A}]\nsources: [{id: a, type: ocsf, customer: A, " + more + "}]";
}

TEST(Config, BindsAPasswordBesideSnsInEitherOrder) {
    const std::string sns = "sns: {topics: [\"arn:aws:sns:eu-west-1:123456789012:soc\"]}";
    const std::string basic = "basic: {user: u, password: \"env:TOKEN\"}";
    for (const auto& auth : {sns + ", " + basic, basic + ", " + sns}) {
        const auto bound = bind_text(one_source("auth: {" + auth + "}"));
        ASSERT_THAT(lines_of(bound), IsEmpty()) << auth;
        const auto& both = std::get<SnsAuth>(bound.config.sources[0].auth);
        EXPECT_THAT(both.rules.topics, SizeIs(1));
        ASSERT_TRUE(both.basic) << auth;
        EXPECT_EQ(both.basic->user, "u");
    }
}

TEST(Config, BindsTheQuotaOfASource) {
    const auto quota = [](const std::string& more) {
        const auto bound = bind_text(one_source("auth: {bearer: \"env:TOKEN\"}" + more));
        EXPECT_THAT(lines_of(bound), IsEmpty()) << more;
        return bound.config.sources[0].quota;
    };
    EXPECT_EQ(quota(""), (Quota{200, 5'000}));
    EXPECT_EQ(quota(", quota: {rate: 0}"), (Quota{0, 5'000}));
    EXPECT_EQ(quota(", quota: {rate: 20, burst: 60}"), (Quota{20, 60}));
}

TEST(Config, LetsAThresholdOverrideThePreset) {
    EXPECT_EQ(
        bind_text("policy: {threshold: high, preset: cautious}").config.settings.threshold,
        Severity::high
    );
}

TEST(Config, AddsACustomerForEachFile) {
    const BoundConfig bound = bind_text(
        "customers: [{code: A}]", {"code: B\nrooms: [{connection: console, id: b}]\n", "code: C\n"}
    );
    ASSERT_THAT(lines_of(bound), IsEmpty());
    ASSERT_THAT(bound.config.settings.customers, SizeIs(3));
    EXPECT_EQ(bound.config.settings.customers[1].code, CustomerCode{"B"});
    EXPECT_THAT(bound.config.settings.rooms, SizeIs(1));
}

TEST(Config, DefaultsToLoopbackOneSourceTwoRoomsAndAnEngineer) {
    const AppConfig config = default_config(".socbot", Secret{"0123456789abcdef"});
    EXPECT_TRUE(config.listen.private_address.is_loopback());
    EXPECT_TRUE(config.listen.public_address.is_loopback());
    const Settings& settings = config.settings;
    ASSERT_THAT(settings.sources, SizeIs(1));
    EXPECT_EQ(settings.sources[0].id, SourceId{"usm"});
    ASSERT_THAT(settings.customers, SizeIs(1));
    EXPECT_EQ(settings.sources[0].customer, settings.customers[0].code);
    ASSERT_THAT(settings.rooms, SizeIs(2));
    EXPECT_EQ(settings.rooms[0].room_class, RoomClass::soc);
    EXPECT_EQ(settings.rooms[1].room_class, RoomClass::customer);
    ASSERT_THAT(settings.people, SizeIs(1));
    EXPECT_EQ(settings.people[0].role, Role::engineer);
    EXPECT_EQ(default_token_file(".socbot"), ".socbot/token");
}

TEST(Config, NamesWhatOnlyARestartCanChange) {
    const AppConfig running = bind_text("").config;
    EXPECT_THAT(needs_restart(running, bind_text("policy: {threshold: high}").config), IsEmpty());
    EXPECT_THAT(
        needs_restart(
            running,
            bind_text("data_dir: x\nlisten: {private: \"127.0.0.1:9\", hosts: [h]}\n"
                      "chat: {other: {type: console}}")
                .config
        ),
        ElementsAre("data_dir", "listen.private", "listen.hosts", "chat")
    );
}

}  // namespace
}  // namespace socbot
