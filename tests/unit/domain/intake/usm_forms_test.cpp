// Members of a USM Anywhere alarm in every form they were seen in: a list for a scalar, null,
// another member that says the same, and objects that each tell of a thing of their own.
#include "domain/intake/reader.h"
#include "usm_samples.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

using testing_support::alarm_with;
using testing_support::usm_source;

struct Row {
    const char* name;
    const char* members;
    std::string (*read)(const Alarm& alarm);
    const char* expected;
};

class UsmForms : public ::testing::TestWithParam<Row> {};

TEST_P(UsmForms, IsRead) {
    const auto alarm = read_usm_anywhere(alarm_with(GetParam().members), usm_source());
    ASSERT_TRUE(alarm) << alarm.error().message();
    EXPECT_EQ(GetParam().read(*alarm), GetParam().expected);
}

std::string app(const Alarm& alarm) {
    return alarm.app_name;
}
std::string auth(const Alarm& alarm) {
    return alarm.auth_type;
}
std::string action(const Alarm& alarm) {
    return alarm.action;
}
std::string category(const Alarm& alarm) {
    return alarm.category;
}
std::string tenant(const Alarm& alarm) {
    return alarm.tenant_uid;
}
std::string score(const Alarm& alarm) {
    return alarm.severity_score ? std::to_string(*alarm.severity_score) : "";
}
std::string users(const Alarm& alarm) {
    std::string text;
    for (const User& user : alarm.users)
        text += user.name + "/" + user.uid + ";";
    return text;
}
std::string techniques(const Alarm& alarm) {
    std::string text;
    for (const Attack& attack : alarm.attacks)
        text += attack.technique_uid + ";";
    return text;
}
std::string sources(const Alarm& alarm) {
    std::string text;
    for (const Endpoint& each : alarm.sources)
        text += each.ip + "/" + each.hostname + "/" + each.country + "/" + each.organisation + ";";
    return text;
}
std::string destinations(const Alarm& alarm) {
    std::string text;
    for (const Endpoint& each : alarm.destinations)
        text += each.ip + "/" + each.hostname + "/" + each.asset_uid + ";";
    return text;
}
std::string files(const Alarm& alarm) {
    std::string text;
    for (const File& file : alarm.files)
        text += file.name + "/" + file.md5 + ";";
    return text;
}
std::string processes(const Alarm& alarm) {
    std::string text;
    for (const Process& process : alarm.processes)
        text += process.name + "/" + process.cmd_line + ";";
    return text;
}
std::string families(const Alarm& alarm) {
    std::string text;
    for (const Malware& malware : alarm.malware)
        text += malware.name + ";";
    return text;
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    UsmForms,
    ::testing::Values(
        Row{"UserInAList", R"("source_username":[null,"alice"])", users, "alice/;"},
        Row{"PriorityInAList", R"("priority":["70"])", score, "70"},
        Row{"AttackIdsInAList",
            R"("rule_attack_id":["T1110","T1046"])",
            techniques,
            "T1110;T1046;"},
        Row{"NullDoesNotHideTheOtherSpelling",
            R"("alarm_destination_assset_ids":null,"alarm_destination_asset_ids":["a-1"],)"
            R"("destination_address":"192.0.2.1")",
            destinations,
            "192.0.2.1//a-1;"},
        Row{"AppId", R"("app_id":"office-365")", app, "office-365"},
        Row{"AppNameBeforeId", R"("app_id":"o365","app_name":"Office 365")", app, "Office 365"},
        Row{"AuthenticationMode", R"("authentication_mode":"MFA")", auth, "MFA"},
        Row{"EventActivity", R"("event_activity":"Login")", action, "Login"},
        Row{"DeviceEventCategory", R"("device_event_category":"Scan")", category, "Scan"},
        Row{"TenantId", R"("x_att_tenantid":"t-1")", tenant, "t-1"},
        Row{"AccessKey", R"("access_key_id":"AKIAEXAMPLE")", users, "/AKIAEXAMPLE;"},
        Row{"RegisteredCountry",
            R"("source_address":"192.0.2.1","source_registered_country":"FR")",
            sources,
            "192.0.2.1//FR/;"},
        Row{"SourceObjects",
            R"("sources":[{"address":"192.0.2.1","hostname":"wks-1","country":"NL",)"
            R"("organisation":"Example"},7,{"name":"192.0.2.2"}])",
            sources,
            "192.0.2.1/wks-1/NL/Example;192.0.2.2///;"},
        Row{"TwoFilesAreNotMixed",
            R"("events":[{"message":{"file_name":"a.exe"}},{"message":{"file_name":"b.exe",)"
            R"("file_hash":"0123456789abcdef0123456789abcdef"}}])",
            files,
            "a.exe/;b.exe/0123456789abcdef0123456789abcdef;"},
        Row{"PartsOfOneFileAreJoined",
            R"("file_name":"a.exe","events":[{"message":{"file_name":"a.exe",)"
            R"("file_hash":"0123456789abcdef0123456789abcdef"}}])",
            files,
            "a.exe/0123456789abcdef0123456789abcdef;"},
        Row{"TwoProcessesAreNotMixed",
            R"("events":[{"source_process":"a"},{"source_process":"b",)"
            R"("source_process_commandline":"b -x"}])",
            processes,
            "a/;b/b -x;"},
        Row{"AllFamiliesOnce",
            R"("malware_family":"X","events":[{"malware_family":["X","Y"]}])",
            families,
            "X;Y;"}
    ),
    [](const auto& row) { return row.param.name; }
);

}  // namespace
}  // namespace socbot
