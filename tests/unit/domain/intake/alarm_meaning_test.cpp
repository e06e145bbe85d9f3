// Which differences make another alarm of it, and which only another way of telling.
#include "domain/intake/alarm_meaning.h"

#include "domain/intake/reader.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace socbot {

namespace {

Alarm sample() {
    Alarm alarm;
    alarm.connector_type = "usm_anywhere";
    alarm.uid = "u1";
    alarm.title = "Portscan: Nmap";
    alarm.severity = Severity::high;
    alarm.time = {1'764'000'000'000};
    alarm.transport_uid = "m1";
    alarm.src_url = "https://acme.alienvault.cloud/#/alarm/u1";
    return alarm;
}

struct Row {
    const char* name;
    std::function<void(Alarm&)> change;
    bool same;
};

class AlarmMeaning : public testing::TestWithParam<Row> {};

TEST_P(AlarmMeaning, IsTheSameOrAnother) {
    auto changed = sample();
    GetParam().change(changed);
    EXPECT_EQ(alarm_meaning(sample()) == alarm_meaning(changed), GetParam().same);
}

INSTANTIATE_TEST_SUITE_P(
    Changes,
    AlarmMeaning,
    testing::Values(
        Row{"nothing", [](Alarm&) {}, true},
        Row{"message_id", [](Alarm& a) { a.transport_uid = "m2"; }, true},
        Row{"link", [](Alarm& a) { a.src_url.clear(); }, true},
        Row{"warnings", [](Alarm& a) { a.warnings.emplace_back("w"); }, true},
        Row{"status", [](Alarm& a) { a.status = AlarmStatus::resolved; }, false},
        Row{"suppressed", [](Alarm& a) { a.suppressed = true; }, false},
        Row{"severity", [](Alarm& a) { a.severity = Severity::critical; }, false},
        Row{"events", [](Alarm& a) { a.related_events_count = 2; }, false},
        Row{"title", [](Alarm& a) { a.title = "x"; }, false}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

TEST(AlarmMeaning, TellsTheStateItHad) {
    auto now = sample();
    now.status = AlarmStatus::resolved;
    EXPECT_EQ(
        state_that_meant(now, alarm_meaning(sample())), (AlarmState{AlarmStatus::fresh, false})
    );
    now.title = "x";
    EXPECT_FALSE(state_that_meant(now, alarm_meaning(sample())));
}

// The push carries the alarm itself; a page adds links and labels and writes numbers as it likes.
TEST(AlarmMeaning, OfAPushedAndAPolledAlarmIsTheSame) {
    const std::string pushed =
        R"({"uuid":"9f4a0000-0000-0000-0000-000000000001","packet_type":"alarm","priority":70,)"
        R"("priority_label":"high","status":"open","rule_intent":"System Compromise",)"
        R"("rule_strategy":"C&C Communication","rule_method":"Malware Beaconing to C&C",)"
        R"("timestamp_occured":"1764000000000","alarm_events_count":2,"alarm_sources":["10.0.0.5"]})";
    const std::string polled =
        R"({"_links":{"self":{"href":"https://example.alienvault.cloud/api/2.0/alarms/9f4a"}},)"
        R"("alarm_labels":["l-1"],"alarm_sources":["10.0.0.5"],"alarm_events_count":2,)"
        R"("timestamp_occured":1764000000000,"rule_method":"Malware Beaconing to C&C",)"
        R"("rule_strategy":"C&C Communication","rule_intent":"System Compromise","status":"open",)"
        R"("priority_label":"high","priority":70,"packet_type":"alarm",)"
        R"("uuid":"9f4a0000-0000-0000-0000-000000000001"})";
    SourceSettings source;
    source.type = "usm_anywhere";
    const auto first = read_alarm(pushed, source);
    const auto second = read_alarm(polled, source);
    ASSERT_TRUE(first);
    ASSERT_TRUE(second);
    EXPECT_EQ(alarm_meaning(*first), alarm_meaning(*second));
}

}  // namespace

}  // namespace socbot
