// Receiving, and the state of it; what becomes of a batch is in sqs_batch.cpp. See sqs_feed.h.
#include "app/sqs_feed.h"

#include "app/sqs_batch.h"
#include "base/backoff.h"
#include "base/text.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <cstring>
#include <exception>
#include <utility>

namespace socbot {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds kAnswerWithin{15};  // beyond what was asked to wait
constexpr std::chrono::milliseconds kHastyAnswer{500};
constexpr std::chrono::seconds kDeadLetterWait{1};  // enough for SQS to ask all of its servers
constexpr std::size_t kOneByOne = 20;
constexpr unsigned kTroubleAfter = 3;

}  // namespace

void SqsTrouble::set(std::string why, Instant now) {
    const std::lock_guard lock{mutex_};
    if (why_.empty()) since_ = now;
    why_ = std::move(why);
}

void SqsTrouble::clear() {
    const std::lock_guard lock{mutex_};
    why_.clear();
}

std::string SqsTrouble::text() const {
    const std::lock_guard lock{mutex_};
    return why_.empty() ? std::string{} : why_ + ", since " + format_rfc3339(since_);
}

SqsFeed::SqsFeed(
    SqsFeedConfig config,
    SqsPace pace,
    HttpClient& http,
    IntakeHandler& intake,
    EngineLoop& loop,
    const Clock& clock,
    Random& random,
    Report report
)
    : config_{std::move(config)},
      pace_{pace},
      intake_{intake},
      loop_{loop},
      clock_{clock},
      random_{random},
      report_{std::move(report)},
      client_{http, clock, config_.queue, config_.endpoint, config_.keys} {}

std::string SqsFeed::trouble() const {
    const auto receiving = receiving_.text();
    return receiving.empty() ? deleting_.text() : receiving;
}

void SqsFeed::say(std::string_view event, std::string_view detail) const {
    report_(
        event,
        "source=" + config_.source.str() + " queue=" + quote_for_log(config_.queue.name) +
            (detail.empty() ? "" : " ") + std::string{detail}
    );
}

std::chrono::milliseconds SqsFeed::backoff(unsigned attempt, std::chrono::milliseconds longest) {
    std::uint32_t bits = 0;
    const auto bytes = random_.bytes(sizeof bits);
    std::memcpy(&bits, bytes.data(), sizeof bits);
    constexpr double kRange = 4'294'967'296.0;
    return backoff_delay(attempt, pace_.first_pause, longest, static_cast<double>(bits) / kRange);
}

asio::awaitable<void> SqsFeed::pause(std::chrono::milliseconds span) {
    asio::steady_timer timer{co_await asio::this_coro::executor, span};
    co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> SqsFeed::until_in_hand(std::size_t most) {
    while (in_hand_ > most)
        (void)co_await progress_->async_wait(asio::as_tuple(asio::use_awaitable));
}

void SqsFeed::failed(const Error& error) {
    counters_.failures.fetch_add(1);
    ++failures_;
    const bool lasting = error.code() == Errc::unauthorised || error.code() == Errc::not_found;
    if (lasting || failures_ >= kTroubleAfter) receiving_.set(error.message(), wall_now(clock_));
    if (std::exchange(said_, error.message()) != said_)
        say("sqs.failing", "reason=" + quote_for_log(error.message()));
}

void SqsFeed::recovered() {
    if (failures_ > 0) say("sqs.recovered", "failures=" + std::to_string(failures_));
    failures_ = 0;
    said_.clear();
    receiving_.clear();
}

asio::awaitable<void> SqsFeed::look_at_depth() {
    const auto now = clock_.steady();
    if (now < next_depth_) co_return;
    next_depth_ = now + pace_.depth_every;
    const auto depth = co_await client_.depth(Deadline::after(kAnswerWithin));
    // Not worth a word: it takes a permission that may be missing, and receiving tells the rest.
    counters_.waiting.store(depth ? *depth : 0);
}

SqsReceive SqsFeed::wanted() const {
    SqsReceive wanted;
    wanted.most = one_by_one_ > 0 ? 1 : kSqsBatch;
    wanted.wait = config_.dead_letters ? kDeadLetterWait : pace_.wait;
    wanted.visibility = config_.visibility;
    return wanted;
}

asio::awaitable<void> SqsFeed::turn() {
    // What is received while nothing can be stored would only count as one more reception.
    if (loop_.state() != LoopState::running) {
        co_await pause(pace_.first_pause);
        co_return;
    }
    co_await until_in_hand(pace_.batches - 1);
    co_await look_at_depth();
    const auto wants = wanted();
    const auto asked = clock_.steady();
    const auto deadline = Deadline::after(wants.wait + kAnswerWithin);
    auto messages = co_await client_.receive(wants, deadline);
    if (!messages) {
        failed(messages.error());
        if (messages.error().code() == Errc::conflict) one_by_one_ = kOneByOne;
        co_await pause(backoff(failures_, pace_.longest_pause));
        co_return;
    }
    recovered();
    if (one_by_one_ > 0) --one_by_one_;
    if (!messages->empty()) {
        start(*std::move(messages));
    } else if (config_.dead_letters) {
        co_await pause(pace_.dead_letter_pause);
    } else if (clock_.steady() - asked < kHastyAnswer) {
        // Whatever answers there does not wait, as it was asked to.
        co_await pause(std::min<std::chrono::milliseconds>(pace_.wait, std::chrono::seconds{1}));
    }
}

// Until it is told to end: what a turn throws (no memory, no descriptors) is one more failure.
asio::awaitable<void> SqsFeed::receive() {
    bool broken = false;
    while (!stopping_) {
        std::string why;
        try {
            if (std::exchange(broken, false)) co_await pause(pace_.longest_pause);
            co_await turn();
            continue;
        } catch (const boost::system::system_error& error) {
            if (error.code() == asio::error::operation_aborted) co_return;
            why = error.what();
        } catch (const std::exception& error) {
            why = error.what();
        }
        broken = true;
        failed(Error{Errc::internal, why});
    }
}

asio::awaitable<void> SqsFeed::run() {
    progress_ = std::make_unique<asio::steady_timer>(
        co_await asio::this_coro::executor, asio::steady_timer::time_point::max()
    );
    co_await receive();
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    co_await until_in_hand(0);
}

void SqsFeed::start(std::vector<SqsMessage> messages) {
    counters_.received.fetch_add(messages.size());
    const auto batch = std::make_shared<Batch>();
    // A margin for the way back, and for the deletion.
    batch->until = clock_.steady() + config_.visibility * 9 / 10;
    batch->messages = std::move(messages);
    batch->ends.resize(batch->messages.size(), MessageEnd::later);
    ++in_hand_;
    // Without a cancellation slot: what is in hand is finished.
    asio::co_spawn(
        progress_->get_executor(),
        [this, batch] { return take(batch); },
        [this](const std::exception_ptr& failure) {
            if (failure) say("sqs.batch_failed", {});
            --in_hand_;
            progress_->cancel();
        }
    );
}

}  // namespace socbot
