// What is pulled, and how it is asked about; see usm_pulls.h.
#include "main/usm_pulls.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace socbot {

UsmPulls::UsmPulls(const Parts& parts, const Report& report)
    : worker_{parts.readers},
      tasks_{parts.io.get_executor(), [report](std::string_view task, std::string_view what) {
                 report("usm_api.task_failed", std::string{task} + ": " + std::string{what});
             }} {
    const auto settings = [&notes =
                               parts.notes](const SourceId& id) -> std::optional<SourceSettings> {
        const auto in_force = notes.settings();
        const auto* source = in_force->source(id);
        return source == nullptr ? std::nullopt : std::optional{*source};
    };
    const UsmPullParts pull{
        parts.loop, parts.http, parts.clock, parts.random, worker_, settings, report};
    for (const auto& source : parts.config.sources) {
        if (!source.usm_api) continue;
        pollers_.push_back(std::make_unique<UsmPoller>(pull, source.id, *source.usm_api));
        fills_.push_back(std::make_unique<UsmFill>(pull, source.id, *source.usm_api));
    }
}

void UsmPulls::measure(Metrics& metrics) const {
    const auto sum = [this](auto member) {
        return [this, member] {
            double all = 0;
            for (const auto& poller : pollers_)
                all += static_cast<double>((poller->counters().*member).load());
            return all;
        };
    };
    using C = UsmPoller::Counters;
    metrics.counter_from("usm_api_rounds", "Rounds that compared all", sum(&C::rounds));
    metrics.counter_from("usm_api_failures", "Rounds that ended early", sum(&C::failures));
    metrics.counter_from("usm_api_alarms", "Alarms that APIs gave", sum(&C::read));
    metrics.counter_from("usm_api_recovered", "Alarms that the push had lost", sum(&C::recovered));
    metrics.counter_from("usm_api_updates", "Updates that the push had lost", sum(&C::updates));
    metrics.counter_from("usm_api_labels", "Labels put or taken", sum(&C::labels));
    metrics.gauge_from("usm_api_drift", "Episodes closed there and open here", sum(&C::drift));
}

void UsmPulls::start() {
    for (const auto& poller : pollers_)
        tasks_.spawn("poll " + poller->source().str(), [&p = *poller] { return p.run(); });
    for (const auto& fill : fills_)
        tasks_.spawn("backfill " + fill->source().str(), [&f = *fill] { return f.resume(); });
}

boost::asio::awaitable<void> UsmPulls::stop() {
    co_await tasks_.stop();
}

http::Response UsmPulls::backfill(std::string_view source, std::chrono::hours reach, bool begin) {
    const auto found = std::find_if(fills_.begin(), fills_.end(), [&](const auto& fill) {
        return fill->source().str() == source;
    });
    if (found == fills_.end())
        return http::refusal(404, "unknown_source", "there is no source of that id with an API");
    auto& fill = **found;
    if (begin && fill.claim())
        tasks_.spawn("backfill " + fill.source().str(), [&fill, reach] { return fill.run(reach); });
    http::Response response;
    response.body = to_json(fill.source(), fill.progress());
    return response;
}

std::vector<std::string> UsmPulls::status_lines() const {
    std::uint64_t failing = 0;
    std::uint64_t recovered = 0;
    std::uint64_t drift = 0;
    for (const auto& poller : pollers_) {
        if (poller->failing()) ++failing;
        recovered += poller->counters().recovered.load();
        drift += poller->counters().drift.load();
    }
    std::vector<std::string> lines;
    if (failing > 0)
        lines.push_back(
            fmt::format("{} of {} APIs of sources fail; the log says why", failing, pollers_.size())
        );
    if (recovered > 0)
        lines.push_back(fmt::format("APIs of sources brought {} alarms the push lost", recovered));
    if (drift > 0)
        lines.push_back(fmt::format("{} episodes are closed at their source and open here", drift));
    for (const auto& fill : fills_)
        if (const auto progress = fill->progress(); progress.state == FillState::running)
            lines.push_back(fmt::format("a backfill has read {} alarms", progress.mark.read));
    return lines;
}

}  // namespace socbot
