// Reconciles a pushed source with its API: what the push lost is handed to the engine, what the
// source closed meanwhile is reported, labels are put and taken.
//
// A round reads everything that occurred since the last one, and `overlap` before that, because
// alarms appear late. What is stored already and says the same is left alone: the engine hears only
// what is new or another finding. A different state at the source alone is drift, not news: the log
// names the episodes, `status` counts them, for who asks may not see every customer.
#pragma once

#include "app/engine_loop.h"
#include "app/known_alarms.h"
#include "app/usm_driver.h"
#include "app/usm_marks.h"
#include "domain/intake/reader.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace socbot {

// What pulling needs of the process. All of it outlives the poller.
struct UsmPullParts {
    EngineLoop& loop;
    HttpClient& http;
    const Clock& clock;
    Random& random;
    ReaderThread& worker;
    // The settings in force; nullopt: the source is no longer configured.
    std::function<std::optional<SourceSettings>(const SourceId&)> settings;
    // An event of the log ("usm_api.round", ...) with its details. Thread-safe.
    std::function<void(std::string_view event, std::string_view detail)> report;
};

// Requests to one API begin at least this far apart.
inline constexpr std::chrono::milliseconds kUsmPace{200};

class UsmPoller {
public:
    UsmPoller(
        UsmPullParts parts,
        SourceId source,
        UsmApiConfig config,
        std::chrono::milliseconds pace = kUsmPace
    );

    // Rounds until it is cancelled. One executor.
    boost::asio::awaitable<void> run();
    // One of them.
    boost::asio::awaitable<Result<void>> round();

    // Thread-safe from here on.
    struct Counters {
        std::atomic<std::uint64_t> rounds{0};
        std::atomic<std::uint64_t> failures{0};
        std::atomic<std::uint64_t> read{0};       // alarms the API gave
        std::atomic<std::uint64_t> recovered{0};  // the push had lost
        std::atomic<std::uint64_t> updates{0};
        std::atomic<std::uint64_t> labels{0};  // put or taken
        std::atomic<std::uint64_t> drift{0};   // of the last round: closed there, open here
    };
    const Counters& counters() const noexcept { return counters_; }
    const SourceId& source() const noexcept { return source_; }
    // The last round ended early; the log says why.
    bool failing() const;

private:
    // An alarm of the API that is stored here.
    struct Seen {
        std::string uid;
        EpisodeId episode;
        bool on_card{false};
        bool closed_there{false};
        std::vector<std::string> labels;
    };
    struct Fresh {
        std::uint64_t hash{0};  // of uid and content
        Input input;
        bool update{false};
    };
    struct Sorted {
        std::vector<Fresh> fresh;
        std::vector<Seen> seen;
    };
    struct LabelWork {
        std::string uid, label;
        bool put{false};
    };

    boost::asio::awaitable<Result<void>> load_mark();
    boost::asio::awaitable<Result<void>> save_mark(Instant through);
    boost::asio::awaitable<Result<void>> take_page(const UsmPage& page, const KnownAlarms& known);
    void sort_alarm(
        const std::string& json,
        const SourceSettings& settings,
        const KnownAlarms& known,
        Sorted& sorted
    ) const;
    boost::asio::awaitable<Result<void>> hand_in(std::vector<Fresh> fresh);
    boost::asio::awaitable<Result<void>> compare_states();
    void want_labels(const Seen& seen, bool taken, std::vector<LabelWork>& work) const;
    boost::asio::awaitable<Result<void>> put_labels(std::vector<LabelWork> work);
    Milliseconds note_end(const Result<void>& ended);

    UsmPullParts parts_;
    SourceId source_;
    UsmApiConfig config_;
    UsmSession session_;
    UsmDriver driver_;
    std::optional<PollMark> mark_;
    std::unordered_set<std::uint64_t> handed_in_;  // what need not be handed in again
    std::vector<Seen> seen_;                       // of this round
    Counters counters_;

    std::set<EpisodeId> closed_there_;

    mutable std::mutex mutex_;
    Instant failing_since_;
};

}  // namespace socbot
