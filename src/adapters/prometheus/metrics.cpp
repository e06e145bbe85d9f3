// prometheus-cpp's registry behind the few calls we need; see metrics.h.
#include "adapters/prometheus/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>
#include <mutex>
#include <tuple>

namespace socbot {

namespace {

using EventKey = std::tuple<std::string, std::string, std::string, std::string>;

const prometheus::Histogram::BucketBoundaries
    kSeconds{0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 1.0};
const prometheus::Histogram::BucketBoundaries kInputs{1, 2, 4, 8, 16, 32, 64, 128, 256};

}  // namespace

struct Metrics::State {
    prometheus::Registry registry;
    prometheus::Family<prometheus::Counter>& events =
        prometheus::BuildCounter()
            .Name("socbot_events_total")
            .Help("What happened, by the stable name of its log event")
            .Register(registry);
    prometheus::Histogram& commit_seconds = prometheus::BuildHistogram()
                                                .Name("socbot_commit_seconds")
                                                .Help("Time of a commit, fsync included")
                                                .Register(registry)
                                                .Add({}, kSeconds);
    prometheus::Histogram& batch_inputs = prometheus::BuildHistogram()
                                              .Name("socbot_batch_inputs")
                                              .Help("Inputs of a commit")
                                              .Register(registry)
                                              .Add({}, kInputs);
    mutable std::mutex mutex;
    std::map<EventKey, prometheus::Counter*> counters;
    std::map<std::string, prometheus::Gauge*, std::less<>> gauges;
    struct External {
        std::string name, help;
        prometheus::MetricType type;
        std::function<double()> read;
    };
    std::vector<External> externals;
};

Metrics::Metrics() : state_{std::make_unique<State>()} {}
Metrics::~Metrics() = default;

void Metrics::count(
    std::string_view event,
    const CustomerCode& customer,
    const SourceId& source,
    const ConnectionId& connection
) {
    EventKey key{std::string{event}, customer.str(), source.str(), connection.str()};
    const std::scoped_lock lock{state_->mutex};
    auto [known, fresh] = state_->counters.try_emplace(std::move(key), nullptr);
    if (fresh)
        known->second = &state_->events.Add(
            {{"event", std::get<0>(known->first)},
             {"customer", std::get<1>(known->first)},
             {"source", std::get<2>(known->first)},
             {"connection", std::get<3>(known->first)}}
        );
    known->second->Increment();
}

void Metrics::commit(std::chrono::steady_clock::duration took, std::size_t inputs) {
    state_->commit_seconds.Observe(std::chrono::duration<double>(took).count());
    state_->batch_inputs.Observe(static_cast<double>(inputs));
}

void Metrics::gauge(std::string_view name, double value) {
    const std::scoped_lock lock{state_->mutex};
    auto known = state_->gauges.find(name);
    if (known == state_->gauges.end()) {
        auto& gauge = prometheus::BuildGauge()
                          .Name("socbot_" + std::string{name})
                          .Help("See docs/operations.md")
                          .Register(state_->registry)
                          .Add({});
        known = state_->gauges.emplace(std::string{name}, &gauge).first;
    }
    known->second->Set(value);
}

void Metrics::gauge(std::string_view name, const SourceId& source, double value) {
    std::string key{name};
    key.append(1, '\0').append(source.str());
    const std::scoped_lock lock{state_->mutex};
    auto [known, fresh] = state_->gauges.try_emplace(std::move(key), nullptr);
    if (fresh)
        // The registry gives the same family for the same name.
        known->second = &prometheus::BuildGauge()
                             .Name("socbot_" + std::string{name})
                             .Help("See docs/operations.md")
                             .Register(state_->registry)
                             .Add({{"source", source.str()}});
    known->second->Set(value);
}

void Metrics::counter_from(std::string name, std::string help, std::function<double()> read) {
    const std::scoped_lock lock{state_->mutex};
    state_->externals.push_back(
        {"socbot_" + std::move(name) + "_total",
         std::move(help),
         prometheus::MetricType::Counter,
         std::move(read)}
    );
}

void Metrics::gauge_from(std::string name, std::string help, std::function<double()> read) {
    const std::scoped_lock lock{state_->mutex};
    state_->externals.push_back(
        {"socbot_" + std::move(name),
         std::move(help),
         prometheus::MetricType::Gauge,
         std::move(read)}
    );
}

std::string Metrics::scrape() const {
    auto families = state_->registry.Collect();
    {
        const std::scoped_lock lock{state_->mutex};
        for (const auto& external : state_->externals) {
            prometheus::MetricFamily family;
            family.name = external.name;
            family.help = external.help;
            family.type = external.type;
            prometheus::ClientMetric metric;
            (external.type == prometheus::MetricType::Gauge ? metric.gauge.value
                                                            : metric.counter.value) =
                external.read();
            family.metric.push_back(std::move(metric));
            families.push_back(std::move(family));
        }
    }
    return prometheus::TextSerializer{}.Serialize(families);
}

}  // namespace socbot
