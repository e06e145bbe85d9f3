// Replay input -> an alarm; once read, it must be stable.
#include "fuzz/fuzz_target.h"
#include "fuzz/stored_alarm.h"

#include <string_view>

using namespace socbot;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{as_chars(data), size};
    (void)replay_envelope(text);
    if (const auto alarm = alarm_from_json(text)) check_stored(*alarm);
    return 0;
}
