// Alarms from a seed, made to break a card: every text and list of any size and content.
#pragma once

#include "domain/alarm/alarm.h"
#include "domain/cards/build.h"

#include <cstdint>

namespace socbot::testing_support {

struct HostileEpisode {
    Alarm alarm;
    Kind kind{Kind::other};
    EpisodeFacts episode;
    RoomClass room{RoomClass::soc};
};

// The same for the same seed.
HostileEpisode hostile_episode(std::uint64_t seed);

}  // namespace socbot::testing_support
