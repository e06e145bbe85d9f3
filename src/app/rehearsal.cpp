// Before and after, on recorded alarms; see rehearsal.h.
#include "app/rehearsal.h"

#include "app/what_if.h"
#include "domain/alarm/alarm_json.h"
#include "domain/engine/keys.h"
#include "domain/engine/rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace socbot {

namespace {

constexpr std::int64_t kDayMs = 86'400'000;

struct Recorded {
    CustomerCode customer;
    Instant at;
    Alarm alarm;
};

Result<Thresholds> stored_thresholds(StoreReader& store) {
    auto rows = store.prefix(Table::threshold, {}, 10'000);
    if (!rows) return std::move(rows).error();
    Thresholds thresholds;
    for (const auto& row : *rows) {
        Reader in{row.body};
        auto scope = decode_scope(in);
        thresholds.insert_or_assign(std::move(scope), Threshold::decode(in));
    }
    return thresholds;
}

// The newest alarms of the customers, oldest first.
Result<std::vector<Recorded>> recorded(
    StoreReader& store,
    const JobRequest& job,
    Instant from,
    Instant to,
    std::size_t limit,
    bool& sampled
) {
    std::vector<Recorded> alarms;
    for (const auto& customer : job.customers) {
        AlarmQuery query;
        query.customer = customer;
        query.from = from;
        query.to = to;
        query.with_body = true;
        query.limit = limit;
        bool complete = true;
        const auto before = alarms.size();
        auto read = store.alarms(
            query,
            [&](const AlarmRecord& record) {
                auto alarm = alarm_from_json(record.body);
                if (alarm) alarms.push_back({record.customer, record.at, *std::move(alarm)});
                return true;
            },
            &complete
        );
        if (!read) return std::move(read).error();
        sampled = sampled || !complete || alarms.size() - before >= limit;
    }
    std::sort(alarms.begin(), alarms.end(), [](const Recorded& a, const Recorded& b) {
        return std::tie(a.at, a.customer, a.alarm.uid) < std::tie(b.at, b.customer, b.alarm.uid);
    });
    if (alarms.size() > limit) {
        alarms.erase(alarms.begin(), alarms.end() - static_cast<std::ptrdiff_t>(limit));
        sampled = true;
    }
    return alarms;
}

Result<std::uint64_t> interruptions(
    const Settings& settings,
    const Zones& zones,
    Thresholds thresholds,
    const std::vector<Recorded>& alarms
) {
    // What is set for a time is rehearsed as if it held all along.
    for (auto& [scope, threshold] : thresholds)
        threshold.until = {};
    WhatIf world{settings, zones, std::move(thresholds)};
    for (const auto& entry : alarms)
        if (auto fed = world.feed(entry.customer, entry.alarm, entry.at); !fed)
            return std::move(fed).error();
    return world.totals().interruptions;
}

ThresholdScope scope_of(const JobRequest& job) {
    ThresholdScope scope;
    scope.customer = CustomerCode{job.argument("customer")};
    scope.kind = parse_kind(job.argument("kind"));
    if (job.argument("own_room") == "1") scope.room = job.room;
    return scope;
}

Instant now_of(const JobRequest& job) {
    Instant now;
    const auto text = job.argument("now");
    std::from_chars(text.data(), text.data() + text.size(), now.ms);
    return now;
}

std::string a_day(std::uint64_t messages, double days) {
    const double rate = static_cast<double>(messages) / days;
    return rate < 10 && messages != 0 ? fmt::format("{:.1f}", rate) : fmt::format("{:.0f}", rate);
}

}  // namespace

Result<JobResult> rehearse_threshold(
    StoreReader& store,
    const JobRequest& job,
    const Zones& zones,
    const RehearsalLimits& limits
) {
    auto settings = stored_settings(store);
    if (!settings) return std::move(settings).error();
    auto before = stored_thresholds(store);
    if (!before) return std::move(before).error();
    const auto now = now_of(job);
    bool sampled = false;
    auto alarms =
        recorded(store, job, now - Milliseconds{limits.days * kDayMs}, now, limits.alarms, sampled);
    if (!alarms) return std::move(alarms).error();
    auto after = *before;
    const auto scope = scope_of(job);
    if (const auto severity = parse_severity(job.argument("severity"))) {
        Threshold threshold;
        threshold.severity = *severity;
        after.insert_or_assign(scope, threshold);
    } else {
        after.erase(scope);
    }
    auto old_messages = interruptions(*settings, zones, *before, *alarms);
    if (!old_messages) return std::move(old_messages).error();
    auto new_messages = interruptions(*settings, zones, after, *alarms);
    if (!new_messages) return std::move(new_messages).error();
    const auto span = alarms->empty() ? 0 : now.ms - alarms->front().at.ms;
    // Less than a day of history is counted as one day: no rate is made up from an hour.
    const double days = std::max(1.0, static_cast<double>(span) / static_cast<double>(kDayMs));
    JobResult result;
    result.values = {
        {"before_a_day", a_day(*old_messages, days)},
        {"after_a_day", a_day(*new_messages, days)},
        {"days", fmt::format("{:.0f}", days)},
        {"alarms", std::to_string(alarms->size())},
        {"sampled", sampled ? "1" : "0"}};
    return result;
}

boost::asio::awaitable<JobAdapter::Outcome>
RehearsalJobs::run(JobRequest request, Deadline deadline) {
    (void)deadline;  // bounded by the number of alarms
    Outcome outcome;
    ReaderThread::Work work = [&](StoreReader& store) -> Result<void> {
        auto result = rehearse_threshold(store, request, zones_, limits_);
        if (!result) return std::move(result).error();
        outcome.result = *std::move(result);
        return {};
    };
    const auto done = co_await thread_.run(std::move(work));
    if (!done) {
        outcome.outcome.outcome = OutcomeClass::retry_after;
        outcome.outcome.error = done.error().message();
    }
    co_return outcome;
}

}  // namespace socbot
