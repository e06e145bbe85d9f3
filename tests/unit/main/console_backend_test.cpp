// The console's history: pages back to a room's first message, however many came after.
#include "main/console_backend.h"

#include "domain/engine/keys.h"
#include "support/loop_world.h"
#include "support/memory_store.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <exception>
#include <optional>
#include <string>
#include <vector>

namespace socbot::testing {
namespace {

const RoomRef kRoom{ConnectionId{"console"}, "acme"};
const RoomRef kOther{ConnectionId{"console"}, "acme2"};

class ConsoleHistoryTest : public ::testing::Test {
protected:
    void put(const RoomRef& room, std::uint64_t first, std::uint64_t last) {
        Changes changes;
        for (std::uint64_t id = first; id <= last; ++id) {
            Delivery delivery;
            delivery.id = DeliveryId{id};
            delivery.room = room;
            delivery.view.template_name.clear();
            delivery.text = room.room + " " + std::to_string(id);
            Writer body;
            delivery.encode(body);
            changes.rows.push_back({keys::delivery(room, delivery.id), {}, body.take(), false});
        }
        ASSERT_EQ(
            store_.commit(0, 0, {.changes = {&changes}, .journal = {}}).status, CommitStatus::ok
        );
    }
    // The messages' ids, as the page gets them.
    std::vector<std::uint64_t> history(std::uint64_t before, std::size_t limit) {
        std::vector<std::uint64_t> ids;
        boost::asio::io_context context;
        auto task = ask(before, limit, ids);
        boost::asio::co_spawn(context, std::move(task), [](std::exception_ptr failure) {
            if (failure) std::rethrow_exception(failure);
        });
        context.run();
        return ids;
    }

private:
    boost::asio::awaitable<void>
    ask(std::uint64_t before, std::size_t limit, std::vector<std::uint64_t>& ids) {
        const auto messages = co_await history_.history(kRoom, DeliveryId{before}, limit);
        EXPECT_TRUE(messages);
        if (!messages) co_return;
        for (const auto& message : *messages) {
            EXPECT_EQ(message.text, "acme " + std::to_string(message.id.value()));
            ids.push_back(message.id.value());
        }
    }

    MemoryStore store_;
    ManualClock clock_;
    boost::asio::io_context context_;
    Metrics metrics_;
    Notes notes_{metrics_};
    ButtonSigner signer_{{{"k1", Secret{std::string(32, 'k')}}}};
    Dispatcher dispatcher_{context_.get_executor(), {}, signer_, clock_};
    LoopWorld world_{store_, clock_};
    ReaderThread readers_{store_};
    ConsoleHistory history_{readers_, dispatcher_, notes_, world_.loop()};
};

using Ids = std::vector<std::uint64_t>;

TEST_F(ConsoleHistoryTest, GivesTheNewestOldestFirst) {
    put(kRoom, 1, 5);
    EXPECT_EQ(history(0, 3), (Ids{3, 4, 5}));
    EXPECT_EQ(history(0, 10), (Ids{1, 2, 3, 4, 5}));
    EXPECT_EQ(history(0, 0), Ids{});
}

TEST_F(ConsoleHistoryTest, GivesWhatCameBeforeAMessage) {
    put(kRoom, 1, 5);
    EXPECT_EQ(history(4, 2), (Ids{2, 3}));
    EXPECT_EQ(history(2, 10), Ids{1});
    EXPECT_EQ(history(1, 10), Ids{});
    EXPECT_EQ(history(99, 2), (Ids{4, 5}));  // before what is not there
}

TEST_F(ConsoleHistoryTest, IsOfOneRoom) {
    put(kRoom, 1, 2);
    put(kOther, 3, 4);
    EXPECT_EQ(history(0, 10), (Ids{1, 2}));
    EXPECT_EQ(history(4, 10), (Ids{1, 2}));
}

TEST_F(ConsoleHistoryTest, ReachesTheFirstMessageOfALongRoom) {
    put(kRoom, 1, 6'000);
    EXPECT_EQ(history(4, 2), (Ids{2, 3}));
    std::uint64_t before = 0;
    std::size_t seen = 0;
    for (auto page = history(before, 500); !page.empty(); page = history(before, 500)) {
        seen += page.size();
        before = page.front();
    }
    EXPECT_EQ(seen, 6'000U);
    EXPECT_EQ(before, 1U);
}

}  // namespace
}  // namespace socbot::testing
