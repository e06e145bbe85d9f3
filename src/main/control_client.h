// Talking to a running server over its control socket (data_dir/control.sock).
#pragma once

#include "base/result.h"

#include <filesystem>
#include <string>

namespace socbot {

struct ControlAnswer {
    int status{0};
    std::string body;
};

// One POST, one answer; unavailable when no server listens there. Blocking, at most 30 s.
Result<ControlAnswer> control_post(
    const std::filesystem::path& data_dir,
    const std::string& target,
    const std::string& body
);

// For a query string.
std::string percent_encode(std::string_view text);

}  // namespace socbot
