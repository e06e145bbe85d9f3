// The demo: three customers, three people (one a role), a shared room, and a feed of invented
// alarms of all kinds over a few minutes: repeats, some below the threshold, a small storm, one
// critical that nobody took.
#pragma once

#include "app/intake.h"
#include "main/config/app_config.h"
#include "ports/clock.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace socbot {

inline constexpr const char* kDemoPerson = "sam@demo.example";  // the senior

AppConfig demo_config(const std::filesystem::path& data_dir, Secret token);

// One alarm of the feed, `after` the start.
struct DemoAlarm {
    Milliseconds after{};
    std::string payload;  // as USM Anywhere would send it
};
// The whole feed; times in it begin at `start`. Pure.
std::vector<DemoAlarm> demo_alarms(Instant start);

// Hands the feed to the intake in its time. On the io_context's thread.
class DemoFeed {
public:
    DemoFeed(boost::asio::io_context& io, IntakeHandler& intake, const Clock& clock);
    void start();
    void stop();

private:
    boost::asio::awaitable<void> run();

    boost::asio::io_context& io_;
    IntakeHandler& intake_;
    const Clock& clock_;
    boost::asio::steady_timer timer_;
    bool stopping_{false};
};

}  // namespace socbot
