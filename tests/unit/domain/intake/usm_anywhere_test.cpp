// What becomes of a USM Anywhere alarm: whole samples first, then one trap of the format at a time.
#include "domain/intake/reader.h"
#include "domain/intake/usm_fields.h"
#include "usm_samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot {
namespace {

using testing_support::alarm_with;
using testing_support::event_with;
using testing_support::golden_usm;
using testing_support::usm_source;

Alarm read(const std::string& payload, const SourceSettings& source = usm_source()) {
    auto alarm = read_usm_anywhere(payload, source);
    EXPECT_TRUE(alarm) << (alarm ? "" : alarm.error().message());
    return alarm ? *alarm : Alarm{};
}

TEST(UsmAnywhere, ReadsAPortscan) {
    const Alarm alarm = read(golden_usm("portscan.json"));
    EXPECT_EQ(alarm.uid, "5b0c1f2e-7a3d-4c11-9e55-0a1b2c3d4e5f");
    EXPECT_FALSE(alarm.uid_synthetic);
    EXPECT_EQ(alarm.title, "Portscan: Nmap");
    EXPECT_EQ(alarm.intent, "Reconnaissance & Probing");
    EXPECT_EQ(alarm.severity, Severity::low);
    EXPECT_EQ(alarm.severity_score, 20);
    EXPECT_EQ(alarm.severity_text, "low");
    EXPECT_EQ(alarm.time.ms, 1'764'000'000'912);
    EXPECT_EQ(alarm.start_time.ms, 1'764'000'000'948);
    EXPECT_EQ(alarm.related_events_count, 1U);
    EXPECT_EQ(alarm.device_type, "Intrusion Detection");
    EXPECT_EQ(alarm.plugin, "AlienVault NIDS");
    EXPECT_EQ(alarm.signature_uid, "2009582");
    EXPECT_EQ(alarm.event_name, "ET SCAN NMAP -sS window 1024");
    EXPECT_EQ(alarm.disposition, Disposition::allowed);
    EXPECT_EQ(alarm.connection.direction, "inbound");
    EXPECT_EQ(alarm.connection.bytes_in, 60);
    EXPECT_EQ(alarm.connection.packets_out, 0);
    EXPECT_TRUE(alarm.cve.empty());
    EXPECT_FALSE(alarm.suppressed);
    EXPECT_EQ(
        alarm.src_url,
        "https://example-corp.alienvault.cloud/#/alarm/5b0c1f2e-7a3d-4c11-9e55-0a1b2c3d4e5f"
    );
    ASSERT_EQ(alarm.attacks.size(), 1U);
    EXPECT_EQ(alarm.attacks[0], (Attack{"Discovery", "", "Network Service Scanning", "T1046"}));
    EXPECT_TRUE(alarm.warnings.empty());
}

TEST(UsmAnywhere, GathersOneEndpointFromItsParts) {
    const Alarm alarm = read(golden_usm("portscan.json"));
    ASSERT_EQ(alarm.sources.size(), 1U);
    const Endpoint& source = alarm.sources[0];
    EXPECT_EQ(source.ip, "203.0.113.16");
    EXPECT_EQ(source.port, 47301);
    EXPECT_EQ(source.hostname, "");
    EXPECT_EQ(source.country, "NL");
    EXPECT_EQ(source.organisation, "Example Hosting");
    EXPECT_EQ(source.reputation, "Malicious Host");
    ASSERT_EQ(alarm.destinations.size(), 1U);
    const Endpoint& destination = alarm.destinations[0];
    EXPECT_EQ(destination.ip, "10.20.0.77");
    EXPECT_EQ(destination.port, 80);
    EXPECT_EQ(destination.hostname, "") << "an address is no name";
    EXPECT_EQ(destination.asset_uid, "8e3f4c5d-0003-4e44-a188-3c4d5e6f7081");
}

TEST(UsmAnywhere, ReadsMalwareOnAnEndpoint) {
    const Alarm alarm = read(golden_usm("malware.json"));
    EXPECT_EQ(alarm.severity, Severity::high);
    EXPECT_EQ(alarm.time.ms, 1'764'000'000'000);
    EXPECT_EQ(alarm.end_time.ms, 1'764'000'060'000);
    EXPECT_EQ(alarm.related_events_count, 3U);
    ASSERT_EQ(alarm.sources.size(), 1U);
    EXPECT_EQ(alarm.sources[0].hostname, "WKS-17");
    EXPECT_EQ(alarm.sources[0].ip, "10.20.0.17");
    ASSERT_EQ(alarm.devices.size(), 1U);
    EXPECT_EQ(alarm.devices[0].hostname, "WKS-17");
    EXPECT_EQ(alarm.devices[0].os, "Windows 11");
    ASSERT_EQ(alarm.users.size(), 1U);
    EXPECT_EQ(alarm.users[0].name, "j.doe");
    EXPECT_EQ(alarm.users[0].domain, "ACME");
    EXPECT_EQ(alarm.users[0].role, UserRole::actor);
    ASSERT_EQ(alarm.files.size(), 1U);
    EXPECT_EQ(
        alarm.files[0].sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    EXPECT_EQ(alarm.files[0].md5, "") << "UNDEFINED is empty";
    ASSERT_EQ(alarm.processes.size(), 1U);
    EXPECT_EQ(alarm.processes[0].parent, "winword.exe");
    ASSERT_EQ(alarm.malware.size(), 1U);
    EXPECT_EQ(alarm.malware[0].name, "Emotet");
    EXPECT_THAT(alarm.urls, testing::ElementsAre("http://files.evil.example/a.php?x=1&amp;y=2"))
        << "indicators stay as they are";
    ASSERT_EQ(alarm.attacks.size(), 2U) << "two technique ids in one text";
    EXPECT_EQ(alarm.attacks[1].technique_uid, "T1204");
    EXPECT_EQ(alarm.tenant_uid, "acme");
    EXPECT_FALSE(alarm.observables.empty());
}

TEST(UsmAnywhere, ReadsAFlatCloudEvent) {
    const Alarm alarm = read(golden_usm("office365.json"));
    EXPECT_EQ(alarm.intent, "Delivery & Attack") << "&amp; is undone in words";
    EXPECT_EQ(alarm.app_name, "Office 365");
    EXPECT_EQ(alarm.action, "New-InboxRule");
    EXPECT_EQ(alarm.outcome, "Success");
    EXPECT_EQ(alarm.disposition, Disposition::unknown);
    ASSERT_EQ(alarm.users.size(), 2U);
    EXPECT_EQ(alarm.users[0].name, "j.doe");
    EXPECT_EQ(alarm.users[0].domain, "acme.example");
    EXPECT_EQ(alarm.users[0].email, "j.doe@acme.example");
    EXPECT_EQ(alarm.users[1].role, UserRole::target);
    ASSERT_EQ(alarm.sources.size(), 1U);
    EXPECT_EQ(alarm.sources[0].city, "Amsterdam");
    EXPECT_TRUE(alarm.devices.empty());
}

struct SeverityRow {
    const char* name;
    const char* members;
    Severity severity;
};
class UsmSeverity : public testing::TestWithParam<SeverityRow> {};
TEST_P(UsmSeverity, NumberFirstThenLabel) {
    EXPECT_EQ(read(alarm_with(GetParam().members)).severity, GetParam().severity);
}
INSTANTIATE_TEST_SUITE_P(
    Rows,
    UsmSeverity,
    testing::Values(
        SeverityRow{"Zero", R"("priority":0)", Severity::low},
        SeverityRow{"TopOfLow", R"("priority":33)", Severity::low},
        SeverityRow{"BottomOfMedium", R"("priority":34)", Severity::medium},
        SeverityRow{"TopOfMedium", R"("priority":66)", Severity::medium},
        SeverityRow{"BottomOfHigh", R"("priority":67)", Severity::high},
        SeverityRow{"TopOfHigh", R"("priority":90)", Severity::high},
        SeverityRow{"Critical", R"("priority":91)", Severity::critical},
        SeverityRow{
            "CriticalToggleOff",
            R"("priority":95,"priority_label":"high")",
            Severity::high},
        SeverityRow{"NumberBeatsLabel", R"("priority":20,"priority_label":"high")", Severity::low},
        SeverityRow{"NumberAsText", R"("priority":"70")", Severity::high},
        SeverityRow{"NumberAsReal", R"("priority":70.0)", Severity::high},
        SeverityRow{"LabelAlone", R"("priority_label":"Medium")", Severity::medium},
        SeverityRow{
            "OutOfRangeUsesLabel",
            R"("priority":900,"priority_label":"high")",
            Severity::high},
        SeverityRow{
            "Past2To53UsesLabel",
            R"("priority":9007199254740993,"priority_label":"low")",
            Severity::low},
        SeverityRow{"UnknownLabel", R"("priority_label":"spicy")", Severity::unknown},
        SeverityRow{"Nothing", "", Severity::unknown}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

struct TimeRow {
    const char* name;
    const char* members;
    std::int64_t ms;
};
class UsmTime : public testing::TestWithParam<TimeRow> {};
TEST_P(UsmTime, FallsThroughTheForms) {
    const std::string payload =
        std::string{R"({"uuid":"u","packet_type":"alarm")"} + GetParam().members + "}";
    EXPECT_EQ(read(payload).time.ms, GetParam().ms);
}
INSTANTIATE_TEST_SUITE_P(
    Rows,
    UsmTime,
    testing::Values(
        TimeRow{"Text", R"(,"timestamp_occured":"1764000000000")", 1'764'000'000'000},
        TimeRow{"Number", R"(,"timestamp_occured":1764000000000)", 1'764'000'000'000},
        TimeRow{"RightSpelling", R"(,"timestamp_occurred":1764000000000)", 1'764'000'000'000},
        TimeRow{
            "IsoFirst",
            R"(,"timestamp_occured":"1","timestamp_occured_iso8601":"2025-11-24T16:00:00.912Z")",
            1'764'000'000'912},
        TimeRow{
            "BadIsoFallsToEpoch",
            R"(,"timestamp_occured":"1764000000000","timestamp_occured_iso8601":"yesterday")",
            1'764'000'000'000},
        TimeRow{"Seconds", R"(,"timestamp_occured":1764000000)", 1'764'000'000'000},
        TimeRow{"Received", R"(,"timestamp_received":"1764000000971")", 1'764'000'000'971},
        TimeRow{
            "EventTime",
            R"(,"events":[{"timeStamp":1764000001000,"message":{}}])",
            1'764'000'001'000},
        TimeRow{"Negative", R"(,"timestamp_occured":-5)", 0},
        TimeRow{"BeyondYear9999", R"(,"timestamp_occured":18446744073709551615)", 0},
        TimeRow{"None", "", 0}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

TEST(UsmAnywhere, SaysWhenItUsedAnotherTimestamp) {
    const Alarm alarm =
        read(R"({"uuid":"u","packet_type":"alarm","timestamp_received":1764000000000})");
    EXPECT_THAT(alarm.warnings, testing::Contains(testing::HasSubstr("timestamp_occured")));
}

struct UserRow {
    const char* name;
    const char* members;
    User user;
};
class UsmUser : public testing::TestWithParam<UserRow> {};
TEST_P(UsmUser, IsSplit) {
    const Alarm alarm = read(alarm_with(GetParam().members));
    ASSERT_EQ(alarm.users.size(), 1U);
    EXPECT_EQ(alarm.users[0], GetParam().user);
}
INSTANTIATE_TEST_SUITE_P(
    Rows,
    UsmUser,
    testing::Values(
        UserRow{
            "Backslash",
            R"("source_username":"CORP\\alice")",
            {"alice", "CORP", "", "", UserRole::actor}},
        UserRow{
            "TwoBackslashes",
            R"("source_username":"CORP\\\\alice")",
            {"alice", "CORP", "", "", UserRole::actor}},
        UserRow{
            "At",
            R"("source_username":"alice@corp.example")",
            {"alice", "corp.example", "", "alice@corp.example", UserRole::actor}},
        UserRow{
            "AtNetbios",
            R"("source_username":"alice@CORP")",
            {"alice", "CORP", "", "", UserRole::actor}},
        UserRow{
            "Beside",
            R"("source_username":"alice","source_ntdomain":"CORP")",
            {"alice", "CORP", "", "", UserRole::actor}},
        UserRow{"OnlyAt", R"("source_username":"@")", {"@", "", "", "", UserRole::actor}},
        UserRow{
            "IdIsSignInName",
            R"("source_userid":"alice@corp.example")",
            {"alice", "corp.example", "alice@corp.example", "alice@corp.example", UserRole::actor}},
        UserRow{"Target", R"("destination_username":"bob")", {"bob", "", "", "", UserRole::target}},
        UserRow{"Account", R"("account_name":"shared")", {"shared", "", "", "", UserRole::actor}},
        UserRow{
            "SameInEvent",
            R"("source_username":"CORP\\alice","events":[{"message":{"source_username":"Alice","source_userid":"S-1"}}])",
            {"alice", "CORP", "S-1", "", UserRole::actor}}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

TEST(UsmAnywhere, UndefinedIsEmptyEverywhere) {
    const Alarm alarm = read(event_with(
        R"("event_action":"UNDEFINED","source_username":"UNDEFINED","event_category":"Real")"
    ));
    EXPECT_EQ(alarm.action, "");
    EXPECT_TRUE(alarm.users.empty());
    EXPECT_EQ(alarm.category, "Real");
}

TEST(UsmAnywhere, SuppressedIsABooleanInEitherForm) {
    EXPECT_TRUE(read(alarm_with(R"("suppressed":true)")).suppressed);
    EXPECT_TRUE(read(alarm_with(R"("suppressed":"True")")).suppressed);
    EXPECT_FALSE(read(alarm_with(R"("suppressed":"false")")).suppressed);
    EXPECT_FALSE(read(alarm_with(R"("suppressed":null)")).suppressed);
}

TEST(UsmAnywhere, ReadsTheStatus) {
    EXPECT_EQ(read(alarm_with("")).status, AlarmStatus::fresh);
    EXPECT_EQ(read(alarm_with(R"("status":"in review")")).status, AlarmStatus::in_progress);
    EXPECT_EQ(read(alarm_with(R"("status":"in_review")")).status, AlarmStatus::in_progress);
    EXPECT_EQ(read(alarm_with(R"("status":"closed")")).status, AlarmStatus::resolved);
    EXPECT_EQ(read(alarm_with(R"("status":"lost")")).status, AlarmStatus::unknown);
}

TEST(UsmAnywhere, AssetIdsAreNeverNames) {
    const Alarm alarm =
        read(alarm_with(R"("alarm_sources":["8e3f4c5d-0003-4e44-a188-3c4d5e6f7081"],)"
                        R"("source_canonical":"8e3f4c5d-0003-4e44-a188-3c4d5e6f7081")"));
    EXPECT_TRUE(alarm.sources.empty());
}

TEST(UsmAnywhere, NameAndAddressOfOneSourceBelongTogether) {
    const Alarm alarm = read(
        R"({"uuid":"u","packet_type":"alarm","alarm_sources":["10.0.0.5"],)"
        R"("alarm_source_names":["wks-17"],"events":[{"message":{"source_address":"10.0.0.5","source_port":"49152"}}]})"
    );
    ASSERT_EQ(alarm.sources.size(), 1U);
    EXPECT_EQ(alarm.sources[0].hostname, "wks-17");
    EXPECT_EQ(alarm.sources[0].port, 49152);
}

TEST(UsmAnywhere, SeveralSourcesStayApart) {
    const Alarm alarm = read(alarm_with(
        R"("events":[{"message":{"source_address":"203.0.113.1"}},{"message":{"source_address":"203.0.113.2"}},)"
        R"({"message":{"source_address":"203.0.113.1","source_country":"NL"}}],"alarm_source_countries":["XX"])"
    ));
    ASSERT_EQ(alarm.sources.size(), 2U);
    EXPECT_EQ(alarm.sources[0].country, "NL");
    EXPECT_EQ(alarm.sources[1].country, "") << "one country for two sources says nothing";
}

TEST(UsmAnywhere, FoldsMappedAddresses) {
    const Alarm alarm =
        read(event_with(R"("source_address":"::ffff:203.0.113.9","source_port":70000)"));
    ASSERT_EQ(alarm.sources.size(), 1U);
    EXPECT_EQ(alarm.sources[0].ip, "203.0.113.9");
    EXPECT_EQ(alarm.sources[0].port, 0) << "no port that large";
}

TEST(UsmAnywhere, RemovedMemberIsNoOutcome) {
    EXPECT_EQ(
        read(event_with(R"("event_action":"Remove member from role")")).disposition,
        Disposition::unknown
    );
    EXPECT_EQ(
        read(event_with(R"("event_outcome":"Blocked by policy")")).disposition, Disposition::blocked
    );
    EXPECT_EQ(
        read(event_with(R"("access_control_outcome":"Not blocked")")).disposition,
        Disposition::allowed
    );
    EXPECT_EQ(
        read(event_with(R"("event_action":"quarantined")")).disposition, Disposition::quarantined
    );
}

TEST(UsmAnywhere, TitleFallsBack) {
    EXPECT_EQ(read(R"({"uuid":"u","packet_type":"alarm","rule_method":"M"})").title, "M");
    EXPECT_EQ(
        read(R"({"uuid":"u","packet_type":"alarm","events":[{"event_name":"E"}]})").title, "E"
    );
    EXPECT_FALSE(read(R"({"uuid":"u","packet_type":"alarm"})").title.empty());
}

TEST(UsmAnywhere, TenantComesFromTheConfiguredMemberOnly) {
    SourceSettings source = usm_source();
    const std::string payload = alarm_with(R"("x_att_tenant_subdomain":"acme","org":{"id":17})");
    EXPECT_EQ(read(payload, source).tenant_uid, "acme");
    source.tenant_field = "org.id";
    EXPECT_EQ(read(payload, source).tenant_uid, "17");
    source.tenant_field = "absent";
    EXPECT_EQ(read(payload, source).tenant_uid, "") << "no guessing";
}

TEST(UsmAnywhere, WithoutUuidTheContentIsTheIdentity) {
    const Alarm one =
        read(R"({"packet_type":"alarm","rule_method":"A","x_att_tenant_subdomain":"acme"})");
    const Alarm two =
        read(R"({"packet_type":"alarm","rule_method":"B","x_att_tenant_subdomain":"acme"})");
    EXPECT_TRUE(one.uid_synthetic);
    EXPECT_NE(one.uid, two.uid);
    EXPECT_EQ(one.src_url, "") << "no page can be known";
    EXPECT_EQ(read(R"({"id":"i-1","packet_type":"alarm"})").uid, "i-1");
}

TEST(UsmFieldNames, AreFoundBySpelling) {
    using intake::usm_field;
    using intake::UsmField;
    EXPECT_EQ(usm_field("uuid"), UsmField::uuid);
    EXPECT_EQ(usm_field("timestamp_occured"), UsmField::timestamp_occured);
    EXPECT_EQ(usm_field("timestamp_occurred"), UsmField::timestamp_occured);
    EXPECT_EQ(usm_field("alarm_destination_assset_ids"), UsmField::alarm_destination_asset_ids);
    EXPECT_EQ(usm_field("uuid "), UsmField::none);
    EXPECT_EQ(usm_field(""), UsmField::none);
    EXPECT_EQ(usm_field(std::string(10'000, 'a')), UsmField::none);
}

}  // namespace
}  // namespace socbot
