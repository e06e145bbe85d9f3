// Every queue of the configuration, each drained by a feed of its own; replaced on reload.
#pragma once

#include "app/sqs_feed.h"

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace socbot {

// use() and stop() on the executor, which one thread runs; figures() from any thread.
class SqsPoller {
public:
    SqsPoller(
        boost::asio::any_io_executor executor,
        HttpClient& http,
        IntakeHandler& intake,
        EngineLoop& loop,
        const Clock& clock,
        Random& random,
        SqsFeed::Report report,
        SqsPace pace = {}
    );
    ~SqsPoller();

    // Feeds that run already receive nothing more, finish what they have in hand, and go.
    void use(std::vector<SqsFeedConfig> feeds);
    // The same without new ones, and waits for them.
    boost::asio::awaitable<void> stop(Deadline deadline);

    // Of the feeds of the current configuration and all before, since the start.
    struct Figures {
        std::uint64_t received{0}, stored{0}, refused{0}, deleted{0}, failures{0};
        std::uint64_t waiting{0}, waiting_dead{0};  // now
        std::uint64_t queues{0}, failing{0};        // now
    };
    Figures figures() const;

private:
    struct Running;
    void end_all();

    boost::asio::any_io_executor executor_;
    HttpClient& http_;
    IntakeHandler& intake_;
    EngineLoop& loop_;
    const Clock& clock_;
    Random& random_;
    const SqsFeed::Report report_;
    const SqsPace pace_;
    mutable std::mutex mutex_;  // of both lists
    std::vector<std::shared_ptr<Running>> current_;
    std::vector<std::shared_ptr<Running>> ending_;  // of older configurations
    Figures before_;                                // of feeds that are gone
};

}  // namespace socbot
