// SOCBOT_CHECK: an invariant of our own code. Aborts in every build with file, line and reason.
// Never on outside data: what the network, the disk or a person can cause is handled and tested.
#pragma once

namespace socbot {

[[noreturn]] void check_failed(const char* condition, const char* why, const char* file, int line);

}  // namespace socbot

#define SOCBOT_CHECK(condition, why)                                       \
    do {                                                                   \
        if (!(condition)) [[unlikely]]                                     \
            ::socbot::check_failed(#condition, (why), __FILE__, __LINE__); \
    } while (false)
