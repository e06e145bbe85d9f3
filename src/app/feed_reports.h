// What happens at the door of the sources, for the engine: a few at once, then one a minute of each
// kind, with the number of those between. So whoever sends rubbish writes no more than that into
// the journal.
#pragma once

#include "domain/engine/input.h"
#include "ports/clock.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string_view>
#include <utility>

namespace socbot {

inline constexpr std::uint32_t kFeedReportsAtOnce = 3;
inline constexpr std::chrono::minutes kFeedReportEvery{1};

// Thread-safe. Report only sources that the configuration names: each is remembered.
class FeedReports {
public:
    using Submit = std::function<void(FeedInput)>;
    FeedReports(const Clock& clock, Submit submit) : clock_{clock}, submit_{std::move(submit)} {}

    // `detail` is cut to 256 bytes.
    void report(const SourceId& source, FeedEvent event, std::string_view detail);

private:
    struct Limit {
        std::uint32_t left{kFeedReportsAtOnce};
        std::chrono::steady_clock::time_point grows_at{};
        std::uint64_t untold{0};
    };

    const Clock& clock_;
    Submit submit_;
    std::mutex mutex_;
    std::map<std::pair<SourceId, FeedEvent>, Limit> limits_;
};

}  // namespace socbot
