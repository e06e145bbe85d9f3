// Bodies that the load generator sends: alarms as USM Anywhere writes them, and alerts as
// Alertmanager takes them. All values are our own. Everything is a function of (seed, counter):
// two runs with the same numbers send the same requests, except for the time in them.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace socbot::bench {

class BodyMaker {
public:
    virtual ~BodyMaker() = default;
    // Replaces `body` with the next one.
    virtual void make(std::string& body) = 0;
    // What an answer to it must contain; empty: only its status counts.
    virtual std::string_view expected() const = 0;
};

// Counts of what was made, by what the server is meant to do with it.
struct AlarmShares {
    std::uint64_t hidden{0};   // priority 20, below the shipped threshold
    std::uint64_t opening{0};  // priority 50 from an address never seen before
    std::uint64_t updates{0};  // priority 50 from one of the addresses seen last
};

// One alarm a body, about 2 kB: 1 in 20 opens an episode, 1 in 20 comes to one that is open, and
// the rest is below the threshold, spread over 50 rules and 80 addresses. Uids are hashed counters:
// they neither repeat nor come in order, as an index on them would like.
class UsmAlarms final : public BodyMaker {
public:
    UsmAlarms(std::uint64_t seed, std::uint64_t first);

    void make(std::string& body) override;
    std::string_view expected() const override { return "\"stored\""; }

    const AlarmShares& shares() const noexcept { return shares_; }

private:
    void choose_source(std::uint64_t chance);
    void set_time();

    std::uint64_t seed_;
    std::uint64_t counter_;
    AlarmShares shares_;
    std::deque<std::uint64_t> recent_;  // what the addresses seen last were made of
    std::string_view priority_;
    std::string_view label_;
    std::string uid_;
    std::string event_uid_;
    std::string source_;
    std::string rule_;
    std::string millis_;
    std::string iso_;
    std::int64_t made_at_{0};  // ms; what millis_ and iso_ say
};

// One alert a body, about 360 B, of 20,000 distinct ones, as Alertmanager is used.
class Alerts final : public BodyMaker {
public:
    Alerts(std::uint64_t seed, std::uint64_t first) : seed_{seed}, counter_{first} {}

    void make(std::string& body) override;
    std::string_view expected() const override { return {}; }

private:
    std::uint64_t seed_;
    std::uint64_t counter_;
};

// Bodies made beforehand, one a line of a file: signing costs far more than sending. Throws
// std::runtime_error when there are none; begins again when all were sent.
class PreparedBodies final : public BodyMaker {
public:
    PreparedBodies(const std::string& file, std::string expected, std::uint64_t first);

    void make(std::string& body) override;
    std::string_view expected() const override { return expected_; }
    std::size_t size() const noexcept { return lines_.size(); }

private:
    std::string text_;
    std::vector<std::string_view> lines_;
    std::string expected_;
    std::size_t next_{0};
};

}  // namespace socbot::bench
