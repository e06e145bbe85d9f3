// The alarm's JSON: the names, the order, and that nothing is lost on the way there and back.
#include "domain/alarm/alarm_json.h"

#include "full_alarm.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

TEST(AlarmJson, KeepsEveryMemberThereAndBack) {
    const Alarm alarm = full_alarm();
    const auto read = alarm_from_json(to_json(alarm));
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(*read, alarm);
    EXPECT_EQ(to_json(*read), to_json(alarm));
}

TEST(AlarmJson, KeepsABareAlarmBare) {
    Alarm alarm;
    alarm.vendor_name = "Example";
    alarm.uid = "1";
    alarm.title = "t";
    alarm.time = {1};
    const std::string json = to_json(alarm);
    EXPECT_EQ(
        json,
        R"({"schema":1,"metadata":{"product":{"vendor_name":"Example"}},"activity_id":1,"time":1,)"
        R"("severity_id":0,"status_id":1,"finding_info":{"uid":"1","title":"t",)"
        R"("related_events_count":1},"observables":[]})"
    );
    const auto read = alarm_from_json(json);
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(*read, alarm);
}

// Stored alarms and other programs depend on these names.
TEST(AlarmJson, UsesTheNamesOfOcsf) {
    const std::string json = to_json(full_alarm());
    for (const std::string_view part :
         {R"({"schema":1,"connector_type":"usm_anywhere","tenant_uid":"example","metadata":{"product":)",
          R"("product":{"vendor_name":"LevelBlue","name":"USM Anywhere"},"uid":"11111111-)",
          R"("activity_id":2,"time":1764000000000,"start_time":1763999999999,"end_time":1764000000001)",
          R"("severity_id":4,"severity":"high","severity_score":0,"status_id":2,"disposition_id":15)",
          R"("title":"C&C Communication: \"Beacon\"","desc":"first line\nsecond \\ line","types":[)",
          R"("analytic":{"uid":"ExampleBeacon","name":"Example beacon"},"attacks":[{"tactic":)",
          R"("technique_uid":"T1071.001"}],"src_url":"https://example)",
          R"("related_events_count":4294967295})",
          R"("src_endpoints":[{"ip":"10.0.0.5","port":49152,"hostname":"wks-17","mac":)",
          R"("location":{"country":"CH","city":"Bern"})",
          R"("dst_endpoints":[{"ip":"2001:db8::9","port":443,"hostname":"evil.example"}])",
          R"("email":"alice@corp.example","role":"actor"},{"name":"bob","role":"target"}])",
          R"("pid":9007199254740993)",
          R"("activity":{"action":"connect","category":"network","subcategory":"flow","outcome":"success"})",
          R"("bytes_in":0,"bytes_out":9223372036854775807,"packets_in":1,"packets_out":2})",
          R"("http":{"hostname":"evil.example","user_agent":"curl/7.88"},"dns":{"query":)",
          R"("tls":{"sni":"tls.evil.example","fingerprint":"771,4865"},"app":{"name":"office365","uid":"app-1"})",
          R"("auth":{"type":"kerberos"},"socbot":{"uid_synthetic":true,"suppressed":true,"intent":)",
          R"("plugin":"AlienVault NIDS","device_type":"Intrusion Detection","signature_uid":"2024897")",
          R"("observables":[{"type":"ip","value":"10.0.0.5","role":"src","field":"src_endpoints.ip"}])",
          R"("warnings":["timestamp missing"]})"})
        EXPECT_NE(json.find(part), std::string::npos) << part << "\n" << json;
}

TEST(AlarmJson, AddsCustomerAndKindForPeople) {
    const std::string json = to_json(full_alarm(), CustomerCode{"ACME"}, Kind::malware);
    EXPECT_TRUE(json.ends_with(R"(,"customer":"ACME","kind":"malware"})")) << json;
    EXPECT_TRUE(
        to_json(full_alarm(), CustomerCode{}, Kind::other).ends_with(R"("],"kind":"other"})")
    );
    ASSERT_TRUE(replay_envelope(json));
    EXPECT_EQ(replay_envelope(json)->customer, CustomerCode{"ACME"});
    EXPECT_EQ(*alarm_from_json(json), full_alarm());
}

TEST(AlarmJson, IsOneLine) {
    EXPECT_EQ(to_json(full_alarm()).find('\n'), std::string::npos);
}

TEST(ReplayEnvelope, ReadsCustomerAndArrival) {
    const auto read =
        replay_envelope(R"({"customer":"russellmitchell","received_time":1764000000000})");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->customer, CustomerCode{"RUSSELLMITCHELL"});
    EXPECT_EQ(read->received, Instant{1'764'000'000'000});
}
TEST(ReplayEnvelope, MayBeEmpty) {
    const auto read = replay_envelope("{}");
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->customer.empty());
    EXPECT_FALSE(read->received);
}
TEST(ReplayEnvelope, RefusesWhatIsNoCode) {
    for (const char* text :
         {R"({"customer":"a b"})",
          R"({"customer":"ABCDEFGHIJKLMNOPQ"})",
          R"({"customer":7})",
          R"({"customer":"../x"})"}) {
        const auto read = replay_envelope(text);
        ASSERT_FALSE(read) << text;
        EXPECT_TRUE(read.error().message().starts_with("customer ")) << read.error().message();
    }
    EXPECT_FALSE(replay_envelope(R"({"received_time":"now"})"));
    EXPECT_FALSE(replay_envelope("[]"));
}

}  // namespace
}  // namespace socbot
