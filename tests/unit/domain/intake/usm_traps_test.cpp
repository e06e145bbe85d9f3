// Traps of the USM Anywhere format, a row each: forms that stand in real alarms, in the API's
// specification, or in what other services make of them on the way.
#include "domain/intake/reader.h"
#include "usm_samples.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

using testing_support::alarm_with;
using testing_support::event_with;
using testing_support::usm_source;

struct Row {
    const char* name;
    std::string payload;
    std::string (*read)(const Alarm& alarm);
    const char* expected;
};

class UsmTraps : public ::testing::TestWithParam<Row> {};

TEST_P(UsmTraps, IsRead) {
    const auto alarm = read_usm_anywhere(GetParam().payload, usm_source());
    ASSERT_TRUE(alarm) << alarm.error().message();
    EXPECT_EQ(GetParam().read(*alarm), GetParam().expected);
}

std::string app(const Alarm& alarm) {
    return alarm.app_id + "/" + alarm.app_name;
}
std::string labels(const Alarm& alarm) {
    std::string text;
    for (const std::string& label : alarm.labels)
        text += label + ";";
    return text;
}
std::string extras(const Alarm& alarm) {
    std::string text;
    for (const Extra& extra : alarm.extras)
        text += extra.name + "=" + extra.value + ";";
    return text;
}
std::string reputation(const Alarm& alarm) {
    std::string text;
    for (const auto* side : {&alarm.sources, &alarm.destinations})
        for (const Endpoint& each : *side)
            text += each.reputation + "/" + std::to_string(each.reputation_priority.value_or(-1)) +
                    "/" + std::to_string(each.reputation_reliability.value_or(-1)) + ";";
    return text;
}
std::string event_name(const Alarm& alarm) {
    return alarm.event_name + " x" + std::to_string(alarm.related_events_count);
}
std::string times(const Alarm& alarm) {
    return std::to_string(alarm.time.ms) + " " + std::to_string(alarm.start_time.ms) + " " +
           std::to_string(alarm.end_time.ms);
}
std::string severity(const Alarm& alarm) {
    return std::string{to_word(alarm.severity)} + " " +
           std::to_string(alarm.severity_score.value_or(-1));
}
std::string attacks(const Alarm& alarm) {
    std::string text;
    for (const Attack& attack : alarm.attacks)
        text += attack.tactic_uid + "/" + attack.technique_uid + ";";
    return text;
}
std::string direction(const Alarm& alarm) {
    return alarm.connection.direction;
}
std::string state(const Alarm& alarm) {
    return std::to_string(static_cast<int>(alarm.status)) + "/" +
           std::to_string(static_cast<int>(alarm.activity));
}
std::string hashes(const Alarm& alarm) {
    std::string text;
    for (const File& file : alarm.files)
        text += file.md5 + "/" + file.sha1 + "/" + file.sha256 + ";";
    return text;
}
std::string cves(const Alarm& alarm) {
    std::string text;
    for (const std::string& cve : alarm.cve)
        text += cve + ";";
    return text;
}
std::string destinations(const Alarm& alarm) {
    std::string text;
    for (const Endpoint& each : alarm.destinations)
        text += each.ip + "/" + each.country + "/" + each.city + "/" + each.organisation + ";";
    return text;
}
std::string indicators(const Alarm& alarm) {
    std::string text;
    for (const Observable& each : alarm.observables)
        text += each.type + ":" + each.value + (each.role.empty() ? "" : "@" + each.role) + ";";
    return text;
}
std::string who(const Alarm& alarm) {
    std::string text = alarm.action + "/" + alarm.outcome + "/" + alarm.http_user_agent;
    for (const User& user : alarm.users)
        text += "/" + user.email;
    for (const Endpoint& each : alarm.sources)
        text += "/" + each.ip;
    return text;
}
std::string pids(const Alarm& alarm) {
    std::string text;
    for (const Process& process : alarm.processes)
        text += process.name + "/" + std::to_string(process.pid.value_or(-1)) + ";";
    return text;
}

std::string quoted(const std::string& text) {
    std::string out{"\""};
    for (const char c : text) {
        if (c == '"' || c == '\\') out.push_back('\\');
        out.push_back(c);
    }
    return out + "\"";
}

std::string events(const std::string& json) {
    return alarm_with("\"events\":" + json);
}

std::string logged(const std::string& record) {
    return event_with("\"log\":" + quoted(record));
}

constexpr const char* kMd5 = "0123456789abcdef0123456789abcdef";
constexpr const char* kSha1 = "0123456789abcdef0123456789abcdef01234567";

std::vector<Row> members() {
    return {
        {"AppIdBesideItsName",
         alarm_with(R"("app_id":"o365","app_name":"Office 365")"),
         app,
         "o365/Office 365"},
        {"AppIdOfAnEvent", event_with(R"("app_id":"gsuite")"), app, "gsuite/gsuite"},
        {"Labels",
         alarm_with(R"("alarm_labels":["phase 1",null,"8e3f4c5d-0003-4e44-a188-3c4d5e6f7081"])"),
         labels,
         "phase 1;8e3f4c5d-0003-4e44-a188-3c4d5e6f7081;"},
        {"LabelsAsObjects",
         alarm_with(R"("alarm_labels":[{"id":"l-1","name":"Phish"},{"id":"l-2"},7])"),
         labels,
         "7;"},
        {"LabelsAsObjectsOnly",
         alarm_with(R"("alarm_labels":[{"id":"l-1","name":"Phish"},{"id":"l-2"}])"),
         labels,
         "Phish;l-2;"},
        {"BlacklistOfTheSource",
         event_with(
             R"("source_address":"203.0.113.9","source_blacklist_activity":"Malicious Host",)"
             R"("source_blacklist_priority":"2","source_blacklist_reliability":4)"
         ),
         reputation,
         "Malicious Host/2/4;"},
        {"BlacklistOfTheDestination",
         event_with(R"("destination_address":"203.0.113.9","destination_blacklist_activity":"C&C",)"
                    R"("destination_blacklist_priority":9,"destination_blacklist_reliability":"10")"
         ),
         reputation,
         "C&C/9/10;"},
        {"DestinationLists",
         alarm_with(
             R"("alarm_destinations":["203.0.113.9"],"alarm_destination_countries":["NL"],)"
             R"("alarm_destination_cities":["Delft"],"alarm_destination_organisations":["Org"])"
         ),
         destinations,
         "203.0.113.9/NL/Delft/Org;"},
        {"SecurityGroup",
         alarm_with(R"("security_group_id":"sg-0a1b")"),
         extras,
         "security_group_id=sg-0a1b;"},
        {"SecurityGroupOfAnEvent",
         event_with(R"("security_group_id":"sg-0a1b")"),
         extras,
         "security_group_id=sg-0a1b;"},
        {"CloudAccount",
         event_with(R"("account_id":"123456789012","access_key_id":"AKIAEXAMPLE")"),
         extras,
         "account_id=123456789012;access_key_id=AKIAEXAMPLE;"},
        {"TlsSubject",
         event_with(R"("tls_subject":"CN=evil.example","ssh_server_version":"UNDEFINED")"),
         extras,
         "tls_subject=CN=evil.example;"},
        {"HighlightWithSpaces",
         alarm_with(R"("highlight_fields":[" bucket "],"bucket":"b-1")"),
         extras,
         "bucket=b-1;"},
        {"HighlightInAnEvent",
         event_with(R"("highlight_fields":["bucket","event_name"],"bucket":"b-1","event_name":"E")"
         ),
         extras,
         "bucket=b-1;"},
        {"HighlightOfTheAlarmFoundInAnEvent",
         alarm_with(R"("highlight_fields":["bucket"],"events":[{"message":{"bucket":"b-1"}}])"),
         extras,
         "bucket=b-1;"},
        {"HighlightWithoutAPlace",
         alarm_with(R"("highlight_fields":["rule_dictionary"],"rule_dictionary":"D")"),
         extras,
         "rule_dictionary=D;"},
        {"HighlightsNeverShown",
         alarm_with(R"("highlight_fields":["source_latitude","sensor_uuid","has_alarm","log","x"],)"
                    R"("source_latitude":"4.9","sensor_uuid":"s","has_alarm":true,"log":"raw",)"
                    R"("x":"8e3f4c5d-0003-4e44-a188-3c4d5e6f7081")"),
         extras,
         ""},
        {"CustomFields",
         event_with(R"("customheader_1":"Badge","customfield_1":"4711","customfield_2":"?")"),
         extras,
         "Badge=4711;"},
        {"CveOfTheAlarm",
         alarm_with(R"("event_cve":"CVE-2021-44228,CVE-2024-1")"),
         cves,
         "CVE-2021-44228;CVE-2024-1;"},
        {"HashWithItsName",
         alarm_with(
             std::string{R"("file_name":"a","file_hash":"MD5=)"} + kMd5 + ",SHA1=" + kSha1 + "\""
         ),
         hashes,
         "0123456789abcdef0123456789abcdef/0123456789abcdef0123456789abcdef01234567/;"},
        {"HashWithAColon",
         alarm_with(std::string{R"("file_hash":"md5:)"} + kMd5 + "\""),
         hashes,
         "0123456789abcdef0123456789abcdef//;"},
        {"PidOfTheDestination",
         event_with(R"("destination_process":"p.exe","destination_process_id":"812")"),
         pids,
         "p.exe/812;"},
    };
}

std::vector<Row> forms() {
    return {
        {"OneEventObject",
         events(R"({"timeStamp":1764000001000,"message":{"event_name":"E"}})"),
         event_name,
         "E x1"},
        {"OneFlatEventObject", events(R"({"event_name":"E"})"), event_name, "E x1"},
        {"MessageAsText",
         events("[{\"message\":" + quoted(R"({"event_name":"E"})") + "}]"),
         event_name,
         "E x1"},
        {"TwoMessagesAsText",
         events(
             "[{\"message\":" + quoted(R"({"event_name":"E"})") +
             "},{\"message\":" + quoted(R"({"event_name":"F"})") + "}]"
         ),
         event_name,
         "E x2"},
        {"EventAsText", events("[" + quoted(R"({"event_name":"E"})") + "]"), event_name, "E x1"},
        {"EventsAsText", events(quoted(R"({"event_name":"E"})")), event_name, "E x1"},
        {"MessageIsProse",
         events(R"([{"message":"{not json","event_name":"E"}])"),
         event_name,
         "E x1"},
        {"ZoneWithoutColon",
         R"({"uuid":"u","packet_type":"alarm","timestamp_occured_iso8601":"2025-11-24T16:00:00.912+0000"})",
         times,
         "1764000000912 0 0"},
        {"ZoneWithoutColonElsewhere",
         R"({"uuid":"u","packet_type":"alarm","timestamp_occured_iso8601":"2025-11-24T17:30:00.912+0130"})",
         times,
         "1764000000912 0 0"},
        {"StorageTimeAlone",
         R"({"uuid":"u","packet_type":"alarm","timestamp_to_storage":1764000000000})",
         times,
         "1764000000000 0 0"},
        {"EventTimesAsText",
         events(
             R"([{"timeStamp":"1764000009000","message":{}},{"timeStamp":"1764000001000","message":{}}])"
         ),
         times,
         "1764000000000 1764000001000 1764000009000"},
        {"PriorityAsRealText",
         alarm_with(R"("priority":"70.0","priority_label":"low")"),
         severity,
         "high 70"},
        {"PriorityAsRubbish",
         alarm_with(R"("priority":"70.x","priority_label":"low")"),
         severity,
         "low -1"},
        {"PriorityAsADot",
         alarm_with(R"("priority":".5","priority_label":"low")"),
         severity,
         "low -1"},
        {"TacticAmongTechniques",
         alarm_with(R"("rule_attack_id":"TA0006, T1110.001")"),
         attacks,
         "TA0006/T1110.001;"},
        {"TechniqueWithWords",
         alarm_with(R"("rule_attack_id":"T1110 - Brute Force")"),
         attacks,
         "/T1110;"},
        {"TechniqueInNoForm", alarm_with(R"("rule_attack_id":"X99")"), attacks, "/X99;"},
        {"DirectionAsNumber", event_with(R"("device_direction":"0")"), direction, "inbound"},
        {"DirectionAsAnotherNumber", event_with(R"("device_direction":1)"), direction, "outbound"},
        {"DirectionInCapitals",
         event_with(R"("device_direction":"OUTBOUND")"),
         direction,
         "outbound"},
        {"DirectionThatSaysNothing", event_with(R"("device_direction":"sideways")"), direction, ""},
        {"ClosedAtTheSource", alarm_with(R"("status":"closed")"), state, "4/3"},
        {"InReviewAtTheSource", alarm_with(R"("status":"in_review")"), state, "2/1"},
    };
}

std::vector<Row> derived() {
    return {
        {"IndicatorsOnceWithTheirRole",
         alarm_with(
             R"("source_address":"203.0.113.9","alarm_sources":["203.0.113.9"],)"
             R"("events":[{"message":{"source_address":"::ffff:203.0.113.9","destination_address":"10.0.0.5",)"
             R"("source_username":"CORP\\alice","destination_username":"bob","request_url":"http://e.example/a"}},)"
             R"({"message":{"source_address":"203.0.113.9","request_url":"http://e.example/a"}}])"
         ),
         indicators,
         "ip:203.0.113.9@src;ip:10.0.0.5@dst;user:CORP\\alice@actor;user:bob@target;"
         "url:http://e.example/a;"},
        {"ForwardingRuleInTheLog",
         logged(
             R"({"Operation":"New-InboxRule","Workload":"Exchange","ObjectId":"j.doe\\Rule",)"
             R"("Parameters":[{"Name":"ForwardTo","Value":"smtp:drop@evil.example"},{"Name":"DeleteMessage","Value":"True"}]})"
         ),
         extras,
         "ObjectId=j.doe\\Rule;ForwardTo=smtp:drop@evil.example;DeleteMessage=True;"},
        {"ForwardingTargetIsAnIndicator",
         logged(
             R"({"Operation":"Set-Mailbox","Parameters":[{"Name":"ForwardingSmtpAddress","Value":"smtp:drop@evil.example"}]})"
         ),
         indicators,
         "email:drop@evil.example;"},
        {"RoleInTheLog",
         logged(
             R"({"Operation":"Add member to role.","ObjectId":"eve@acme.example",)"
             R"("ModifiedProperties":[{"Name":"Role.DisplayName","NewValue":"Global Administrator","OldValue":""}]})"
         ),
         extras,
         "ObjectId=eve@acme.example;Role.DisplayName=Global Administrator;"},
        {"WhatTheEventLeftOutIsInTheLog",
         logged(
             R"({"Operation":"UserLoggedIn","ResultStatus":"Success","UserId":"j.doe@acme.example",)"
             R"("ClientIP":"203.0.113.77:50123","ExtendedProperties":[{"Name":"UserAgent","Value":"curl/8"}]})"
         ),
         who,
         "UserLoggedIn/Success/curl/8/j.doe@acme.example/203.0.113.77"},
        {"AddressOfSixInTheLog",
         logged(R"({"Operation":"UserLoggedIn","ClientIP":"[2001:db8::7]:50123"})"),
         who,
         "UserLoggedIn///2001:db8::7"},
        {"TheEventBeforeItsLog",
         event_with(
             R"("event_action":"Sign-in","source_address":"192.0.2.1","log":)" +
             quoted(R"({"Operation":"UserLoggedIn","ClientIP":"203.0.113.77"})")
         ),
         who,
         "Sign-in///192.0.2.1"},
        {"LogBehindASyslogHeader",
         logged(R"(<13>Nov 24 host o365: {"Operation":"FileDeleted"})"),
         who,
         "FileDeleted//"},
        {"LogThatIsNoRecord", logged(R"({"Operation": broken)"), who, "//"},
    };
}

std::vector<Row> rows() {
    std::vector<Row> all = members();
    for (auto& list : {forms(), derived()})
        all.insert(all.end(), list.begin(), list.end());
    return all;
}

INSTANTIATE_TEST_SUITE_P(Table, UsmTraps, ::testing::ValuesIn(rows()), [](const auto& row) {
    return std::string{row.param.name};
});

struct Refusal {
    const char* name;
    const char* payload;
};
class UsmNoAlarm : public ::testing::TestWithParam<Refusal> {};

TEST_P(UsmNoAlarm, IsRefusedWithItsType) {
    const auto alarm = read_usm_anywhere(GetParam().payload, usm_source());
    ASSERT_FALSE(alarm);
    EXPECT_EQ(alarm.error().code(), Errc::invalid_input);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    UsmNoAlarm,
    ::testing::Values(
        Refusal{"Log", R"({"uuid":"u","packet_type":"log","rule_method":"M"})"},
        Refusal{"Vulnerability", R"({"uuid":"u","packet_type":"vulnerability"})"},
        Refusal{"ConfigurationIssue", R"({"uuid":"u","packet_type":"configuration_issue"})"},
        Refusal{"SystemEvent", R"({"uuid":"u","packet_type":"system_event"})"},
        Refusal{"UserEvent", R"({"uuid":"u","packet_type":"console_user_event"})"},
        Refusal{"NoTypeAtAll", R"({"uuid":"u","priority":70})"},
        Refusal{"TestMessage", R"({"message":"Test notification"})"},
        Refusal{"TypeIsNoText", R"({"uuid":"u","packet_type":{"a":1}})"}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

TEST(UsmAnywhere, ManyHighlightsAreBounded) {
    std::string names, values;
    for (int i = 0; i < 100; ++i) {
        const std::string name = "h" + std::to_string(i);
        names += (names.empty() ? "\"" : ",\"") + name + "\"";
        values += ",\"" + name + "\":\"v\"";
    }
    const auto alarm = read_usm_anywhere(
        alarm_with("\"highlight_fields\":[" + names + "]" + values), usm_source()
    );
    ASSERT_TRUE(alarm);
    EXPECT_EQ(alarm->extras.size(), kAlarmLimits.list_items);
}

TEST(UsmAnywhere, TextInTextIsBoundedInDepth) {
    std::string deep;
    for (int i = 0; i < 100; ++i)
        deep += "{\"a\":";
    const auto alarm = read_usm_anywhere(
        events(
            "[{\"event_name\":\"E\",\"message\":" + quoted(deep + "1" + std::string(100, '}')) +
            "}]"
        ),
        usm_source()
    );
    ASSERT_TRUE(alarm);
    EXPECT_EQ(alarm->event_name, "E") << "the message is no object we read";
}

}  // namespace
}  // namespace socbot
