// What people did in chat becomes inputs: clicks after their signature was verified, lines as
// typed.
#pragma once

#include "app/engine_loop.h"
#include "domain/commands/button.h"
#include "ports/chat.h"
#include "ports/random.h"

namespace socbot {

// Thread-safe.
class ChatIntake final : public ChatEventSink {
public:
    ChatIntake(EngineLoop& loop, const ButtonSigner& signer, const Clock& clock, Random& random)
        : loop_{loop}, signer_{signer}, clock_{clock}, random_{random} {}

    boost::asio::awaitable<EventAnswer> on_event(ChatEvent event) override;

private:
    // nullopt: forged; the connection is told it was accepted, so that a forger learns nothing.
    std::optional<Input> to_input(ChatEvent event);

    EngineLoop& loop_;
    const ButtonSigner& signer_;
    const Clock& clock_;
    Random& random_;
};

}  // namespace socbot
