// What does it cost to make an alarm of a payload of 2 kB, and to write it down? On the network
// thread, before the engine sees it.
#include "base/digest.h"
#include "domain/alarm/alarm_json.h"
#include "domain/intake/reader.h"
#include "engine_run.h"
#include "load/bodies.h"

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

namespace {

const std::vector<std::string>& payloads() {
    static const std::vector<std::string> made = [] {
        std::vector<std::string> bodies(1'000);
        socbot::bench::UsmAlarms alarms{1, 0};
        for (auto& body : bodies)
            alarms.make(body);
        return bodies;
    }();
    return made;
}

void make_payload(benchmark::State& state) {
    socbot::bench::UsmAlarms alarms{1, 0};
    std::string body;
    for (auto _ : state) {
        alarms.make(body);
        benchmark::DoNotOptimize(body.data());
    }
    state.counters["bytes"] = static_cast<double>(body.size());
}
BENCHMARK(make_payload);

void read_payload(benchmark::State& state) {
    const auto source = socbot::bench::bench_settings().sources.front();
    std::size_t next = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(
            socbot::read_usm_anywhere(payloads()[next++ % payloads().size()], source)
        );
}
BENCHMARK(read_payload);

void write_alarm(benchmark::State& state) {
    const auto source = socbot::bench::bench_settings().sources.front();
    const auto alarm = socbot::read_usm_anywhere(payloads().front(), source);
    std::size_t bytes = 0;
    for (auto _ : state) {
        const auto json = socbot::to_json(*alarm);
        bytes = json.size();
        benchmark::DoNotOptimize(json.data());
    }
    state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK(write_alarm);

void digest_payload(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(socbot::sha256(payloads().front()));
}
BENCHMARK(digest_payload);

}  // namespace

BENCHMARK_MAIN();
