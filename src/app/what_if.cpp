// An engine over rows in memory; see what_if.h.
#include "app/what_if.h"

#include "domain/alarm/alarm_json.h"
#include "domain/engine/keys.h"
#include "domain/engine/rows.h"

#include <algorithm>
#include <utility>

namespace socbot {

namespace {

EngineLimits unbounded() {
    EngineLimits limits;
    limits.working_set_bytes = 1U << 30U;
    return limits;
}

std::string source_name(const CustomerCode& customer) {
    return "replay-" + customer.str();
}

}  // namespace

WhatIf::WhatIf(Settings settings, const Zones& zones, Thresholds thresholds)
    : settings_{std::move(settings)}, engine_{std::make_unique<Engine>(unbounded(), zones)} {
    settings_.sources.clear();
    Restored restored;
    for (const auto& [scope, threshold] : thresholds) {
        Writer body;
        encode_scope(body, scope);
        threshold.encode(body);
        const auto key =
            keys::threshold(scope.customer, scope.room, scope.kind ? to_word(*scope.kind) : "");
        restored.rows.push_back({key, body.take(), true});
    }
    for (const auto& row : restored.rows)
        world_.put(row.key, row.body);
    engine_->restore(std::move(restored));
    engine_->restored();
}

WhatIf::~WhatIf() = default;
WhatIf::WhatIf(WhatIf&&) noexcept = default;

void WhatIf::make_room_for(const CustomerCode& customer, Instant at) {
    if (sources_.contains(customer)) return;
    if (settings_.customer(customer) == nullptr) {
        CustomerSettings fresh;
        fresh.code = customer;
        fresh.name = customer.str();
        settings_.customers.push_back(std::move(fresh));
        RoomSettings room;
        room.ref = {ConnectionId{"console"}, customer.str()};
        room.room_class = RoomClass::customer;
        room.customers = {customer};
        settings_.rooms.push_back(std::move(room));
    }
    SourceSettings source;
    source.id = SourceId{source_name(customer)};
    source.type = "ocsf";
    source.customer = customer;
    settings_.sources.push_back(source);
    sources_.emplace(customer, source.id);
    (void)apply(SettingsInput{encode_settings(settings_)}, at);
}

Result<void> WhatIf::feed(const CustomerCode& customer, Alarm alarm, Instant at) {
    at = std::max(at, now_);
    make_room_for(customer, at);
    AlarmInput input;
    input.source = sources_.at(customer);
    input.json = std::make_shared<const std::string>(to_json(alarm));
    input.content = sha256(*input.json);
    input.alarm = std::make_shared<const Alarm>(std::move(alarm));
    return apply(input, at);
}

Result<void> WhatIf::apply(const Input& input, Instant at) {
    now_ = std::max(now_, at);
    const Input* const one = &input;
    if (auto admitted = world_.admit(*engine_, {&one, 1}, now_); !admitted) return admitted;
    std::vector<Changes> changes;
    (void)engine_->apply(input, now_, changes);
    return commit(std::move(changes));
}

Result<void> WhatIf::finish(Instant until) {
    while (const auto due = engine_->next_wakeup()) {
        if (*due > until) break;
        now_ = std::max(now_, *due);
        if (auto admitted = world_.admit(*engine_, {}, now_); !admitted) return admitted;
        std::vector<Changes> changes;
        engine_->advance(now_, changes);
        if (auto done = commit(std::move(changes)); !done) return done;
    }
    return {};
}

Result<void> WhatIf::commit(std::vector<Changes> changes) {
    for (auto& step : changes) {
        if (step.answer.verdict == Verdict::duplicate) ++totals_.repeats;
        for (auto& alarm : step.alarms) {
            ++totals_.alarms;
            auto& waiting = unannounced_[{alarm.customer, alarm.episode}];
            switch (alarm.account) {
                case Account::shown:
                    ++totals_.shown;
                    waiting.shown.push_back(alarm.uid);
                    break;
                case Account::counted:
                    ++totals_.counted;
                    ++waiting.counted;
                    break;
                case Account::hidden:
                    ++totals_.hidden;
                    break;
            }
        }
        for (auto& job : step.jobs)
            jobs_.push_back(std::move(job));
        world_.take(step);
    }
    engine_->committed();
    while (!jobs_.empty()) {
        const auto jobs = std::exchange(jobs_, {});
        for (const auto& job : jobs)
            deliver(job);
    }
    return {};
}

// The platform takes everything at once.
void WhatIf::deliver(const JobStart& job) {
    OutcomeInput outcome;
    outcome.job = job.id;
    outcome.outcome.attempt = job.attempt;
    if (job.kind == static_cast<std::uint8_t>(JobKind::deliver)) {
        Reader in{job.body};
        const auto delivery = Delivery::decode(in);
        outcome.message_id = std::to_string(delivery.id.value());
        WhatIfMessage message;
        message.at = now_;
        message.edit = delivery.operation != Operation::post;
        message.card = delivery.is_card;
        message.level = message.edit ? Level::quiet : delivery.level;
        message.room = delivery.room;
        message.episode = {delivery.customer, delivery.episode};
        if (auto waiting = unannounced_.extract(message.episode)) {
            message.count = waiting.mapped().shown.size() + waiting.mapped().counted;
            message.shows = std::move(waiting.mapped().shown);
        }
        if (!message.edit && message.level != Level::quiet) ++totals_.interruptions;
        if (on_message_) on_message_(message);
    }
    outcome.kind = static_cast<JobKind>(job.kind);
    (void)apply(outcome, now_);
}

}  // namespace socbot
