// Clock: the only place time comes from.
#pragma once

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

}  // namespace socbot
