// Engine time: wall time that never goes back and does not follow a jump until it lasts. Anchored
// to the wall clock through the steady clock. Pure: both readings are arguments.
#pragma once

#include "base/time.h"

#include <chrono>
#include <optional>
#include <string>

namespace socbot {

class EngineTime {
public:
    struct Limits {
        Milliseconds jump{5 * 60'000};  // a difference beyond this is a jump
        Milliseconds lasting{60'000};   // and is believed after it lasted this long
    };

    EngineTime() = default;
    explicit EngineTime(Limits limits) : limits_{limits} {}

    // `floor`: the newest time already on record.
    void start(Instant floor) { last_ = std::max(last_, floor); }

    Instant
    now(std::chrono::system_clock::time_point wall, std::chrono::steady_clock::time_point steady);

    // What an operator should hear of since the last call: a jump seen, a jump followed.
    std::optional<std::string> report();

private:
    Limits limits_{};
    Instant last_;
    bool anchored_{false};
    Instant anchor_wall_;
    std::chrono::steady_clock::time_point anchor_steady_;
    std::optional<std::chrono::steady_clock::time_point> jump_since_;
    Milliseconds jump_by_{};  // the one that is held
    std::optional<std::string> report_;
};

}  // namespace socbot
