// The version, as the build names it.
#pragma once

#ifndef SOCBOT_VERSION
#define SOCBOT_VERSION "unknown"
#endif

namespace socbot {

inline constexpr const char* kVersion = SOCBOT_VERSION;

}  // namespace socbot
