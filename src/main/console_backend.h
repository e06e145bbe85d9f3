// The console's view of the process: a room's history from the delivery rows, rendered on demand.
#pragma once

#include "adapters/console/backend.h"
#include "app/dispatcher.h"
#include "app/engine_loop.h"
#include "app/queries.h"
#include "main/notes.h"

namespace socbot {

class ConsoleHistory final : public ConsoleBackend {
public:
    ConsoleHistory(
        ReaderThread& readers,
        const Dispatcher& dispatcher,
        const Notes& notes,
        const EngineLoop& loop
    )
        : readers_{readers}, dispatcher_{dispatcher}, notes_{notes}, loop_{loop} {}

    boost::asio::awaitable<Result<std::vector<ConsoleMessage>>>
    history(RoomRef room, DeliveryId before, std::size_t limit) override;
    std::shared_ptr<const Settings> settings() const override { return notes_.settings(); }
    std::string status_line() const override;

    void limits(RoomLimits limits) { limits_ = limits; }

private:
    ReaderThread& readers_;
    const Dispatcher& dispatcher_;
    const Notes& notes_;
    const EngineLoop& loop_;
    RoomLimits limits_;
};

}  // namespace socbot
