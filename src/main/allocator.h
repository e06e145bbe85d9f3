// How the server's allocator is set up, and how it gives memory back.
#pragma once

namespace socbot {

// Returns what was freed to the system, at once. A start reads far more than the server keeps.
// Does nothing without jemalloc (sanitizers bring an allocator of their own).
void release_free_memory() noexcept;

}  // namespace socbot
