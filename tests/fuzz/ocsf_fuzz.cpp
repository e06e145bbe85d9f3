// Replay input -> an alarm; once read, it must be stable.
#include "base/check.h"
#include "domain/alarm/alarm_json.h"
#include "fuzz/fuzz_target.h"

#include <string_view>

using namespace socbot;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{as_chars(data), size};
    (void)replay_envelope(text);
    const auto alarm = alarm_from_json(text);
    if (!alarm) return 0;
    const auto stored = to_json(*alarm);
    const auto again = alarm_from_json(stored);
    SOCBOT_CHECK(static_cast<bool>(again), "what is stored can be read");
    SOCBOT_CHECK(to_json(*again) == stored, "reading what is stored changes nothing");
    return 0;
}
