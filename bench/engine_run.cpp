// See engine_run.h.
#include "engine_run.h"

#include "app/restore.h"
#include "base/check.h"
#include "domain/alarm/alarm_json.h"
#include "domain/intake/reader.h"
#include "domain/settings/zones_tz.h"

#include <string>
#include <utility>

namespace socbot::bench {

namespace {

constexpr Milliseconds kBatchTakes{2};  // about what a commit takes

Input alarm_input(const SourceSettings& source, const std::string& body) {
    auto alarm = read_usm_anywhere(body, source);
    SOCBOT_CHECK(alarm, alarm.error().message().c_str());
    AlarmInput input;
    input.source = source.id;
    input.content = sha256(body);
    input.json = std::make_shared<const std::string>(to_json(*alarm));
    input.alarm = std::make_shared<const Alarm>(*std::move(alarm));
    input.raw = std::make_shared<const std::string>(body);
    return input;
}

Input settled(const JobStart& job) {
    OutcomeInput outcome;
    outcome.job = job.id;
    outcome.kind = static_cast<JobKind>(job.kind);
    outcome.outcome.attempt = job.attempt;
    outcome.message_id = std::to_string(job.id.value());
    return outcome;
}

}  // namespace

Settings bench_settings() {
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

EngineRun::EngineRun(Store& store)
    : zones_{make_utc_zones()},
      source_{bench_settings().sources.front()},
      store_{store},
      engine_{std::make_unique<Engine>(EngineLimits{}, *zones_)} {
    const auto restored = restore_engine(*engine_, store_);
    SOCBOT_CHECK(restored, restored.error().message().c_str());
    run({StartInput{"bench"}, SettingsInput{encode_settings(bench_settings())}});
}

void EngineRun::make_inputs(std::size_t alarms) {
    inputs_.clear();
    std::string body;
    for (std::size_t i = 0; i < alarms; ++i) {
        alarms_.make(body);
        inputs_.push_back(alarm_input(source_, body));
    }
}

void EngineRun::decide() {
    now_ = now_ + kBatchTakes;
    changes_.clear();
    commit_ = {};
    std::vector<const Input*> inputs;
    inputs.reserve(inputs_.size());
    for (const auto& input : inputs_)
        inputs.push_back(&input);
    const auto admitted = admit_needs(*engine_, store_, inputs, now_);
    SOCBOT_CHECK(admitted, admitted.error().message().c_str());
    for (const auto* input : inputs)
        commit_.journal.push_back(engine_->apply(*input, now_, changes_));
    engine_->finish_batch(changes_);
    for (const auto& step : changes_)
        commit_.changes.push_back(&step);
}

void EngineRun::commit() {
    const auto outcome = store_.commit(0, 0, commit_);
    SOCBOT_CHECK(outcome.status == CommitStatus::ok, outcome.message.c_str());
}

void EngineRun::settle() {
    engine_->committed();
    for (;;) {
        std::vector<Input> outcomes;
        for (const auto& step : changes_)
            for (const auto& job : step.jobs)
                outcomes.push_back(settled(job));
        if (outcomes.empty()) return;
        inputs_ = std::move(outcomes);
        decide();
        commit();
        engine_->committed();
    }
}

void EngineRun::run(std::vector<Input> inputs) {
    inputs_ = std::move(inputs);
    decide();
    commit();
    settle();
}

}  // namespace socbot::bench
