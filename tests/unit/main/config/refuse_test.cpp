// Every refusal has its line and column and says what would be right; all of them come at once.
#include "config_fixture.h"

#include <ostream>

namespace socbot {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

struct Refusal {
    const char* name;
    std::string text;
    std::string position;
    std::string says;

    friend void PrintTo(const Refusal& row, std::ostream* out) { *out << row.name; }
};

class ConfigRefuses : public ::testing::TestWithParam<Refusal> {};

TEST_P(ConfigRefuses, WithPositionAndReason) {
    const auto lines = lines_of(bind_text(GetParam().text));
    ASSERT_THAT(lines, SizeIs(1));
    EXPECT_THAT(
        lines[0],
        AllOf(StartsWith("f.yaml:" + GetParam().position + ": "), HasSubstr(GetParam().says))
    );
}

std::string name_of(const ::testing::TestParamInfo<Refusal>& row) {
    return row.param.name;
}

INSTANTIATE_TEST_SUITE_P(
    Form,
    ConfigRefuses,
    ::testing::Values(
        Refusal{
            "AnUnknownKey",
            "listne: {}",
            "1:1",
            "unknown key 'listne'; did you mean 'listen'?"},
        Refusal{
            "AnUnknownKeyInside",
            "listen:\n  pubic: x",
            "2:3",
            "in 'listen'; did you mean 'public'?"},
        Refusal{
            "AKeyLikeNoOther",
            "retention: {everything: 1d}",
            "1:13",
            "(known: raw, alarms, journal, audit)"},
        Refusal{"AListAsTheFile", "[a]", "1:1", "'the file' takes keys with values"},
        Refusal{"AMapForAList", "people: {a: b}", "1:9", "'people' takes a list"},
        Refusal{"AListForAText", "organisation: {name: [a]}", "1:22", "'name' takes one value"},
        Refusal{"AKeyWithoutValue", "data_dir:\n", "1:1", "'data_dir' takes one value"},
        Refusal{"AHiddenCharacter", "organisation: {name: \"a\\u202eb\"}", "1:22", "invisible"},
        Refusal{
            "ATextTooLong",
            "organisation: {name: " + std::string(129, 'x') + "}",
            "1:22",
            "longer than 128"},
        Refusal{"AMissingKey", "people: [{name: A}]", "1:10", "needs the key 'email'"},
        Refusal{"ADurationWithoutUnit", "policy: {episodes: {maximum_age: 12}}", "1:34", "like 4h"},
        Refusal{"ADurationTooShort", "policy: {episodes: {maximum_age: 59s}}", "1:34", "1m to 30d"},
        Refusal{"ADurationTooLong", "policy: {episodes: {maximum_age: 31d}}", "1:34", "1m to 30d"},
        Refusal{
            "ADurationThatOverflows",
            "retention: {raw: 99999999999999999999d}",
            "1:18",
            "like 4h"},
        Refusal{"PartOfADay", "retention: {raw: 36h}", "1:18", "whole days"}
    ),
    name_of
);

INSTANTIATE_TEST_SUITE_P(
    Values,
    ConfigRefuses,
    ::testing::Values(
        Refusal{"ALowerCaseCode", "customers: [{code: acme}]", "1:20", "did you mean 'ACME'?"},
        Refusal{"ALongCode", "customers: [{code: ABCDEFGHIJKLMNOPQ}]", "1:20", "1 to 16"},
        Refusal{"AnUnknownZone", "shifts: {zone: Europe/Londn}", "1:16", "time zone"},
        Refusal{"ATimeOfNoDay", "shifts: {at: [\"24:00\"]}", "1:15", "times like \"07:00\""},
        Refusal{"TimesOutOfOrder", "shifts: {at: [\"15:00\", \"07:00\"]}", "1:24", "in order"},
        Refusal{"NoTimes", "shifts: {at: []}", "1:14", "1 to 24"},
        Refusal{"AnUnknownSeverity", "policy: {threshold: hihg}", "1:21", "did you mean 'high'?"},
        Refusal{"AnUnknownPreset", "policy: {preset: bold}", "1:18", "known: balanced, cautious"},
        Refusal{
            "AnUnknownRole",
            "people: [{email: a@b, role: analist}]",
            "1:29",
            "did you mean 'analyst'?"},
        Refusal{"AnAddressThatIsNone", "people: [{email: ana}]", "1:18", "like ana@soc.example"},
        Refusal{
            "ANetworkWithHostBits",
            "customers: [{code: A, networks: [203.0.113.1/24]}]",
            "1:34",
            "'networks'"},
        Refusal{
            "ADomainThatIsNone",
            "customers: [{code: A, domains: [\"a b\"]}]",
            "1:33",
            "'domains'"},
        Refusal{"AnHttpAddress", "public_url: http://soc.example", "1:13", "takes https"},
        Refusal{"AUrlWithAPath", "public_url: https://soc.example/x", "1:13", "without a path"},
        Refusal{"AUrlWithAUser", "public_url: https://u:p@soc.example", "1:13", "without user"},
        Refusal{
            "ARuleThatDoesNotCompile",
            "policy: {kinds: [{kind: other, when: 'severity >='}]}",
            "1:38",
            "'when'"},
        Refusal{
            "ACertificateThatIsMissing",
            "listen: {tls: {certificate: /no, key: /s/key.pem}}",
            "1:29",
            "does not exist"},
        Refusal{
            "AConsoleRoomWithASlash",
            "rooms: [{connection: console, id: a/b}]",
            "1:35",
            "console room"}
    ),
    name_of
);

std::string source(const std::string& rest) {
    return "customers: [{code: ACME}]\nsources:\n  - {id: usm, type: usm_anywhere, " + rest + "}\n";
}

INSTANTIATE_TEST_SUITE_P(
    Sources,
    ConfigRefuses,
    ::testing::Values(
        Refusal{"WithoutAuth", source("customer: ACME"), "3:5", "needs the key 'auth'"},
        Refusal{"WithEmptyAuth", source("auth: {}, customer: ACME"), "3:35", "needs one of bearer"},
        Refusal{
            "WithTwoWays",
            source("customer: ACME, auth: {bearer: \"env:TOKEN\", hmac: {secret: \"env:TOKEN\"}}"),
            "3:79",
            "takes one way"},
        Refusal{
            "WithAQuotaOfNoBurst",
            source("customer: ACME, auth: {bearer: \"env:TOKEN\"}, quota: {burst: 0}"),
            "3:95",
            "takes 1 to 1000000"},
        Refusal{
            "WithAQuotaThatIsNoNumber",
            source("customer: ACME, auth: {bearer: \"env:TOKEN\"}, quota: {rate: 1x}"),
            "3:94",
            "takes 0 to 1000000, not '1x'"},
        Refusal{
            "WithNoTopicOfSns",
            source("customer: ACME, auth: {sns: {topics: []}}"),
            "3:64",
            "no message would be accepted"},
        Refusal{
            "WithAWrongTopicOfSns",
            source("customer: ACME, auth: {sns: {topics: [a]}}"),
            "3:73",
            "it has the form arn:aws:sns:"},
        Refusal{
            "WithACertificateOfAnotherName",
            source("customer: ACME, auth: {sns: {topics: ["
                   "\"arn:aws:sns:eu-west-1:123456789012:soc\"], certificates: [/s/key.pem]}}"),
            "3:131",
            "is not named SimpleNotificationService-"},
        Refusal{
            "WithALiteralToken",
            source("customer: ACME, auth: {bearer: hunter2hunter2hunter2}"),
            "3:66",
            "\"file:/run/secrets/NAME\""},
        Refusal{
            "WithAMissingSecret",
            source("customer: ACME, auth: {bearer: \"file:/s/none\"}"),
            "3:66",
            "the file '/s/none' is not there"},
        Refusal{
            "WithAnUnsetVariable",
            source("customer: ACME, auth: {bearer: \"env:NONE\"}"),
            "3:66",
            "the variable 'NONE' is not there"},
        Refusal{
            "WithAShortSecret",
            source("customer: ACME, auth: {bearer: \"file:/s/key.pem\"}"),
            "3:66",
            "shorter than 16"},
        Refusal{
            "WithAColonInTheUser",
            source("customer: ACME, auth: {basic: {user: \"a:b\", password: \"env:TOKEN\"}}"),
            "3:72",
            "':'"},
        Refusal{
            "WithAHeaderThatIsNone",
            source("customer: ACME, auth: {hmac: {secret: \"env:TOKEN\", header: \"a b\"}}"),
            "3:94",
            "'header'"},
        Refusal{
            "WithoutACustomer",
            source("auth: {bearer: \"env:TOKEN\"}"),
            "3:10",
            "needs either 'customer' or 'customer_from'"},
        Refusal{
            "WithTwoCustomers",
            source("auth: {bearer: \"env:TOKEN\"}, customer: ACME, customer_from: {field: a, map: "
                   "{a: ACME}}"),
            "3:10",
            "needs either 'customer' or 'customer_from'"},
        Refusal{
            "WithAnEmptyMap",
            source("auth: {bearer: \"env:TOKEN\"}, customer_from: {field: a, map: {}}"),
            "3:90",
            "'map' is empty"},
        Refusal{
            "WithAnUnknownCustomer",
            source("auth: {bearer: \"env:TOKEN\"}, customer: ACNE"),
            "3:74",
            "no customer 'ACNE' is configured; did you mean 'ACME'?"},
        Refusal{
            "OfAnUnknownType",
            "customers: [{code: A}]\nsources: [{id: a, type: usm, auth: {bearer: "
            "\"env:TOKEN\"}, customer: A}]",
            "2:25",
            "known: "},
        Refusal{
            "WithAnIdInCapitals",
            "customers: [{code: A}]\nsources: [{id: USM, type: ocsf, auth: {bearer: "
            "\"env:TOKEN\"}, customer: A}]",
            "2:16",
            "a-z"}
    ),
    name_of
);

INSTANTIATE_TEST_SUITE_P(
    Names,
    ConfigRefuses,
    ::testing::Values(
        Refusal{
            "ACustomerTwice",
            "customers:\n- {code: A}\n- {code: A}",
            "3:10",
            "already defined at f.yaml:2:10"},
        Refusal{
            "APersonTwice",
            "people:\n- {email: a@b}\n- {email: A@B}",
            "3:11",
            "already defined"},
        Refusal{
            "ARoomTwice",
            "rooms:\n- {connection: console, id: soc}\n- {connection: console, id: soc}",
            "3:29",
            "room 'console/soc' is already defined"},
        Refusal{
            "ACodeTwiceInAScope",
            "customers: [{code: A}]\npeople: [{email: a@b, customers: [A, A]}]",
            "2:38",
            "stands twice"},
        Refusal{
            "AScopeOfAnUnknownCustomer",
            "people: [{email: a@b, customers: [A]}]",
            "1:35",
            "no customer 'A'"},
        Refusal{
            "AScopeThatIsAWord",
            "people: [{email: a@b, customers: any}]",
            "1:34",
            "'all' or a list"},
        Refusal{
            "ARoomOfAnUnknownConnection",
            "rooms: [{connection: consol, id: soc}]",
            "1:22",
            "no chat connection 'consol' is configured; did you mean 'console'?"},
        Refusal{
            "ACustomersRoomOfClassSoc",
            "customers: [{code: A, rooms: [{connection: console, id: a, class: soc}]}]",
            "1:67",
            "customer, shared"},
        Refusal{
            "AnUnknownDesk",
            "customers: [{code: A, cases: {desk: hive}}]",
            "1:37",
            "no case desk 'hive'"}
    ),
    name_of
);

// Keys of abilities that this version lacks are known, and refused by name.
INSTANTIATE_TEST_SUITE_P(
    Later,
    ConfigRefuses,
    ::testing::Values(
        Refusal{
            "AnotherChat",
            "chat: {webex: {type: webex, token: \"file:/x\", transport: websocket}}",
            "1:22",
            "the type 'webex' is not available in this version"},
        Refusal{
            "AnotherDesk",
            "desks: {hive: {type: thehive, url: \"https://hive.example\"}}",
            "1:22",
            "the type 'thehive' is not available in this version"},
        Refusal{
            "ALookup",
            "lookups: {rdap: {}}",
            "1:11",
            "'rdap' is not available in this version"},
        Refusal{"AFolderThatIsNone", "templates: {folder: /none/such}", "1:21", "is no folder"},
        Refusal{"ALanguageThatIsNone", "templates: {language: german}", "1:23", "a tag like de"},
        Refusal{
            "ARoomsLanguageThatIsNone",
            "rooms: [{connection: console, id: soc, language: de_AT}]",
            "1:50",
            "a tag like de"},
        Refusal{"AnUnknownLookup", "lookups: {rdp: {}}", "1:11", "did you mean 'rdap'?"},
        Refusal{
            "AnotherClassOfLookup",
            "customers: [{code: A, lookups: [local, registry]}]",
            "1:40",
            "known: local"},
        Refusal{
            "ARule",
            "policy: {rules: [{}]}",
            "1:10",
            "'rules' is not available in this version"},
        Refusal{
            "AMute",
            "policy: {mutes: {a: b}}",
            "1:10",
            "'mutes' is not available in this version"},
        Refusal{
            "Notable",
            "customers: [{code: A, notable: {vip: [ceo]}}]",
            "1:33",
            "'vip' is not available"},
        Refusal{
            "OrganisationDomains",
            "organisation: {domains: [soc.example]}",
            "1:16",
            "'domains' is not available"},
        Refusal{
            "CaseOrganisation",
            "customers: [{code: A, cases: {organisation: a}}]",
            "1:31",
            "'organisation' is not available"},
        Refusal{
            "CaseTags",
            "customers: [{code: A, cases: {tags: [a]}}]",
            "1:31",
            "'tags' is not available"}
    ),
    name_of
);

TEST(ConfigRefusals, ComeAllAtOnceInFileOrder) {
    EXPECT_THAT(
        lines_of(bind_text("publik_url: x\n"
                           "listen: {private: \"0.0.0.0:8080\", public: nowhere}\n"
                           "people: [{email: x}, {role: boss}]\n"
                           "rooms: [{connection: webex, id: r}]\n")),
        ElementsAre(
            StartsWith("f.yaml:1:1: unknown key 'publik_url'"),
            StartsWith("f.yaml:2:19: the private"),
            StartsWith("f.yaml:2:43: 'public' takes"),
            StartsWith("f.yaml:3:18: 'email' takes"),
            StartsWith("f.yaml:3:22: 'people[]' needs"),
            StartsWith("f.yaml:3:29: 'role' can't be 'boss'"),
            StartsWith("f.yaml:4:22: no chat connection 'webex'")
        )
    );
}

TEST(ConfigRefusals, AreNotRepeatedForWhatRefersToSomethingRefused) {
    EXPECT_THAT(
        lines_of(bind_text("chat: {webex: {type: webex}}\nrooms: [{connection: webex, id: r}]")),
        SizeIs(1)
    );
}

TEST(ConfigRefusals, NeverRepeatASecret) {
    const auto lines =
        lines_of(bind_text(source("customer: ACME, auth: {bearer: hunter2hunter2hunter2}")));
    ASSERT_THAT(lines, SizeIs(1));
    EXPECT_THAT(lines[0], Not(HasSubstr("hunter2")));
}

TEST(ConfigRefusals, ShowNoControlCharacters) {
    const auto lines = lines_of(bind_text("\"a\\e[31m\\nb\": 1"));
    ASSERT_THAT(lines, SizeIs(1));
    EXPECT_THAT(lines[0], AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("\n"))));
}

TEST(ConfigRefusals, NameTheFileOfACustomer) {
    const BoundConfig bound = bind_text("", {"code: A\nzon: UTC\n"});
    EXPECT_THAT(
        lines_of(bound),
        ElementsAre(StartsWith("c0.yaml:2:1: unknown key 'zon' in 'customers[]'; did you mean"))
    );
}

}  // namespace
}  // namespace socbot
