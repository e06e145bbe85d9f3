// An engine over rows in memory; see what_if.h.
#include "app/what_if.h"

#include "domain/alarm/alarm_json.h"
#include "domain/engine/keys.h"
#include "domain/engine/rows.h"

#include <algorithm>
#include <utility>

namespace socbot {

namespace {

constexpr int kRounds = 8;

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
    : settings_{std::move(settings)},
      thresholds_{std::move(thresholds)},
      engine_{std::make_unique<Engine>(unbounded(), zones)} {
    settings_.sources.clear();
    for (const auto& [scope, threshold] : thresholds_) {
        Writer body;
        encode_scope(body, scope);
        threshold.encode(body);
        const auto key =
            keys::threshold(scope.customer, scope.room, scope.kind ? to_word(*scope.kind) : "");
        rows_[key] = body.take();
    }
    Restored restored;
    for (const auto& [key, body] : rows_)
        restored.rows.push_back({key, body, true});
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
    for (int round = 0;; ++round) {
        const auto keys = engine_->needs({&one, 1}, now_);
        if (keys.empty()) break;
        if (round == kRounds) return Error{Errc::internal, "the needs of an input do not end"};
        std::vector<Row> found;
        for (const auto& key : keys.rows) {
            const auto row = rows_.find(key);
            found.push_back(
                {key, row == rows_.end() ? std::string{} : row->second, row != rows_.end()}
            );
        }
        std::vector<AlarmRecord> alarms;
        for (const auto id : keys.alarms) {
            const auto alarm = alarms_.find(id.value());
            alarms.push_back(alarm == alarms_.end() ? AlarmRecord{} : alarm->second);
            alarms.back().id = id;
        }
        engine_->admit(found, alarms);
    }
    std::vector<Changes> changes;
    (void)engine_->apply(input, now_, changes);
    return commit(std::move(changes));
}

Result<void> WhatIf::finish(Instant until) {
    while (const auto due = engine_->next_wakeup()) {
        if (*due > until) break;
        now_ = std::max(now_, *due);
        for (int round = 0; round < kRounds; ++round) {
            const auto keys = engine_->needs({}, now_);
            if (keys.empty()) break;
            std::vector<Row> found;
            for (const auto& key : keys.rows) {
                const auto row = rows_.find(key);
                found.push_back(
                    {key, row == rows_.end() ? std::string{} : row->second, row != rows_.end()}
                );
            }
            engine_->admit(found, {});
        }
        std::vector<Changes> changes;
        engine_->advance(now_, changes);
        if (auto done = commit(std::move(changes)); !done) return done;
    }
    return {};
}

Result<void> WhatIf::commit(std::vector<Changes> changes) {
    for (auto& step : changes) {
        for (auto& row : step.rows) {
            if (row.remove)
                rows_.erase(row.key);
            else
                rows_[std::move(row.key)] = std::move(row.body);
        }
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
            alarm.body.clear();
            alarm.raw.reset();
            alarms_.emplace(alarm.id.value(), std::move(alarm));
        }
        for (auto& job : step.jobs)
            jobs_.push_back(std::move(job));
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
