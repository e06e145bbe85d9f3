// A payload of USM Anywhere -> an alarm within the limits everything behind the reader relies on.
#include "domain/intake/reader.h"
#include "fuzz/fuzz_target.h"
#include "fuzz/stored_alarm.h"

#include <string_view>

using namespace socbot;

namespace {

void check_bounds(const Alarm& alarm) {
    const std::size_t most = kAlarmLimits.list_items;
    SOCBOT_CHECK(
        alarm.sources.size() <= most && alarm.destinations.size() <= most &&
            alarm.users.size() <= most && alarm.files.size() <= most &&
            alarm.observables.size() <= most && alarm.extras.size() <= most &&
            alarm.labels.size() <= most && alarm.emails.size() <= most,
        "lists are bounded"
    );
    SOCBOT_CHECK(!alarm.uid.empty() && alarm.uid.size() <= kAlarmLimits.id_bytes, "an id");
    SOCBOT_CHECK(
        alarm.src_url.empty() || alarm.src_url.starts_with("https://"), "https links only"
    );
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    SourceSettings source;
    source.id = SourceId{"usm"};
    source.type = "usm_anywhere";
    source.customer = CustomerCode{"ACME"};
    const auto alarm = read_usm_anywhere(std::string_view{as_chars(data), size}, source);
    if (!alarm) return 0;
    check_bounds(*alarm);
    check_stored(*alarm);
    return 0;
}
