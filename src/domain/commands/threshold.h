// What follows `threshold`, in any order.
#pragma once

#include "domain/commands/arguments.h"

namespace socbot {

Result<Command> parse_threshold(Arguments& arguments, const CommandContext& context);

}  // namespace socbot
