// How much a source may hand in. One that floods is answered 503 by itself, and its sender keeps
// what it could not deliver; the others don't notice.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>

namespace socbot {

struct Quota {
    std::uint32_t rate{200};     // alarms a second; 0: no quota
    std::uint32_t burst{5'000};  // at once, after a pause

    friend bool operator==(const Quota&, const Quota&) = default;
};

// A bucket of `burst` tokens that grows by `rate` a second, kept as the time at which it would be
// full (the generic cell rate algorithm of ATM traffic management): one number, so it needs no
// lock. Thread-safe.
class QuotaBucket {
public:
    using Time = std::chrono::steady_clock::time_point;

    // Takes one; nullopt when there was one, else how long until there is.
    std::optional<std::chrono::nanoseconds> take(const Quota& quota, Time now);

private:
    std::atomic<std::int64_t> full_at_{0};  // ns of the steady clock
};

}  // namespace socbot
