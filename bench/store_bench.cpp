// What does a commit cost? SqliteStore::commit of what the engine decides for batches of alarms,
// with fsync, in a directory of its own in TMPDIR (name one on the disk that is to be measured).
// Real time includes waiting for the disk; CPU time covers the writer and the checkpoint thread.
#include "adapters/sqlite/sqlite_store.h"
#include "base/check.h"
#include "engine_run.h"
#include "support/temp_directory.h"

#include <benchmark/benchmark.h>

#include <sys/resource.h>

#include <chrono>

namespace {

double process_cpu_us() {
    rusage used{};
    (void)::getrusage(RUSAGE_SELF, &used);
    const auto us = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
    };
    return us(used.ru_utime) + us(used.ru_stime);
}

void commit(benchmark::State& state) {
    const socbot::testing::TempDirectory directory;
    auto store = socbot::SqliteStore::open({.directory = directory.path() / "data"});
    SOCBOT_CHECK(store, store.error().message().c_str());
    socbot::bench::EngineRun run{**store};
    double cpu_us = 0;
    for (auto _ : state) {
        run.make_inputs(static_cast<std::size_t>(state.range(0)));
        run.decide();
        const double cpu_before = process_cpu_us();
        const auto began = std::chrono::steady_clock::now();
        run.commit();
        state.SetIterationTime(
            std::chrono::duration<double>{std::chrono::steady_clock::now() - began}.count()
        );
        cpu_us += process_cpu_us() - cpu_before;
        run.settle();
    }
    const auto alarms = state.iterations() * state.range(0);
    state.SetItemsProcessed(alarms);
    state.counters["cpu_us_per_alarm"] = cpu_us / static_cast<double>(alarms);
}
BENCHMARK(commit)->Arg(1)->Arg(32)->Arg(128)->Iterations(1'000)->UseManualTime();

}  // namespace

BENCHMARK_MAIN();
