// Starting and ending feeds; see sqs_poller.h.
#include "app/sqs_poller.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace socbot {

namespace asio = boost::asio;

// Kept by its coroutine too: an executor that ends with feeds under way still finds them.
struct SqsPoller::Running {
    template <class... Args>
    explicit Running(const asio::any_io_executor& executor, Args&&... args)
        : feed{std::forward<Args>(args)...}, ended{executor} {
        ended.expires_at(asio::steady_timer::time_point::max());
    }
    SqsFeed feed;
    asio::cancellation_signal signal;
    asio::steady_timer ended;  // cancelled when it has
    std::atomic<bool> over{false};
};

namespace {

void add(SqsPoller::Figures& sum, const SqsCounters& more) {
    sum.received += more.received;
    sum.stored += more.stored;
    sum.refused += more.refused;
    sum.deleted += more.deleted;
    sum.failures += more.failures;
}

}  // namespace

SqsPoller::SqsPoller(
    asio::any_io_executor executor,
    HttpClient& http,
    IntakeHandler& intake,
    EngineLoop& loop,
    const Clock& clock,
    Random& random,
    SqsFeed::Report report,
    SqsPace pace
)
    : executor_{std::move(executor)},
      http_{http},
      intake_{intake},
      loop_{loop},
      clock_{clock},
      random_{random},
      report_{std::move(report)},
      pace_{pace} {}

SqsPoller::~SqsPoller() = default;

void SqsPoller::use(std::vector<SqsFeedConfig> feeds) {
    end_all();
    for (auto& config : feeds) {
        auto running = std::make_shared<Running>(
            executor_, std::move(config), pace_, http_, intake_, loop_, clock_, random_, report_
        );
        {
            const std::lock_guard lock{mutex_};
            current_.push_back(running);
        }
        const auto ended = [running, report = report_](const std::exception_ptr& failure) {
            if (failure) report("sqs.ended", "source=" + running->feed.config().source.str());
            running->over = true;
            running->ended.cancel();
        };
        asio::co_spawn(
            executor_,
            [running] { return running->feed.run(); },
            asio::bind_cancellation_slot(running->signal.slot(), ended)
        );
    }
}

void SqsPoller::end_all() {
    std::vector<std::shared_ptr<Running>> ended;
    {
        const std::lock_guard lock{mutex_};
        ended = std::exchange(current_, {});
        ending_.insert(ending_.end(), ended.begin(), ended.end());
        // Their figures stay part of the sums.
        std::erase_if(ending_, [this](const auto& each) {
            if (each->over) add(before_, each->feed.counters());
            return each->over.load();
        });
    }
    for (const auto& each : ended) {
        each->feed.stop();
        each->signal.emit(asio::cancellation_type::terminal);
    }
}

asio::awaitable<void> SqsPoller::stop(Deadline deadline) {
    end_all();
    std::vector<std::shared_ptr<Running>> all;
    {
        const std::lock_guard lock{mutex_};
        all = ending_;
    }
    const auto waiting = asio::as_tuple(asio::use_awaitable);
    for (const auto& each : all) {
        if (each->over) continue;
        each->ended.expires_at(deadline.when());
        [[maybe_unused]] const auto woken = co_await each->ended.async_wait(waiting);
    }
}

SqsPoller::Figures SqsPoller::figures() const {
    const std::lock_guard lock{mutex_};
    Figures sum = before_;
    for (const auto& each : ending_)
        add(sum, each->feed.counters());
    for (const auto& each : current_) {
        add(sum, each->feed.counters());
        auto& waiting = each->feed.config().dead_letters ? sum.waiting_dead : sum.waiting;
        waiting += each->feed.counters().waiting;
        ++sum.queues;
        if (!each->feed.trouble().empty()) ++sum.failing;
    }
    return sum;
}

}  // namespace socbot
