// What becomes of a batch: each message to intake, all at once so that one commit can hold them,
// then what was committed is deleted and what was refused is hidden. See sqs_feed.h.
#include "app/sqs_batch.h"

#include "base/text.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace socbot {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds kCallWithin{10};
constexpr std::chrono::seconds kLongestHidden{3600};
constexpr std::chrono::milliseconds kLongestRetry{2'000};
constexpr unsigned kDeletions = 3;

std::chrono::seconds hidden_for(std::chrono::seconds visibility, unsigned receives) {
    const unsigned doublings = std::min(receives, 10U);
    return std::min(kLongestHidden, visibility * (1U << doublings));
}

}  // namespace

asio::awaitable<void> SqsFeed::take_one(std::shared_ptr<Batch> batch, std::size_t place) {
    for (unsigned attempt = 1;; ++attempt) {
        auto body = batch->messages[place].body;
        auto source = config_.source.str();
        const auto response = co_await intake_.accept_queued(std::move(source), std::move(body));
        if (response.status == 200) {
            counters_.stored.fetch_add(1);
            batch->ends[place] = MessageEnd::stored;
            co_return;
        }
        if (response.status >= 400 && response.status < 500) {
            counters_.refused.fetch_add(1);
            batch->ends[place] = MessageEnd::refused;
            co_return;
        }
        const auto wait = backoff(attempt, kLongestRetry);
        if (stopping_ || clock_.steady() + wait >= batch->until) co_return;
        co_await pause(wait);
    }
}

asio::awaitable<void> SqsFeed::take(std::shared_ptr<Batch> batch) {
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer done{executor, asio::steady_timer::time_point::max()};
    std::size_t left = batch->messages.size();
    for (std::size_t place = 0; place < batch->messages.size(); ++place)
        asio::co_spawn(
            executor,
            [this, batch, place] { return take_one(batch, place); },
            // One that throws stays as it began: later.
            [&left, &done](const std::exception_ptr&) {
                --left;
                done.cancel();
            }
        );
    while (left > 0) {
        const auto waiting = asio::as_tuple(asio::use_awaitable);
        [[maybe_unused]] const auto woken = co_await done.async_wait(waiting);
    }
    std::vector<std::string> receipts;
    for (std::size_t place = 0; place < batch->messages.size(); ++place)
        if (batch->ends[place] == MessageEnd::stored)
            receipts.push_back(batch->messages[place].receipt);
    co_await erase(std::move(receipts), batch->until);
    co_await hide(batch);
}

// Also when the time to hold them has passed: they are stored, and a stale receipt harms nothing.
asio::awaitable<void> SqsFeed::erase(std::vector<std::string> receipts, Time until) {
    if (receipts.empty()) co_return;
    std::string why;
    for (unsigned attempt = 1; attempt <= kDeletions; ++attempt) {
        const auto failed = co_await client_.erase(receipts, Deadline::after(kCallWithin));
        if (failed && failed->places.empty()) {
            counters_.deleted.fetch_add(receipts.size());
            deleting_.clear();
            co_return;
        }
        if (failed) {
            counters_.deleted.fetch_add(receipts.size() - failed->places.size());
            why = failed->reason;
            std::vector<std::string> rest;
            for (const auto place : failed->places)
                rest.push_back(std::move(receipts[place]));
            receipts = std::move(rest);
        } else {
            why = failed.error().message();
        }
        if (stopping_ || attempt == kDeletions || clock_.steady() >= until) break;
        co_await pause(backoff(attempt, kLongestRetry));
    }
    counters_.failures.fetch_add(1);
    deleting_.set("stored messages can't be deleted: " + why, wall_now(clock_));
    say("sqs.undeleted",
        "messages=" + std::to_string(receipts.size()) + " reason=" + quote_for_log(why));
}

asio::awaitable<void> SqsFeed::hide(std::shared_ptr<Batch> batch) {
    std::vector<std::pair<std::string, std::chrono::seconds>> receipts;
    for (std::size_t place = 0; place < batch->messages.size(); ++place)
        if (batch->ends[place] == MessageEnd::refused)
            receipts.emplace_back(
                batch->messages[place].receipt,
                hidden_for(config_.visibility, batch->messages[place].receives)
            );
    if (receipts.empty() || stopping_) co_return;
    // A courtesy to ourselves: without it they come back sooner.
    [[maybe_unused]] const auto hidden =
        co_await client_.hide(std::move(receipts), Deadline::after(kCallWithin));
}

}  // namespace socbot
