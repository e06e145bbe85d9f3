// Server-sent events over loopback.
#include "unit/adapters/beast/loopback.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>
#include <thread>
#include <vector>

namespace socbot {
namespace {

using namespace testing_support;
using std::chrono::hours;
using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::StartsWith;

const std::string kGet{"GET /events HTTP/1.1\r\nHost: h\r\n\r\n"};

// Keeps every stream it starts.
class Streams {
public:
    ScriptedHandler::Act act() {
        return [this](http::Request request) { return start(std::move(request)); };
    }
    std::shared_ptr<http::EventStream> wait_for(std::size_t count) {
        EXPECT_TRUE(eventually([&] {
            const std::lock_guard lock{mutex_};
            return streams_.size() >= count;
        }));
        const std::lock_guard lock{mutex_};
        return streams_.back();
    }

private:
    boost::asio::awaitable<http::Reply> start(http::Request /*request*/) {
        http::StreamStart reply;
        reply.headers = {{"X-Stream", "yes"}};
        reply.started = [this](std::shared_ptr<http::EventStream> stream) {
            const std::lock_guard lock{mutex_};
            streams_.push_back(std::move(stream));
        };
        co_return http::Reply{std::move(reply)};
    }

    std::mutex mutex_;
    std::vector<std::shared_ptr<http::EventStream>> streams_;
};

struct HttpStream : testing::Test {
    ListenerConfig config;
    Streams streams;
};

TEST_F(HttpStream, SendsHeadAndEvents) {
    RunningHttp server{config, streams.act()};
    RawClient client{server.listener().port()};
    const auto head = client.send(kGet).read_until("\r\n\r\n");
    EXPECT_THAT(head, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(head, HasSubstr("Content-Type: text/event-stream\r\n"));
    EXPECT_THAT(head, HasSubstr("X-Stream: yes\r\n"));
    EXPECT_THAT(head, HasSubstr("X-Content-Type-Options: nosniff\r\n"));
    const auto stream = streams.wait_for(1);
    EXPECT_TRUE(stream->write("1", "card", "{}"));
    EXPECT_EQ(client.read_until("\n\n"), "id: 1\nevent: card\ndata: {}\n\n");
    EXPECT_EQ(server.counts().streams, 1U);
}

TEST_F(HttpStream, TakesEventsFromManyThreads) {
    RunningHttp server{config, streams.act()};
    RawClient client{server.listener().port()};
    client.send(kGet).read_until("\r\n\r\n");
    const auto stream = streams.wait_for(1);
    std::vector<std::thread> writers;
    for (int t = 0; t < 4; ++t)
        writers.emplace_back([&stream] {
            for (int i = 0; i < 50; ++i)
                stream->write("", "", "x");
        });
    for (auto& writer : writers)
        writer.join();
    for (int i = 0; i < 200; ++i)
        ASSERT_EQ(client.read_until("\n\n"), "data: x\n\n");
}

TEST_F(HttpStream, AQuietStreamGetsAComment) {
    config.limits.heartbeat = milliseconds{5};
    RunningHttp server{config, streams.act()};
    RawClient client{server.listener().port()};
    client.send(kGet).read_until("\r\n\r\n");
    EXPECT_EQ(client.read_until("\n\n"), ":\n\n");
    EXPECT_EQ(client.read_until("\n\n"), ":\n\n");
}

TEST_F(HttpStream, IsNotCutOffByTheLimitsOfRequests) {
    config.limits.idle_time = milliseconds{1};
    config.limits.header_time = milliseconds{100};
    config.limits.sweep_every = milliseconds{1};
    config.limits.heartbeat = milliseconds{20};
    RunningHttp server{config, streams.act()};
    RawClient client{server.listener().port()};
    client.send(kGet).read_until("\r\n\r\n");
    for (int i = 0; i < 8; ++i)
        ASSERT_EQ(client.read_until("\n\n"), ":\n\n");
    EXPECT_EQ(server.counts().timed_out, 0U);
}

TEST_F(HttpStream, EndsWhenTheHandlerClosesItAndSendsWhatWasQueued) {
    RunningHttp server{config, streams.act()};
    RawClient client{server.listener().port()};
    client.send(kGet).read_until("\r\n\r\n");
    const auto stream = streams.wait_for(1);
    stream->write("", "", "last");
    stream->close();
    EXPECT_FALSE(stream->open());
    EXPECT_EQ(client.read_until("\n\n"), "data: last\n\n");
    EXPECT_TRUE(client.closed());
}

TEST_F(HttpStream, EndsWhenThePeerGoesAway) {
    RunningHttp server{config, streams.act()};
    RawClient client{server.listener().port()};
    client.send(kGet).read_until("\r\n\r\n");
    const auto stream = streams.wait_for(1);
    client.hang_up();
    EXPECT_TRUE(eventually([&] { return !stream->open(); }));
    EXPECT_FALSE(stream->write("", "", "x"));
    EXPECT_TRUE(eventually([&] { return server.counts().open == 0; }));
    EXPECT_EQ(server.counts().streams, 0U);
}

TEST_F(HttpStream, EndsWhenThePeerTalksTooMuch) {
    RunningHttp server{config, streams.act()};
    RawClient client{server.listener().port()};
    client.send(kGet).read_until("\r\n\r\n");
    const auto stream = streams.wait_for(1);
    client.send(std::string(100'000, 'x'));
    EXPECT_TRUE(eventually([&] { return !stream->open(); }));
}

TEST_F(HttpStream, EndsForAReaderThatIsTooSlow) {
    RunningHttp server{config, streams.act()};
    RawClient client{server.listener().port()};
    client.send(kGet).read_until("\r\n\r\n");
    const auto stream = streams.wait_for(1);
    // The kernel takes some megabytes; then the queue fills up.
    const std::string big(64'000, 'x');
    bool open = true;
    for (int i = 0; open && i < 10'000; ++i)
        open = stream->write("", "", big);
    EXPECT_FALSE(open);
}

TEST_F(HttpStream, ABlockedWriteIsCutOff) {
    config.limits.write_time = milliseconds{20};
    config.limits.sweep_every = milliseconds{5};
    config.limits.stream_bytes = 256U << 20U;
    RunningHttp server{config, streams.act()};
    RawClient client{server.listener().port()};
    client.send(kGet).read_until("\r\n\r\n");
    const auto stream = streams.wait_for(1);
    stream->write("", "", std::string(64U << 20U, 'x'));
    EXPECT_TRUE(eventually([&] { return server.counts().open == 0; }));
    EXPECT_EQ(server.counts().timed_out, 1U);
}

TEST_F(HttpStream, OneStreamTooManyIsRefused) {
    config.limits.streams = 1;
    RunningHttp server{config, streams.act()};
    RawClient first{server.listener().port()};
    first.send(kGet).read_until("\r\n\r\n");
    streams.wait_for(1);
    RawClient second{server.listener().port()};
    const auto response = second.send(kGet).response();
    EXPECT_EQ(status_of(response), 503);
    EXPECT_THAT(response, HasSubstr(R"("error":"streams")"));
}

TEST_F(HttpStream, AForeignPageIsRefused) {
    config.check_origin = true;
    RunningHttp server{config, streams.act()};
    RawClient client{server.listener().port()};
    client.send("GET /events HTTP/1.1\r\nHost: h\r\nOrigin: https://evil.example\r\n\r\n");
    EXPECT_EQ(status_of(client.response()), 403);
}

TEST_F(HttpStream, HeadStartsNothing) {
    RunningHttp server{config, streams.act()};
    RawClient client{server.listener().port()};
    client.send("HEAD /events HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(status_of(client.response()), 200);
    EXPECT_EQ(server.counts().streams, 0U);
}

TEST_F(HttpStream, StopEndsItAtOnce) {
    RunningHttp server{config, streams.act()};
    RawClient client{server.listener().port()};
    client.send(kGet).read_until("\r\n\r\n");
    const auto stream = streams.wait_for(1);
    server.stop(Deadline::after(hours{1}));
    EXPECT_FALSE(stream->open());
    EXPECT_TRUE(client.closed());
}

// The handler's side may keep the stream for longer than the listener lives.
TEST_F(HttpStream, OutlivesTheListener) {
    std::shared_ptr<http::EventStream> stream;
    {
        RunningHttp server{config, streams.act()};
        RawClient client{server.listener().port()};
        client.send(kGet).read_until("\r\n\r\n");
        stream = streams.wait_for(1);
    }
    EXPECT_FALSE(stream->write("", "", "x"));
    stream->close();
    EXPECT_FALSE(stream->open());
}

}  // namespace
}  // namespace socbot
