// Payloads made to break something: each is refused or brought within the limits.
#include "base/text.h"
#include "domain/intake/reader.h"
#include "usm_samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot {
namespace {

using testing_support::alarm_with;
using testing_support::event_with;
using testing_support::usm_source;

struct Refused {
    const char* name;
    std::string payload;
    const char* because;
};
class HostilePayload : public testing::TestWithParam<Refused> {};

TEST_P(HostilePayload, IsRefusedAsUnreadable) {
    const auto alarm = read_usm_anywhere(GetParam().payload, usm_source());
    ASSERT_FALSE(alarm);
    EXPECT_EQ(alarm.error().code(), Errc::invalid_input);
    EXPECT_THAT(alarm.error().message(), testing::HasSubstr(GetParam().because));
    EXPECT_LT(alarm.error().message().size(), 400U);
}

std::string nested(std::size_t depth) {
    return alarm_with("\"x\":" + std::string(depth, '[') + std::string(depth, ']'));
}

INSTANTIATE_TEST_SUITE_P(
    Rows,
    HostilePayload,
    testing::Values(
        Refused{"Empty", "", "not JSON"},
        Refused{"Text", "hello", "not JSON"},
        Refused{"Array", "[1]", "not a JSON object"},
        Refused{"Cut", R"({"uuid":"u","packet_type":"al)", "not JSON"},
        Refused{"TwoValues", "{} {}", "not JSON"},
        Refused{"InvalidUtf8", alarm_with("\"x\":\"\xFF\""), "not JSON"},
        Refused{"Overlong", alarm_with("\"x\":\"\xC0\xAF\""), "not JSON"},
        Refused{"RawControl", alarm_with("\"x\":\"\x01\""), "not JSON"},
        Refused{"DuplicateTopLevel", alarm_with(R"("uuid":"u-2")"), "twice"},
        Refused{"DuplicateByEscape", alarm_with(R"("\u0075uid":"u-2")"), "twice"},
        Refused{"DuplicateUnknown", alarm_with(R"("zz":1,"zz":2)"), "twice"},
        Refused{"TooDeep", nested(kIntakeLimits.depth), "not JSON"},
        Refused{"FarTooDeep", nested(200'000), "not JSON"},
        Refused{"TooLarge", std::string(kIntakeLimits.body_bytes + 1, ' '), "limit"},
        Refused{"Log", R"({"uuid":"u","packet_type":"log"})", "packet_type"},
        Refused{"NoAlarmAtAll", R"({"uuid":"u","hello":1})", "not an alarm"}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

TEST(HostileAlarm, DepthBelowTheLimitIsRead) {
    EXPECT_TRUE(read_usm_anywhere(nested(kIntakeLimits.depth - 2), usm_source()));
}

TEST(HostileAlarm, BodyOfExactlyTheLimitIsRead) {
    std::string payload = alarm_with("");
    payload.append(kIntakeLimits.body_bytes - payload.size(), ' ');
    EXPECT_TRUE(read_usm_anywhere(payload, usm_source()));
}

TEST(HostileAlarm, MegabyteStringsAreCut) {
    const std::string big(1'000'000, 'A');
    const auto alarm = read_usm_anywhere(
        R"({"uuid":"u","packet_type":"alarm","rule_method":")" + big + R"(","rule_strategy":")" +
            big.substr(0, 900'000) + "\"}",
        usm_source()
    );
    ASSERT_TRUE(alarm);
    EXPECT_LE(alarm->title.size(), kAlarmLimits.title_bytes);
    EXPECT_LE(alarm->method.size(), kAlarmLimits.title_bytes);
}

TEST(HostileAlarm, CutsBetweenCodePoints) {
    std::string emoji;
    for (int i = 0; i < 50'000; ++i)
        emoji += "\xF0\x9F\x94\xA5";
    const auto alarm =
        read_usm_anywhere(event_with("\"event_action\":\"" + emoji + "\""), usm_source());
    ASSERT_TRUE(alarm);
    EXPECT_LE(alarm->action.size(), kAlarmLimits.text_bytes);
    EXPECT_TRUE(is_valid_utf8(alarm->action));
    EXPECT_EQ(alarm->action.find("\xEF\xBF\xBD"), std::string::npos);
}

TEST(HostileAlarm, ControlAndBidiCharactersAreRemoved) {
    const auto alarm = read_usm_anywhere(
        event_with(R"("event_action":"a\u0000b\u001b[31m\u202Egpj.exe\u200b\r\nnext")"),
        usm_source()
    );
    ASSERT_TRUE(alarm);
    EXPECT_EQ(alarm->action, "ab[31mgpj.exe next");
}

TEST(HostileAlarm, LongIdsAreHashedNotCut) {
    const std::string base(300, 'x');
    const auto one =
        read_usm_anywhere(R"({"packet_type":"alarm","uuid":")" + base + "1\"}", usm_source());
    const auto two =
        read_usm_anywhere(R"({"packet_type":"alarm","uuid":")" + base + "2\"}", usm_source());
    ASSERT_TRUE(one && two);
    EXPECT_NE(one->uid, two->uid);
    EXPECT_LE(one->uid.size(), kAlarmLimits.id_bytes);
    EXPECT_TRUE(one->uid_synthetic);
}

TEST(HostileAlarm, NumbersPast2To53AreExact) {
    const auto alarm =
        read_usm_anywhere(event_with(R"("bytes_in":9007199254740993)"), usm_source());
    ASSERT_TRUE(alarm);
    EXPECT_EQ(alarm->connection.bytes_in, 9'007'199'254'740'993);
}

TEST(HostileAlarm, WrongTypesAreAbsent) {
    const auto alarm = read_usm_anywhere(
        alarm_with(
            R"("priority":{"a":1},"priority_label":{"a":"high"},"alarm_source_names":{"x":1},"events":"none",)"
            R"("rule_attack_tactic":7,"alarm_events_count":"many","_links":"here","highlight_fields":null)"
        ),
        usm_source()
    );
    ASSERT_TRUE(alarm);
    EXPECT_EQ(alarm->severity, Severity::unknown);
    EXPECT_TRUE(alarm->sources.empty());
    EXPECT_EQ(alarm->related_events_count, 1U);
}

TEST(HostileAlarm, ListsAndEventsAreBoundedAndCounted) {
    std::string events;
    for (int i = 0; i < 150; ++i)
        events += (i == 0 ? "" : ",") + std::string{R"({"message":{"source_address":"203.0.113.)"} +
                  std::to_string(i) + "\"}}";
    const auto alarm = read_usm_anywhere(alarm_with("\"events\":[" + events + "]"), usm_source());
    ASSERT_TRUE(alarm);
    EXPECT_EQ(alarm->sources.size(), kAlarmLimits.list_items);
    EXPECT_EQ(alarm->related_events_count, 150U);
    EXPECT_THAT(alarm->warnings, testing::Contains(testing::HasSubstr("sources: 68 more")));
    EXPECT_THAT(alarm->warnings, testing::Contains(testing::HasSubstr("events: 50 more")));
}

TEST(HostileAlarm, AHugePayloadDoesNotSpoilTheNext) {
    const std::string big = alarm_with("\"log\":\"" + std::string(1'900'000, 'x') + "\"");
    ASSERT_TRUE(read_usm_anywhere(big, usm_source()));
    ASSERT_FALSE(read_usm_anywhere(nested(kIntakeLimits.depth), usm_source()));
    const auto alarm = read_usm_anywhere(alarm_with(""), usm_source());
    ASSERT_TRUE(alarm);
    EXPECT_EQ(alarm->title, "S: M");
}

}  // namespace
}  // namespace socbot
