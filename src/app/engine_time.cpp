// Anchoring and held jumps; see engine_time.h.
#include "app/engine_time.h"

#include <algorithm>
#include <utility>

namespace socbot {

namespace {

Instant to_instant(std::chrono::system_clock::time_point wall) {
    return {std::chrono::duration_cast<Milliseconds>(wall.time_since_epoch()).count()};
}

}  // namespace

Instant EngineTime::now(
    std::chrono::system_clock::time_point wall,
    std::chrono::steady_clock::time_point steady
) {
    const auto wall_now = to_instant(wall);
    if (!anchored_) {
        anchored_ = true;
        anchor_wall_ = wall_now;
        anchor_steady_ = steady;
    }
    const auto elapsed = std::chrono::duration_cast<Milliseconds>(steady - anchor_steady_);
    const auto expected = anchor_wall_ + elapsed;
    const auto difference = wall_now - expected;
    const auto is_jump = [this](Milliseconds by) {
        return by > limits_.jump || by < -limits_.jump;
    };
    if (!is_jump(difference)) {
        // Small corrections (NTP) are followed as they come.
        jump_since_.reset();
        anchor_wall_ = wall_now;
        anchor_steady_ = steady;
    } else if (!jump_since_ || is_jump(difference - jump_by_)) {
        // A second jump on top of one that is held has not lasted itself.
        jump_since_ = steady;
        jump_by_ = difference;
        report_ = "the clock jumped by " + std::to_string(difference.count() / 1000) + " s; held";
    } else if (steady - *jump_since_ >= limits_.lasting) {
        jump_since_.reset();
        anchor_wall_ = wall_now;
        anchor_steady_ = steady;
        report_ = "the clock's jump by " + std::to_string(difference.count() / 1000) +
                  " s lasts; followed";
    }
    const auto believed =
        anchor_wall_ + std::chrono::duration_cast<Milliseconds>(steady - anchor_steady_);
    last_ = std::max(last_, believed);
    return last_;
}

std::optional<std::string> EngineTime::report() {
    return std::exchange(report_, std::nullopt);
}

}  // namespace socbot
