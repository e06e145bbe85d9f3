// The answers that intake gives whoever proved it: a word, or "later".
#pragma once

#include "ports/http.h"

#include <chrono>
#include <string_view>

namespace socbot {

// 200 {"status": word}
http::Response intake_status(std::string_view word);

// 503 with Retry-After: nothing is stored, and it is our problem.
http::Response intake_later();

// The same for a source that is over its quota, which has a token again after `wait`.
http::Response intake_over_quota(std::chrono::nanoseconds wait);

}  // namespace socbot
