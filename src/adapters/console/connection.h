// ConsoleConnection: the built-in chat as a ChatConnection. "Posting" is telling the pages that are
// open; who comes later reads the room's history from the engine's rows. So a post can't fail, and
// posting twice shows one message, because the page knows messages by their delivery id.
#pragma once

#include "adapters/console/streams.h"
#include "ports/chat.h"

#include <atomic>

namespace socbot {

// Thread-safe.
class ConsoleConnection final : public ChatConnection {
public:
    ConsoleConnection(ConnectionId id, Streams& streams);

    const ConnectionId& id() const override { return id_; }
    ChatCapabilities capabilities() const override;
    RoomLimits limits() const override;
    boost::asio::awaitable<Result<void>> start(ChatEventSink& sink) override;
    boost::asio::awaitable<void> stop(Deadline deadline) override;
    boost::asio::awaitable<ChatOutcome> attempt(OutgoingMessage message, Deadline deadline)
        override;
    boost::asio::awaitable<ChatOutcome> find(OutgoingMessage message, Deadline deadline) override;
    std::string health() const override { return {}; }

    // What a person did on the page; refused before start and after stop.
    boost::asio::awaitable<EventAnswer> submit(ChatEvent event);

private:
    ConnectionId id_;
    Streams& streams_;
    std::atomic<ChatEventSink*> sink_{nullptr};
};

}  // namespace socbot
