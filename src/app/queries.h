// Questions answered from the store by people's commands: status, open, hidden. Read-only, on a
// thread of their own with a reader of their own; the answer is a job's result.
#pragma once

#include "app/dispatcher.h"
#include "domain/engine/feed.h"
#include "domain/engine/rows.h"
#include "ports/store.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace socbot {

// What the process adds to `status`: one line a matter, empty when all is well.
using StatusLines = std::function<std::vector<std::string>()>;

// The answers themselves, without threads: for tests and the job adapter.
JobResult answer_status(
    StoreReader& store,
    const JobRequest& request,
    const Zones& zones,
    const StatusLines& extra
);
JobResult answer_open(StoreReader& store, const JobRequest& request, const Zones& zones);
JobResult answer_hidden(StoreReader& store, const JobRequest& request, const Zones& zones);

// The configuration that is in force; unavailable when none was stored yet.
Result<Settings> stored_settings(StoreReader& store);

// A source as it stands: what is stored of it and what is wrong with it.
struct SourceStanding {
    SourceId id;
    SourceRow counts;
    FeedRow feed;
    std::vector<FeedState> states;
};
// In the order of the configuration.
Result<std::vector<SourceStanding>> source_standings(
    StoreReader& store,
    const Settings& settings,
    const std::function<bool(const SourceSettings&)>& wanted
);
const char* feed_words(FeedState state);

// Runs a function with a reader on its own thread and comes back to the caller's executor.
class ReaderThread {
public:
    explicit ReaderThread(StoreReaders& readers);
    ~ReaderThread();
    ReaderThread(const ReaderThread&) = delete;
    ReaderThread& operator=(const ReaderThread&) = delete;

    using Work = std::function<Result<void>(StoreReader&)>;
    boost::asio::awaitable<Result<void>> run(Work work);
    // Ends the thread after what is running.
    void stop();

private:
    struct State;
    std::unique_ptr<State> state_;
};

class QueryJobs final : public JobAdapter {
public:
    QueryJobs(ReaderThread& thread, const Zones& zones, StatusLines extra)
        : thread_{thread}, zones_{zones}, extra_{std::move(extra)} {}
    boost::asio::awaitable<Outcome> run(JobRequest request, Deadline deadline) override;

private:
    ReaderThread& thread_;
    const Zones& zones_;
    StatusLines extra_;
};

}  // namespace socbot
