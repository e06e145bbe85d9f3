// A message as the page gets it, the same from history and from a stream.
#pragma once

#include "adapters/console/backend.h"

#include <string>

namespace socbot {

// Ids are decimal text: they pass 2^53, where a browser's numbers end. A card that is not a JSON
// object is left out.
std::string message_json(const RoomRef& room, const ConsoleMessage& message);

}  // namespace socbot
