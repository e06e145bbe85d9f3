// ScriptedPlatform behind the ChatConnection port, asynchronous: an attempt is answered by a later
// turn of the executor, never within the call.
#pragma once

#include "app/dispatcher.h"
#include "ports/chat.h"
#include "support/scripted_platform.h"

#include <boost/asio/awaitable.hpp>

#include <deque>
#include <string>
#include <vector>

namespace socbot::testing {

// One thread. Outlives the dispatcher that uses it.
class ScriptedChat final : public ChatConnection {
public:
    explicit ScriptedChat(std::string id) : id_{std::move(id)} {}

    ScriptedPlatform& platform() { return platform_; }
    void limit(RoomLimits limits) { limits_ = std::move(limits); }
    void can(const ChatCapabilities& capabilities) { capabilities_ = capabilities; }
    // The next attempt throws, as an adapter with a bug would.
    void throw_next() { throw_next_ = true; }

    const ConnectionId& id() const override { return id_; }
    ChatCapabilities capabilities() const override { return capabilities_; }
    RoomLimits limits() const override { return limits_; }
    boost::asio::awaitable<Result<void>> start(ChatEventSink& sink) override;
    boost::asio::awaitable<void> stop(Deadline deadline) override;
    boost::asio::awaitable<ChatOutcome> attempt(OutgoingMessage message, Deadline deadline)
        override;
    boost::asio::awaitable<ChatOutcome> find(OutgoingMessage message, Deadline deadline) override;
    std::string health() const override { return {}; }

private:
    boost::asio::awaitable<ChatOutcome> call(OutgoingMessage message);
    // What the capabilities refuse; empty: nothing.
    std::string lacking(const OutgoingMessage& message) const;

    ConnectionId id_;
    RoomLimits limits_;
    ChatCapabilities capabilities_{.find_own = true};
    ScriptedPlatform platform_;
    bool throw_next_{false};
};

// Answers jobs in the order the script was given; settled without lines when it is empty.
class ScriptedJobAdapter final : public JobAdapter {
public:
    void then(Outcome outcome) { script_.push_back(std::move(outcome)); }
    const std::vector<JobRequest>& requests() const { return requests_; }
    boost::asio::awaitable<Outcome> run(JobRequest request, Deadline deadline) override;

private:
    std::deque<Outcome> script_;
    std::vector<JobRequest> requests_;
};

}  // namespace socbot::testing
