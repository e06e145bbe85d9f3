// Handing an input to the engine from a coroutine and waiting for its commit.
#pragma once

#include "app/engine_loop.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <optional>

namespace socbot {

// The engine's answer once the input is durable; nullopt: refused, nothing was remembered (503).
boost::asio::awaitable<std::optional<Answer>> submit(EngineLoop& loop, Input input);

// Resolves the waiters of a batch with one post a thread instead of one a request.
class GroupedRelease final : public WaiterRelease {
public:
    void release(std::vector<Item> items) override;
};

}  // namespace socbot
