// Inputs as the journal holds them: each kind comes back the same, and damage is refused.
#include "domain/engine/input.h"

#include "domain/alarm/alarm_json.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

namespace socbot {
namespace {

RoomRef room() {
    return {ConnectionId{"chat"}, "acme"};
}

AlarmInput alarm_input() {
    Alarm alarm;
    alarm.connector_type = "ocsf";
    alarm.vendor_name = "Example";
    alarm.uid = "u1";
    alarm.title = "Emotet";
    alarm.severity = Severity::high;
    alarm.time = {1'772'452'800'000};
    AlarmInput input;
    input.source = SourceId{"usm"};
    input.json = std::make_shared<const std::string>(to_json(alarm));
    input.raw = std::make_shared<const std::string>("raw");
    input.content = sha256(*input.raw);
    input.alarm = std::make_shared<const Alarm>(std::move(alarm));
    return input;
}

Input unreadable() {
    UnreadableInput input;
    input.source = SourceId{"usm"};
    input.reason = "not JSON";
    input.raw = std::make_shared<const std::string>(std::string{"{\0\xFF", 3});
    input.transport = {"topic", "m1"};
    return input;
}

Input command() {
    CommandInput input;
    input.connection = ConnectionId{"chat"};
    input.event_id = "e1";
    input.room = room();
    input.person = PersonId{"ana@example.org"};
    input.thread_message = "m1";
    input.text = "threshold acme high";
    input.nonce = "0123456789abcdef";
    return input;
}

Input action() {
    ActionInput input;
    input.connection = ConnectionId{"chat"};
    input.event_id = "e2";
    input.room = room();
    input.person = PersonId{"ana@example.org"};
    input.episode = {CustomerCode{"ACME"}, 412};
    input.action = "take";
    input.revision = 4'000'000'000U;
    input.expired = true;
    input.inputs = {{"reason", "scanner"}, {"until", ""}};
    input.nonce = "0123456789abcdef";
    return input;
}

Input outcome(std::optional<Milliseconds> retry_after) {
    OutcomeInput input;
    input.job = JobId{(9ULL << 12U) | 3U};
    input.kind = JobKind::rehearse;
    input.outcome = {OutcomeClass::retry_after, 7, retry_after, "429"};
    input.message_id = "m1";
    input.template_hash = "0a0b";
    input.result.lines = {"one", ""};
    input.result.values = {{"alarms", "41"}};
    return input;
}

Input pull() {
    PullInput input;
    input.source = SourceId{"usm"};
    input.walk = "fill";
    input.number = 7;
    input.mark = "mark";
    input.counts = {{CustomerCode{"ACME"}, "Nmap", "ip:203.0.113.9", {1}, {2}, {{20'000, 3}}}};
    input.first = {1};
    input.hours = {{167, 3}};
    return input;
}

struct Sample {
    const char* name;
    std::function<Input()> make;
};

void PrintTo(const Sample& row, std::ostream* out) {
    *out << row.name;
}

class InputCodec : public testing::TestWithParam<Sample> {};

TEST_P(InputCodec, ComesBackTheSame) {
    const auto input = GetParam().make();
    const auto bytes = encode_input(input);
    const auto back = decode_input(kind_of(input), kInputSchema, bytes, nullptr);
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(kind_of(*back), kind_of(input));
    EXPECT_EQ(encode_input(*back), bytes);
}

TEST_P(InputCodec, RefusesTruncatedBytesAtEveryLength) {
    const auto input = GetParam().make();
    const auto bytes = encode_input(input);
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        const auto cut = std::string_view{bytes}.substr(0, length);
        const auto back = decode_input(kind_of(input), kInputSchema, cut, nullptr);
        ASSERT_FALSE(back) << length;
        EXPECT_EQ(back.error().code(), Errc::invalid_input);
    }
}

TEST_P(InputCodec, RefusesBytesLeftOver) {
    const auto input = GetParam().make();
    const auto bytes = encode_input(input) + '\0';
    EXPECT_FALSE(decode_input(kind_of(input), kInputSchema, bytes, nullptr));
}

TEST_P(InputCodec, RefusesAnotherSchema) {
    const auto input = GetParam().make();
    constexpr std::uint16_t kNext = kInputSchema + 1;
    constexpr std::uint16_t kBefore = kOldestInputSchema - 1;
    for (const std::uint16_t schema : {kBefore, kNext}) {
        const auto back = decode_input(kind_of(input), schema, encode_input(input), nullptr);
        ASSERT_FALSE(back);
        EXPECT_EQ(back.error().code(), Errc::invalid_input);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Kinds,
    InputCodec,
    testing::Values(
        Sample{"Start", [] { return Input{StartInput{"1.2.3"}}; }},
        Sample{
            "StartAfterAStop",
            [] {
                return Input{StartInput{"1.2.3", Instant{1'234}}};
            }},
        Sample{"Pull", pull},
        Sample{"Settings", [] { return Input{SettingsInput{R"({"schema":1})"}}; }},
        Sample{"Unreadable", unreadable},
        Sample{"Command", command},
        Sample{"Action", action},
        Sample{"Outcome", [] { return outcome(std::nullopt); }},
        Sample{
            "Feed",
            [] {
                return Input{FeedInput{SourceId{"usm"}, FeedEvent::refused, 300, "forged"}};
            }},
        Sample{"OutcomeWithPause", [] { return outcome(Milliseconds{-7}); }}
    ),
    [](const auto& row) { return row.param.name; }
);

TEST(InputMembers, OfAFeedComeBack) {
    const FeedInput was{SourceId{"usm"}, FeedEvent::over_quota, 300, "why"};
    const auto bytes = encode_input(Input{was});
    const auto back = decode_input(InputKind::feed, kInputSchema, bytes, nullptr);
    ASSERT_TRUE(back);
    const auto& is = std::get<FeedInput>(*back);
    EXPECT_EQ(is.source, was.source);
    EXPECT_EQ(is.event, was.event);
    EXPECT_EQ(is.count, was.count);
    EXPECT_EQ(is.detail, was.detail);
    for (const std::uint64_t unknown : {0U, 6U, 256U + 1U}) {
        Writer out;
        out.s("usm").u(unknown).u(1).s("why");
        EXPECT_FALSE(decode_input(InputKind::feed, kInputSchema, out.take(), nullptr)) << unknown;
    }
}

TEST(InputMembers, OfACommandComeBack) {
    const auto back = decode_input(InputKind::command, kInputSchema, encode_input(command()), {});
    ASSERT_TRUE(back);
    const auto was = std::get<CommandInput>(command());
    const auto& is = std::get<CommandInput>(*back);
    EXPECT_EQ(is.connection, was.connection);
    EXPECT_EQ(is.event_id, was.event_id);
    EXPECT_EQ(is.room, was.room);
    EXPECT_EQ(is.person, was.person);
    EXPECT_EQ(is.thread_message, was.thread_message);
    EXPECT_EQ(is.text, was.text);
    EXPECT_EQ(is.nonce, was.nonce);
}

TEST(InputMembers, OfAnActionComeBack) {
    const auto back = decode_input(InputKind::action, kInputSchema, encode_input(action()), {});
    ASSERT_TRUE(back);
    const auto was = std::get<ActionInput>(action());
    const auto& is = std::get<ActionInput>(*back);
    EXPECT_EQ(is.event_id, was.event_id);
    EXPECT_EQ(is.room, was.room);
    EXPECT_EQ(is.person, was.person);
    EXPECT_EQ(is.episode, was.episode);
    EXPECT_EQ(is.action, was.action);
    EXPECT_EQ(is.revision, was.revision);
    EXPECT_EQ(is.expired, was.expired);
    EXPECT_EQ(is.inputs, was.inputs);
    EXPECT_EQ(is.nonce, was.nonce);
}

TEST(InputMembers, OfAnOutcomeComeBack) {
    const auto sample = outcome(Milliseconds{7});
    const auto back = decode_input(InputKind::outcome, kInputSchema, encode_input(sample), {});
    ASSERT_TRUE(back);
    const auto& was = std::get<OutcomeInput>(sample);
    const auto& is = std::get<OutcomeInput>(*back);
    EXPECT_EQ(is.job, was.job);
    EXPECT_EQ(is.kind, was.kind);
    EXPECT_EQ(is.outcome.outcome, was.outcome.outcome);
    EXPECT_EQ(is.outcome.attempt, was.outcome.attempt);
    EXPECT_EQ(is.outcome.retry_after, was.outcome.retry_after);
    EXPECT_EQ(is.outcome.error, was.outcome.error);
    EXPECT_EQ(is.message_id, was.message_id);
    EXPECT_EQ(is.template_hash, was.template_hash);
    EXPECT_EQ(is.result.lines, was.result.lines);
    EXPECT_EQ(is.result.values, was.result.values);
}

// --- alarms: by reference to what was stored, or whole

AlarmRecord record_of(const AlarmInput& input) {
    AlarmRecord record;
    record.id = AlarmId{1};
    record.body = *input.json;
    record.content = input.content;
    return record;
}

void expect_same(const Result<Input>& back, const AlarmInput& was) {
    ASSERT_TRUE(back) << back.error().message();
    const auto& is = std::get<AlarmInput>(*back);
    EXPECT_EQ(is.source, was.source);
    EXPECT_EQ(*is.alarm, *was.alarm);
    EXPECT_EQ(*is.json, *was.json);
    EXPECT_EQ(is.content, was.content);
    EXPECT_EQ(is.transport, was.transport);
}

TEST(AlarmInputCodec, HoldsWhatTheTransportCallsIt) {
    auto input = alarm_input();
    input.transport = {"arn:aws:sns:eu-west-1:123456789012:soc", "m1"};
    const auto record = record_of(input);
    const auto bytes = encode_input(Input{input});
    expect_same(decode_input(InputKind::alarm, kInputSchema, bytes, &record), input);
    const auto whole = encode_whole_alarm(input);
    expect_same(decode_input(InputKind::alarm, kInputSchema, whole, nullptr), input);
}

// What journals hold from before alarms had a TransportId.
TEST(AlarmInputCodec, ReadsSchemaTwo) {
    const auto input = alarm_input();
    const auto record = record_of(input);
    Writer old;
    old.s(input.source.str());
    expect_same(decode_input(InputKind::alarm, 2, old.take(), &record), input);
    old.s(input.source.str()).s(*input.json).s(as_bytes(input.content));
    expect_same(decode_input(InputKind::alarm, 2, old.take(), nullptr), input);
    old.s("usm").s("not JSON").s("{");
    const auto back = decode_input(InputKind::unreadable, 2, old.take(), nullptr);
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(std::get<UnreadableInput>(*back).reason, "not JSON");
    EXPECT_TRUE(std::get<UnreadableInput>(*back).transport.empty());
}

TEST(AlarmInputCodec, RefersToTheStoredAlarm) {
    const auto input = alarm_input();
    const auto record = record_of(input);
    const auto bytes = encode_input(Input{input});
    EXPECT_LT(bytes.size(), 16U);  // the alarm is not written twice
    expect_same(decode_input(InputKind::alarm, kInputSchema, bytes, &record), input);
}

TEST(AlarmInputCodec, SaysThatTheAlarmWasErased) {
    const auto bytes = encode_input(Input{alarm_input()});
    auto erased = record_of(alarm_input());
    erased.body.clear();
    for (const auto* record : {static_cast<const AlarmRecord*>(nullptr), &std::as_const(erased)}) {
        const auto back = decode_input(InputKind::alarm, kInputSchema, bytes, record);
        ASSERT_FALSE(back);
        EXPECT_EQ(back.error().code(), Errc::not_found);
    }
}

TEST(AlarmInputCodec, HoldsAQuarantinedAlarmWhole) {
    const auto input = alarm_input();
    const auto bytes = encode_whole_alarm(input);
    expect_same(decode_input(InputKind::alarm, kInputSchema, bytes, nullptr), input);
    for (std::size_t length = 0; length < bytes.size(); ++length)
        EXPECT_FALSE(decode_input(
            InputKind::alarm, kInputSchema, std::string_view{bytes}.substr(0, length), nullptr
        )) << length;
}

TEST(AlarmInputCodec, RefusesAStoredAlarmThatIsNone) {
    auto record = record_of(alarm_input());
    record.body = "{}";
    EXPECT_FALSE(
        decode_input(InputKind::alarm, kInputSchema, encode_input(Input{alarm_input()}), &record)
    );
}

TEST(InputKinds, AnUnknownOneIsRefused) {
    const auto back = decode_input(static_cast<InputKind>(99), kInputSchema, "", nullptr);
    ASSERT_FALSE(back);
    EXPECT_EQ(back.error().code(), Errc::invalid_input);
}

TEST(InputKinds, WhatMayBeRefusedIsWhatASenderSendsAgain) {
    EXPECT_TRUE(is_refusable(alarm_input()));
    EXPECT_TRUE(is_refusable(unreadable()));
    EXPECT_TRUE(is_refusable(command()));
    EXPECT_TRUE(is_refusable(action()));
    EXPECT_FALSE(is_refusable(StartInput{}));
    EXPECT_FALSE(is_refusable(SettingsInput{}));
    EXPECT_FALSE(is_refusable(outcome(std::nullopt)));
}

}  // namespace
}  // namespace socbot
