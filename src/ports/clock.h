// Clock: the only place time comes from.
#pragma once

#include "base/time.h"

#include <chrono>

namespace socbot {

// Thread-safe.
class Clock {
public:
    virtual ~Clock() = default;
    // For people and storage.
    virtual std::chrono::system_clock::time_point wall() const = 0;
    // For intervals; never goes back.
    virtual std::chrono::steady_clock::time_point steady() const = 0;
};

// The wall clock as the domain has time.
inline Instant wall_now(const Clock& clock) {
    return {std::chrono::duration_cast<Milliseconds>(clock.wall().time_since_epoch()).count()};
}

}  // namespace socbot
