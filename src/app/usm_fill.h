// The backfill: a source's history, read from its API and counted in the engine's aggregates
// without a single message. Resumable where it stopped, also after a restart; each page is counted
// exactly once, because its counts and the place behind it are one input.
//
// What is stored is left out, however old: it was counted when it arrived. What occurs from the
// time on that the poller looks after is the poller's.
#pragma once

#include "app/usm_poller.h"
#include "domain/engine/history.h"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace socbot {

enum class FillState : std::uint8_t { idle, running, done, failed };
const char* to_word(FillState state);

struct FillProgress {
    FillState state{FillState::idle};
    FillMark mark;
    std::uint64_t total{0};  // that the API says there are, from where this run began; 0: unknown
    std::string error;
};

// Progress as one JSON object.
std::string to_json(const SourceId& source, const FillProgress& progress);

class UsmFill {
public:
    static constexpr std::chrono::days kLongest{365};  // the vendor keeps alarms that long

    UsmFill(
        UsmPullParts parts,
        SourceId source,
        UsmApiConfig config,
        std::chrono::milliseconds pace = kUsmPace
    );

    // The last `reach` of history, or the rest of what was begun. Only one at a time.
    boost::asio::awaitable<void> run(std::chrono::hours reach);
    // What a stopped process left unfinished; nothing otherwise.
    boost::asio::awaitable<void> resume();

    // Thread-safe. claim(): true for the one caller who is to start run().
    bool claim();
    FillProgress progress() const;
    const SourceId& source() const noexcept { return source_; }

private:
    struct Work {
        HistoryCounter counter;
        KnownUids known;
    };

    boost::asio::awaitable<Result<void>> load();
    void begin(std::chrono::hours reach);
    boost::asio::awaitable<Result<void>> fill();
    boost::asio::awaitable<Result<void>> count(const UsmPage& page, Instant reached, Work& work);
    boost::asio::awaitable<Result<void>> hand_in(PullInput input);
    void show(FillState state, std::string error = {});

    UsmPullParts parts_;
    SourceId source_;
    UsmSession session_;
    Milliseconds overlap_;
    UsmDriver driver_;
    FillMark mark_;
    PollMark poll_;
    std::vector<std::uint64_t> last_page_;

    mutable std::mutex mutex_;
    FillProgress progress_;
};

}  // namespace socbot
