// Alarms of the past, gathered into what the aggregates count them under. The same policy and the
// same entities as for an alarm that arrives, so that both end in the same rows.
#pragma once

#include "domain/alarm/address.h"
#include "domain/engine/input.h"
#include "domain/settings/settings.h"
#include "domain/triage/policy.h"

#include <array>
#include <map>
#include <tuple>

namespace socbot {

// Not thread-safe; holds a page of alarms at most, then is taken.
class HistoryCounter {
public:
    // invalid_input: the settings' rules do not compile, or they name no such source.
    static Result<HistoryCounter> make(Settings settings, const SourceId& source);

    // False: no customer's; such an alarm would have gone to quarantine.
    bool add(const Alarm& alarm);

    // Fills counts, hours and first, and begins anew.
    void take(PullInput& into);

    const SourceSettings& source() const { return *settings_.source(source_); }

private:
    HistoryCounter(Settings settings, SourceId source, Policy policy);

    using Under = std::tuple<CustomerCode, std::string, std::string>;
    struct Counted {
        Instant first, last;
        std::map<std::uint32_t, std::uint32_t> days;
    };

    Settings settings_;
    SourceId source_;
    Policy policy_;
    std::map<CustomerCode, Networks> own_;
    std::map<Under, Counted> counted_;
    std::array<std::uint32_t, 168> hours_{};
    Instant first_;
};

}  // namespace socbot
