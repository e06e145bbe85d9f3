// What-if replay: feeds alarms, and nothing else, to an engine of its own in their order of
// arrival. Deliveries succeed at once. Rehearsals, `replay --alarms` and back-tests count what
// would have reached a room. Keeps its rows in memory; writes nothing.
#pragma once

#include "app/row_world.h"
#include "domain/engine/engine.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace socbot {

// One message that would have reached a room.
struct WhatIfMessage {
    Instant at;
    bool edit{false};
    bool card{false};
    Level level{Level::notify};
    RoomRef room;
    EpisodeId episode;
    std::vector<std::string> shows;  // alarm uids it names one by one
    std::uint64_t count{0};          // alarms it accounts for that no earlier message did
};

class WhatIf {
public:
    WhatIf(Settings settings, const Zones& zones, Thresholds thresholds);
    ~WhatIf();
    WhatIf(WhatIf&&) noexcept;

    void on_message(std::function<void(const WhatIfMessage&)> each) {
        on_message_ = std::move(each);
    }

    // In order of arrival; earlier times are taken as now. A customer the settings do not name gets
    // the default policy and a room of its own.
    Result<void> feed(const CustomerCode& customer, Alarm alarm, Instant at);
    // Fires what is still due up to `until`.
    Result<void> finish(Instant until);

    struct Totals {
        std::uint64_t alarms{0}, shown{0}, counted{0}, hidden{0}, repeats{0};
        std::uint64_t interruptions{0};  // messages at page or notify
    };
    const Totals& totals() const noexcept { return totals_; }

private:
    Result<void> apply(const Input& input, Instant at);
    Result<void> commit(std::vector<Changes> changes);
    void deliver(const JobStart& job);
    void make_room_for(const CustomerCode& customer, Instant at);

    Settings settings_;
    std::unique_ptr<Engine> engine_;
    RowWorld world_;
    std::vector<JobStart> jobs_;
    std::map<CustomerCode, SourceId> sources_;
    struct Unannounced {
        std::vector<std::string> shown;
        std::uint64_t counted{0};
    };
    std::map<EpisodeId, Unannounced> unannounced_;
    std::function<void(const WhatIfMessage&)> on_message_;
    Totals totals_;
    Instant now_;
};

}  // namespace socbot
