// The alarms of the card gallery: of each kind what sources really send, and forms that try a
// card's layout: little text, far too much, hostile text, every script.
#pragma once

#include "domain/alarm/alarm.h"

#include <string>
#include <vector>

namespace socbot::testing_support {

struct GalleryAlarm {
    std::string name;
    Alarm alarm;
};

// The first is the usual one. At least forty of a kind, no two alike.
std::vector<GalleryAlarm> gallery_alarms(Kind kind);

}  // namespace socbot::testing_support
