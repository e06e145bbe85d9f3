// Points in time as people type them, in the zone of the room they type in.
#pragma once

#include "domain/commands/arguments.h"

namespace socbot {

// "4h", "4 h", "1h 30m": moves past it.
std::optional<Milliseconds> take_length(Arguments& arguments);

// "end of shift", "end of the shift", "shift end", "eos": moves past it.
bool take_end_of_shift(Arguments& arguments);

// What follows "until": "15:00", "3pm", "mon 08:00", "friday" (at that day's first change of
// shift), "tomorrow", "2026-03-05 08:00", "end of shift". Always after now, at most 400 days.
Result<Instant> take_until(Arguments& arguments, const CommandContext& context);

// What follows "since": the same looking back; a day alone is its first minute; "4h" is 4 h ago.
// Never after now, at most 400 days.
Result<Instant> take_since(Arguments& arguments, const CommandContext& context);

// For suggestions: could this be the time of "until"?
bool looks_like_clock(std::string_view folded);

}  // namespace socbot
