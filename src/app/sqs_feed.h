// One queue of one source, drained: receive, hand to intake, and delete what intake committed.
//
// A message is deleted only after its commit (or when it repeats what is stored). What can't be
// taken now is tried again until it is no longer ours to hold (its visibility timeout), then SQS
// hands it out again. What is refused for good (topic, signature, no envelope) is never deleted: it
// is hidden for longer each time, and the queue's own redrive policy or retention ends it.
// A crash at any point leaves messages that come again and are found to be duplicates.
#pragma once

#include "app/intake.h"
#include "app/sqs_client.h"
#include "ports/random.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace socbot {

struct SqsFeedConfig {
    SourceId source;
    SqsQueue queue;
    bool dead_letters{false};  // asked now and then, not waited for
    std::string endpoint;      // see SqsClient
    std::chrono::seconds visibility{300};
    AwsKeys::Read keys;
};

struct SqsPace {
    std::chrono::seconds wait{20};               // long polling
    std::chrono::seconds dead_letter_pause{60};  // between looks at an empty dead-letter queue
    std::chrono::milliseconds first_pause{500};  // after a failure; doubles, with full jitter ...
    std::chrono::milliseconds longest_pause{60'000};  // ... up to here
    std::chrono::seconds depth_every{60};
    std::size_t batches{4};  // in hand at once, of up to ten messages
};

// Thread-safe.
struct SqsCounters {
    std::atomic<std::uint64_t> received{0};  // each time it is handed out
    std::atomic<std::uint64_t> stored{0};    // committed, duplicates and what is kept raw included
    std::atomic<std::uint64_t> refused{0};   // for good, each time
    std::atomic<std::uint64_t> deleted{0};
    std::atomic<std::uint64_t> failures{0};  // calls that failed
    std::atomic<std::uint64_t> waiting{0};   // about how many are in the queue, as of a minute ago
};

// Why something does not work, for whoever asks. Thread-safe.
class SqsTrouble {
public:
    void set(std::string why, Instant now);
    void clear();
    // "<why>, since <time>"; empty when all is well.
    std::string text() const;

private:
    mutable std::mutex mutex_;
    std::string why_;
    Instant since_;
};

class SqsFeed {
public:
    // An event of the log ("sqs.failing", ...) with its details.
    using Report = std::function<void(std::string_view event, std::string_view detail)>;

    SqsFeed(
        SqsFeedConfig config,
        SqsPace pace,
        HttpClient& http,
        IntakeHandler& intake,
        EngineLoop& loop,
        const Clock& clock,
        Random& random,
        Report report
    );

    // Runs until stop() or cancellation, whichever way the calling coroutine is ended. Batches in
    // hand are finished first. Once, on one thread.
    boost::asio::awaitable<void> run();
    // Before the cancellation: nothing is received from here on.
    void stop() { stopping_ = true; }

    const SqsFeedConfig& config() const noexcept { return config_; }
    const SqsCounters& counters() const noexcept { return counters_; }
    // What does not work, in one line; empty when all is well. Thread-safe.
    std::string trouble() const;

private:
    struct Batch;
    using Time = std::chrono::steady_clock::time_point;

    boost::asio::awaitable<void> receive();
    boost::asio::awaitable<void> turn();
    boost::asio::awaitable<void> look_at_depth();
    boost::asio::awaitable<void> pause(std::chrono::milliseconds span);
    boost::asio::awaitable<void> until_in_hand(std::size_t most);
    boost::asio::awaitable<void> take(std::shared_ptr<Batch> batch);
    boost::asio::awaitable<void> take_one(std::shared_ptr<Batch> batch, std::size_t place);
    boost::asio::awaitable<void> erase(std::vector<std::string> receipts, Time until);
    boost::asio::awaitable<void> hide(std::shared_ptr<Batch> batch);
    void start(std::vector<SqsMessage> messages);
    SqsReceive wanted() const;
    void failed(const Error& error);
    void recovered();
    std::chrono::milliseconds backoff(unsigned attempt, std::chrono::milliseconds longest);
    void say(std::string_view event, std::string_view detail) const;

    const SqsFeedConfig config_;
    const SqsPace pace_;
    IntakeHandler& intake_;
    EngineLoop& loop_;
    const Clock& clock_;
    Random& random_;
    const Report report_;
    SqsClient client_;
    SqsCounters counters_;
    std::atomic<bool> stopping_{false};
    std::size_t one_by_one_{0};  // receives to come that ask for one message
    unsigned failures_{0};       // in a row
    std::string said_;           // the failure told last
    std::size_t in_hand_{0};
    std::unique_ptr<boost::asio::steady_timer> progress_;  // cancelled when a batch is done
    Time next_depth_{};
    SqsTrouble receiving_, deleting_;
};

}  // namespace socbot
