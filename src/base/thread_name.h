// Names the calling thread, for top, perf and debuggers.
#pragma once

namespace socbot {

// At most 15 characters; what is longer is cut.
void name_thread(const char* name) noexcept;

}  // namespace socbot
