// Gathering history; see history.h.
#include "domain/engine/history.h"

#include "domain/engine/alarm_flow.h"
#include "domain/engine/rows.h"

#include <algorithm>
#include <utility>

namespace socbot {

namespace {
constexpr std::int64_t kDayMs = 86'400'000;
}

HistoryCounter::HistoryCounter(Settings settings, SourceId source, Policy policy)
    : settings_{std::move(settings)}, source_{std::move(source)}, policy_{std::move(policy)} {
    for (const auto& customer : settings_.customers)
        own_.emplace(customer.code, Networks{customer.networks});
}

Result<HistoryCounter> HistoryCounter::make(Settings settings, const SourceId& source) {
    if (settings.source(source) == nullptr)
        return Error{Errc::invalid_input, "there is no source of that id"};
    auto policy = Policy::make(settings);
    if (!policy) return std::move(policy).error();
    return HistoryCounter{std::move(settings), source, *std::move(policy)};
}

bool HistoryCounter::add(const Alarm& alarm) {
    const auto customer = customer_of(source(), alarm);
    const auto own = customer ? own_.find(*customer) : own_.end();
    if (own == own_.end() || alarm.time.ms <= 0) return false;
    const auto kind = policy_.kind_of(alarm, *customer);
    auto& under = counted_[{*customer, rule_of(alarm), entity_of(alarm, kind, own->second)}];
    if (!under.first || alarm.time < under.first) under.first = alarm.time;
    under.last = std::max(under.last, alarm.time);
    ++under.days[static_cast<std::uint32_t>(alarm.time.ms / kDayMs)];
    if (!first_ || alarm.time < first_) first_ = alarm.time;
    ++hours_.at(hour_of_week(alarm.time));
    return true;
}

void HistoryCounter::take(PullInput& into) {
    into.counts.clear();
    into.counts.reserve(counted_.size());
    for (const auto& [under, counted] : counted_) {
        HistoryCount count;
        std::tie(count.customer, count.rule, count.entity) = under;
        count.first = counted.first;
        count.last = counted.last;
        count.days.assign(counted.days.begin(), counted.days.end());
        into.counts.push_back(std::move(count));
    }
    into.first = first_;
    into.hours.clear();
    for (std::size_t hour = 0; hour < hours_.size(); ++hour)
        if (hours_.at(hour) > 0)
            into.hours.emplace_back(static_cast<std::uint8_t>(hour), hours_.at(hour));
    counted_.clear();
    hours_.fill(0);
    first_ = {};
}

}  // namespace socbot
