// Full-jitter exponential back-off, as a pure function of the attempt and a random unit.
#pragma once
#include <chrono>

namespace socbot {

// Full-jitter exponential back-off. `unit` is a random number in [0, 1): randomness is the
// caller's.
std::chrono::milliseconds backoff_delay(
    unsigned attempt,
    std::chrono::milliseconds first,
    std::chrono::milliseconds limit,
    double unit
);

}  // namespace socbot
