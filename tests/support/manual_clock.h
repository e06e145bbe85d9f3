// A clock that stands still until the test moves it.
#pragma once

#include "base/time.h"
#include "ports/clock.h"

namespace socbot::testing {

// Not thread-safe: for tests that turn the engine by hand.
class ManualClock final : public Clock {
public:
    // Monday 2 March 2026, 12:00 UTC.
    static constexpr Instant kStart{1'772'452'800'000};

    std::chrono::system_clock::time_point wall() const override {
        return std::chrono::system_clock::time_point{Milliseconds{now_.ms}};
    }
    std::chrono::steady_clock::time_point steady() const override {
        return std::chrono::steady_clock::time_point{steady_};
    }
    Instant now() const noexcept { return now_; }
    void advance(Milliseconds span) {
        now_ = now_ + span;
        steady_ += span;
    }
    // The wall clock alone: what a person or NTP does to it.
    void set_wall(Instant to) { now_ = to; }

private:
    Instant now_{kStart};
    Milliseconds steady_{1'000'000};
};

}  // namespace socbot::testing
