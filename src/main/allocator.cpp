// jemalloc's settings, read before main() (jemalloc(3), "TUNING").
#include "main/allocator.h"

#include <cstddef>

extern "C" {
// As many arenas as there are threads with much to allocate: the engine's and the network's. Freed
// pages go back after a second, not ten: loads come in bursts.
// NOLINTNEXTLINE(*-avoid-non-const-global-variables): jemalloc's name for it
const char* malloc_conf = "narenas:2,dirty_decay_ms:1000,muzzy_decay_ms:0";

// NOLINTNEXTLINE(readability-identifier-naming): jemalloc's function, null when it is not linked
int mallctl(const char* name, void* old, std::size_t* old_size, void* value, std::size_t size)
    __attribute__((weak));
}

namespace socbot {

void release_free_memory() noexcept {
    if (mallctl == nullptr) return;
    // 4096 is MALLCTL_ARENAS_ALL.
    (void)mallctl("arena.4096.purge", nullptr, nullptr, nullptr, 0);
}

}  // namespace socbot
