// A deadline is a point in time that is handed down: a callee may shorten it, never extend it.
#pragma once

#include <algorithm>
#include <chrono>

namespace socbot {

class Deadline {
public:
    using Clock = std::chrono::steady_clock;
    static Deadline at(Clock::time_point when) { return Deadline{when}; }
    static Deadline after(Clock::duration span) { return Deadline{Clock::now() + span}; }

    Clock::time_point when() const noexcept { return when_; }
    Deadline sooner(Deadline other) const noexcept {
        return Deadline{std::min(when_, other.when_)};
    }
    // Never negative.
    Clock::duration left(Clock::time_point now) const noexcept {
        return std::max(when_ - now, Clock::duration::zero());
    }

private:
    explicit Deadline(Clock::time_point when) : when_{when} {}
    Clock::time_point when_;
};

}  // namespace socbot
