// The version, as the build names it.
#pragma once

namespace socbot {

inline constexpr const char* kVersion = SOCBOT_VERSION;

}  // namespace socbot
