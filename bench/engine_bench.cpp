// What does the engine thread's own work cost an alarm? needs, read, admit, apply over a store in
// memory, without SQLite and without reading JSON. Items are alarms.
#include "engine_run.h"
#include "support/memory_store.h"

#include <benchmark/benchmark.h>

#include <chrono>

namespace {

void decide(benchmark::State& state) {
    socbot::testing::MemoryStore store;
    socbot::bench::EngineRun run{store};
    const auto batch = static_cast<std::size_t>(state.range(0));
    for (auto _ : state) {
        run.make_inputs(batch);
        const auto began = std::chrono::steady_clock::now();
        run.decide();
        state.SetIterationTime(
            std::chrono::duration<double>{std::chrono::steady_clock::now() - began}.count()
        );
        run.commit();
        run.settle();
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
// Fixed iterations: what a batch costs depends on how many came before it.
BENCHMARK(decide)->Arg(1)->Arg(32)->Iterations(1'000)->UseManualTime();
BENCHMARK(decide)->Arg(256)->Iterations(200)->UseManualTime();

}  // namespace

BENCHMARK_MAIN();
