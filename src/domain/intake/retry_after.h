// How long an HTTP answer asks to be left alone.
#pragma once

#include "base/time.h"

#include <optional>
#include <string_view>

namespace socbot {

// A Retry-After field (RFC 9110 section 10.2.3): seconds, or a date in the one form that is still
// sent (section 5.6.7, IMF-fixdate). Never negative, at most a day; nullopt when it is neither.
std::optional<Milliseconds> read_retry_after(std::string_view value, Instant now);

}  // namespace socbot
