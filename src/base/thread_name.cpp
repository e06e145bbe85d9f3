// See thread_name.h.
#include "base/thread_name.h"

#include <pthread.h>

#include <array>
#include <cstring>

namespace socbot {

void name_thread(const char* name) noexcept {
    std::array<char, 16> text{};
    std::strncpy(text.data(), name, text.size() - 1);
    (void)pthread_setname_np(pthread_self(), text.data());
}

}  // namespace socbot
