// See quota.h.
#include "app/quota.h"

#include <algorithm>

namespace socbot {

std::optional<std::chrono::nanoseconds> QuotaBucket::take(const Quota& quota, Time now) {
    if (quota.rate == 0) return std::nullopt;
    const auto at =
        std::chrono::duration_cast<std::chrono::nanoseconds>(now.time_since_epoch()).count();
    const std::int64_t one = 1'000'000'000 / std::int64_t{quota.rate};
    const std::int64_t whole = one * std::max<std::int64_t>(quota.burst, 1);
    auto full = full_at_.load(std::memory_order_relaxed);
    for (;;) {
        if (full > at + whole) {
            // Emptied under another quota: it counts as empty under this one, from now.
            if (full_at_.compare_exchange_weak(full, at + whole, std::memory_order_relaxed))
                full = at + whole;
            continue;
        }
        const auto next = std::max(full, at) + one;
        if (next - at > whole) return std::chrono::nanoseconds{next - at - whole};
        if (full_at_.compare_exchange_weak(full, next, std::memory_order_relaxed))
            return std::nullopt;
    }
}

}  // namespace socbot
