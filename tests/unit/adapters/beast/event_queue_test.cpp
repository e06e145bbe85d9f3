// The queue behind an event stream: wire form, limits, one wake for many events.
#include "adapters/beast/event_queue.h"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

namespace socbot {
namespace {

struct EventCase {
    const char* name;
    const char* id;
    const char* event;
    std::string data;
    const char* wire;
};
class AppendEvent : public testing::TestWithParam<EventCase> {};

TEST_P(AppendEvent, WritesTheWireForm) {
    std::string out;
    append_event(out, GetParam().id, GetParam().event, GetParam().data);
    EXPECT_EQ(out, GetParam().wire);
}

INSTANTIATE_TEST_SUITE_P(
    Events,
    AppendEvent,
    testing::Values(
        EventCase{"All", "7", "card", "{}", "id: 7\nevent: card\ndata: {}\n\n"},
        EventCase{"DataOnly", "", "", "x", "data: x\n\n"},
        EventCase{"EmptyData", "", "e", "", "event: e\ndata: \n\n"},
        EventCase{"Lines", "", "", "a\nb\r\nc\rd", "data: a\ndata: b\ndata: c\ndata: d\n\n"},
        EventCase{"EndsInALine", "", "", "a\n", "data: a\ndata: \n\n"},
        EventCase{"NoInjection", "1\ndata: x", "e\r\n", "a", "id: 1data: x\nevent: e\ndata: a\n\n"}
    ),
    [](const auto& row) { return row.param.name; }
);

struct QueueTest : testing::Test {
    std::shared_ptr<EventQueue> make(EventQueue::Limits limits) {
        return std::make_shared<EventQueue>(io.get_executor(), limits, [this] { ++wakes; });
    }
    int run() {
        io.restart();
        io.run();
        return wakes;
    }
    boost::asio::io_context io;
    int wakes{0};
    std::string out;
};

TEST_F(QueueTest, WakesOnceForManyEvents) {
    const auto queue = make({});
    for (int i = 0; i < 5; ++i)
        EXPECT_TRUE(queue->write("", "e", "x"));
    EXPECT_EQ(run(), 1);
    EXPECT_TRUE(queue->take(out));
    EXPECT_EQ(out.size(), 5 * std::string{"event: e\ndata: x\n\n"}.size());
    EXPECT_TRUE(queue->write("", "e", "x"));
    EXPECT_EQ(run(), 2);
}

TEST_F(QueueTest, TooManyEventsCloseIt) {
    const auto queue = make({.events = 2, .bytes = 1000});
    EXPECT_TRUE(queue->write("", "", "1"));
    EXPECT_TRUE(queue->write("", "", "2"));
    EXPECT_FALSE(queue->write("", "", "3"));
    EXPECT_FALSE(queue->open());
    EXPECT_FALSE(queue->take(out));
}

TEST_F(QueueTest, TooManyBytesCloseIt) {
    const auto queue = make({.events = 100, .bytes = 20});
    EXPECT_TRUE(queue->write("", "", "1"));
    EXPECT_FALSE(queue->write("", "", std::string(20, 'x')));
    EXPECT_FALSE(queue->open());
}

TEST_F(QueueTest, TakingMakesRoom) {
    const auto queue = make({.events = 1, .bytes = 1000});
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(queue->write("", "", "x"));
        EXPECT_TRUE(queue->take(out));
    }
}

TEST_F(QueueTest, ClosingStillSendsWhatIsQueued) {
    const auto queue = make({});
    EXPECT_TRUE(queue->write("", "", "last"));
    queue->close();
    EXPECT_FALSE(queue->write("", "", "late"));
    EXPECT_TRUE(queue->take(out));
    EXPECT_EQ(out, "data: last\n\n");
    EXPECT_FALSE(queue->take(out));
}

TEST_F(QueueTest, AfterDetachNothingIsPosted) {
    const auto queue = make({});
    EXPECT_TRUE(queue->write("", "", "x"));
    queue->detach();
    EXPECT_EQ(run(), 0);
    EXPECT_FALSE(queue->write("", "", "y"));
    queue->close();
    EXPECT_EQ(run(), 0);
    EXPECT_FALSE(queue->take(out));
}

}  // namespace
}  // namespace socbot
