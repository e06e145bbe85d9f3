// A payload of USM Anywhere -> an alarm, which is stored as JSON and must read back as it was.
#include "base/check.h"
#include "domain/alarm/alarm_json.h"
#include "domain/intake/reader.h"
#include "fuzz/fuzz_target.h"

#include <string_view>

using namespace socbot;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    SourceSettings source;
    source.id = SourceId{"usm"};
    source.type = "usm_anywhere";
    source.customer = CustomerCode{"ACME"};
    const auto alarm = read_usm_anywhere(std::string_view{as_chars(data), size}, source);
    if (!alarm) return 0;
    const auto stored = to_json(*alarm);
    const auto again = alarm_from_json(stored);
    SOCBOT_CHECK(static_cast<bool>(again), "what is stored can be read");
    SOCBOT_CHECK(to_json(*again) == stored, "reading what is stored changes nothing");
    return 0;
}
