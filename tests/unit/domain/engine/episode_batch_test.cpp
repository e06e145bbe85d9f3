// Two alarms of one entity in one batch: the second joins what the first opened, without asking the
// store for a row that is not there yet.
#include "domain/alarm/alarm_json.h"
#include "domain/engine/engine.h"
#include "domain/settings/zones_tz.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace socbot {
namespace {

constexpr Instant kNow{1'764'000'000'000};

Settings one_customer() {
    Settings settings;
    CustomerSettings customer;
    customer.code = CustomerCode{"ACME"};
    customer.name = "ACME Ltd";
    settings.customers.push_back(customer);
    RoomSettings room;
    room.ref = {ConnectionId{"console"}, "acme"};
    room.room_class = RoomClass::customer;
    room.customers = {customer.code};
    settings.rooms.push_back(room);
    SourceSettings source;
    source.id = SourceId{"usm"};
    source.type = "usm_anywhere";
    source.customer = customer.code;
    settings.sources.push_back(source);
    return settings;
}

Input alarm_input(const std::string& uid) {
    Alarm alarm;
    alarm.uid = uid;
    alarm.title = "Brute Force Authentication: SSH";
    alarm.rule_uid = "SSH";
    alarm.severity = Severity::medium;
    alarm.time = kNow;
    Endpoint source;
    source.ip = "203.0.113.9";
    alarm.sources.push_back(source);
    AlarmInput input;
    input.source = SourceId{"usm"};
    input.json = std::make_shared<const std::string>(to_json(alarm));
    input.content = sha256(*input.json);
    input.alarm = std::make_shared<const Alarm>(alarm);
    return input;
}

// Nothing is stored: whatever the batch needs does not exist.
void admit_nothing(Engine& engine, const std::vector<Input>& inputs) {
    std::vector<const Input*> batch;
    batch.reserve(inputs.size());
    for (const auto& input : inputs)
        batch.push_back(&input);
    for (int round = 0; round < 8; ++round) {
        const auto keys = engine.needs(batch, kNow);
        if (keys.empty()) return;
        std::vector<Row> rows;
        rows.reserve(keys.rows.size());
        for (const auto& key : keys.rows)
            rows.push_back({key, {}, false});
        engine.admit(rows, {});
    }
    FAIL() << "needs do not end";
}

TEST(EpisodeBatch, TheSecondAlarmJoinsTheEpisodeTheFirstOpened) {
    const auto zones = make_utc_zones();
    Engine engine{{}, *zones};
    engine.restore({});
    engine.restored();
    std::vector<Changes> changes;
    (void)engine.apply(SettingsInput{encode_settings(one_customer())}, kNow, changes);
    engine.committed();

    const std::vector<Input> inputs{alarm_input("first"), alarm_input("second")};
    admit_nothing(engine, inputs);
    changes.clear();
    for (const auto& input : inputs)
        (void)engine.apply(input, kNow, changes);

    std::vector<AlarmRecord> alarms;
    for (const auto& step : changes)
        for (const auto& alarm : step.alarms)
            alarms.push_back(alarm);
    ASSERT_EQ(alarms.size(), 2U);
    EXPECT_EQ(alarms[0].account, Account::shown);
    EXPECT_EQ(alarms[1].account, Account::counted);
    EXPECT_EQ(alarms[0].episode, 1U);
    EXPECT_EQ(alarms[1].episode, 1U);
}

}  // namespace
}  // namespace socbot
