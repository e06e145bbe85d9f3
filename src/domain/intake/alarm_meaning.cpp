// Digests of findings; see alarm_meaning.h.
#include "domain/intake/alarm_meaning.h"

#include "domain/alarm/alarm_json.h"

#include <array>

namespace socbot {

namespace {

Digest finding_of(Alarm alarm) {
    alarm.transport_uid.clear();
    alarm.src_url.clear();
    alarm.warnings.clear();
    alarm.labels.clear();  // the push has none, and we put some ourselves
    alarm.activity = Activity::create;
    alarm.status = AlarmStatus::fresh;
    alarm.suppressed = false;
    return sha256(to_json(alarm));
}

Digest in_state(const Digest& finding, const AlarmState& state) {
    const std::array<char, 2> bytes{
        static_cast<char>(state.status), static_cast<char>(state.suppressed ? 1 : 0)};
    return sha256(as_bytes(finding), std::string_view{bytes.data(), bytes.size()});
}

}  // namespace

Digest alarm_meaning(const Alarm& alarm) {
    return in_state(finding_of(alarm), {alarm.status, alarm.suppressed});
}

std::optional<AlarmState> state_that_meant(const Alarm& alarm, const Digest& stored) {
    const auto finding = finding_of(alarm);
    for (const auto status :
         {AlarmStatus::fresh,
          AlarmStatus::in_progress,
          AlarmStatus::resolved,
          AlarmStatus::suppressed,
          AlarmStatus::unknown})
        for (const bool suppressed : {false, true})
            if (in_state(finding, {status, suppressed}) == stored)
                return AlarmState{status, suppressed};
    return std::nullopt;
}

}  // namespace socbot
