// ULID: 48 bits of milliseconds, 80 bits of entropy, 26 characters of Crockford base 32, sortable.
#pragma once

#include "base/time.h"

#include <string>
#include <string_view>

namespace socbot {

// `entropy`: at least 10 bytes; the first 10 are used. Pure: the caller brings time and entropy.
std::string make_ulid(Instant at, std::string_view entropy);

}  // namespace socbot
