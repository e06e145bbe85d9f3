// TaskGroup: tasks run, failures are reported, stop cancels and waits, and refuses what comes
// later.
#include "async/task_group.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <vector>

namespace socbot {
namespace {

namespace asio = boost::asio;
using testing::ElementsAre;

asio::awaitable<void> wait_for_ever() {
    asio::steady_timer timer{
        co_await asio::this_coro::executor, asio::steady_timer::time_point::max()};
    co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> fail() {
    throw std::runtime_error{"boom"};
    co_return;
}

asio::awaitable<void> count(int& counter) {
    ++counter;
    co_return;
}

struct Failures {
    std::vector<std::string> seen;
    TaskGroup::OnFailure hook() {
        return [this](std::string_view task, std::string_view what) {
            seen.push_back(std::string{task} + ": " + std::string{what});
        };
    }
};

TEST(TaskGroup, RunsATaskAndForgetsItWhenItEnds) {
    asio::io_context io;
    TaskGroup group{io.get_executor(), {}};
    int counter = 0;
    group.spawn("count", [&counter] { return count(counter); });
    io.run();
    EXPECT_EQ(counter, 1);
    EXPECT_EQ(group.size(), 0U);
}

TEST(TaskGroup, ReportsATaskThatThrowsAndGoesOn) {
    asio::io_context io;
    Failures failures;
    TaskGroup group{io.get_executor(), failures.hook()};
    int counter = 0;
    group.spawn("bad", [] { return fail(); });
    group.spawn("good", [&counter] { return count(counter); });
    io.run();
    EXPECT_THAT(failures.seen, ElementsAre("bad: boom"));
    EXPECT_EQ(counter, 1);
}

TEST(TaskGroup, StopCancelsEveryTaskWaitsAndReportsNothing) {
    asio::io_context io;
    Failures failures;
    TaskGroup group{io.get_executor(), failures.hook()};
    group.spawn("first", [] { return wait_for_ever(); });
    group.spawn("second", [] { return wait_for_ever(); });
    io.poll();
    EXPECT_EQ(group.size(), 2U);
    io.restart();
    bool stopped = false;
    asio::co_spawn(io, group.stop(), [&stopped](std::exception_ptr) { stopped = true; });
    io.run();
    EXPECT_TRUE(stopped);
    EXPECT_EQ(group.size(), 0U);
    EXPECT_TRUE(failures.seen.empty());
}

TEST(TaskGroup, RefusesTasksAfterStop) {
    asio::io_context io;
    TaskGroup group{io.get_executor(), {}};
    asio::co_spawn(io, group.stop(), asio::detached);
    io.run();
    io.restart();
    int counter = 0;
    group.spawn("late", [&counter] { return count(counter); });
    io.run();
    EXPECT_EQ(counter, 0);
}

TEST(TaskGroup, SpawnsAndStopsFromManyThreads) {
    asio::thread_pool pool{4};
    TaskGroup group{pool.get_executor(), {}};
    for (int i = 0; i < 100; ++i) {
        asio::post(pool, [&group] { group.spawn("waits", [] { return wait_for_ever(); }); });
    }
    asio::post(pool, [&] { asio::co_spawn(pool, group.stop(), asio::detached); });
    pool.join();
    EXPECT_EQ(group.size(), 0U);
}

TEST(TaskGroupDeathTest, DestroyingARunningGroupAborts) {
    const auto destroy_running = [] {
        asio::io_context io;
        TaskGroup group{io.get_executor(), {}};
        group.spawn("waits", [] { return wait_for_ever(); });
        io.poll();
    };
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    EXPECT_DEATH(destroy_running(), "stopped before it is destroyed");
}

}  // namespace
}  // namespace socbot
