// Every limit of the listener, reached. Times are made tiny where they must pass.
#include "unit/adapters/beast/loopback.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <vector>

namespace socbot {
namespace {

using namespace testing_support;
using std::chrono::hours;
using std::chrono::milliseconds;
using testing::HasSubstr;

ListenerConfig small() {
    ListenerConfig config;
    config.limits.header_bytes = 1024;
    config.limits.target_bytes = 256;
    config.limits.header_fields = 8;
    config.limits.body_bytes = 1000;
    return config;
}

// ---- what a request may say

struct RefusedCase {
    const char* name;
    std::string request;
    int status;
    const char* code;
};
class RefusedRequest : public testing::TestWithParam<RefusedCase> {};

TEST_P(RefusedRequest, IsAnsweredAndTheConnectionCloses) {
    RunningHttp server{small(), ScriptedHandler::echo};
    RawClient client{server.listener().port()};
    const auto response = client.send(GetParam().request).response();
    EXPECT_EQ(status_of(response), GetParam().status);
    EXPECT_THAT(response, HasSubstr("{\"error\":\"" + std::string{GetParam().code} + "\""));
    EXPECT_THAT(response, HasSubstr("Connection: close\r\n"));
    EXPECT_TRUE(client.closed());
    EXPECT_EQ(server.counts().requests, 0U);
    EXPECT_EQ(server.counts().refused, 1U);
}

std::string get(const std::string& target, const std::string& fields = "Host: h\r\n") {
    return "GET " + target + " HTTP/1.1\r\n" + fields + "\r\n";
}
std::string post(const std::string& fields, const std::string& body) {
    return "POST / HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n" + body;
}
std::string many(int count, const std::string& text) {
    std::string out;
    for (int i = 0; i < count; ++i)
        out += text;
    return out;
}
const std::string kChunked{"Transfer-Encoding: chunked\r\n"};

INSTANTIATE_TEST_SUITE_P(
    Heads,
    RefusedRequest,
    testing::Values(
        RefusedCase{"TargetTooLong", get("/" + std::string(256, 'a')), 414, "target"},
        RefusedCase{"TargetWithoutEnd", "GET /" + std::string(2000, 'a'), 414, "target"},
        RefusedCase{
            "HeaderTooLong",
            get("/", "Host: h\r\nX: " + std::string(1100, 'a') + "\r\n"),
            431,
            "header"},
        RefusedCase{"TooManyFields", get("/", "Host: h\r\n" + many(8, "X: y\r\n")), 431, "header"},
        RefusedCase{"NoHost", get("/", ""), 400, "host"},
        RefusedCase{"TwoHosts", get("/", "Host: a\r\nHost: b\r\n"), 400, "host"},
        RefusedCase{"BadEscape", get("/%zz"), 400, "path"},
        RefusedCase{"EncodedSlash", get("/a%2fb"), 400, "path"},
        RefusedCase{"DotSegment", get("/a/../b"), 400, "path"},
        RefusedCase{"Nul", get("/%00"), 400, "path"},
        RefusedCase{"Version", "GET / HTTP/2.0\r\nHost: h\r\n\r\n", 505, "version"},
        RefusedCase{"NotHttp", "\x16\x03\x01\x02 hello\r\n\r\n", 400, "request"},
        RefusedCase{
            "LongMethod",
            std::string(33, 'A') + " / HTTP/1.1\r\nHost: h\r\n\r\n",
            501,
            "method"},
        RefusedCase{"SpaceBeforeColon", get("/", "Host : h\r\n"), 400, "request"},
        RefusedCase{
            "Expectation",
            post("Expect: miracle\r\nContent-Length: 1\r\n", ""),
            417,
            "expect"}
    ),
    [](const auto& row) { return row.param.name; }
);

INSTANTIATE_TEST_SUITE_P(
    Bodies,
    RefusedRequest,
    testing::Values(
        RefusedCase{"Announced", post("Content-Length: 1001\r\n", ""), 413, "body"},
        RefusedCase{
            "SentAnyway",
            post("Content-Length: 200000\r\n", std::string(200000, 'x')),
            413,
            "body"},
        RefusedCase{"OneChunk", post(kChunked, "3e9\r\n"), 413, "body"},
        RefusedCase{
            "ManyChunks",
            post(kChunked, many(11, "64\r\n" + std::string(100, 'x') + "\r\n")),
            413,
            "body"},
        // Little content in much framing.
        RefusedCase{
            "ExtensionBomb",
            post(kChunked, many(60, "1;e=" + std::string(400, 'e') + "\r\nx\r\n")),
            413,
            "body"},
        RefusedCase{
            "ChunkHeaderWithoutEnd",
            post(kChunked, "1;e=" + std::string(60000, 'e')),
            400,
            "framing"},
        RefusedCase{
            "TrailerWithoutEnd",
            post(kChunked, "0\r\nX: " + std::string(60000, 'e')),
            400,
            "framing"},
        RefusedCase{"BadChunk", post(kChunked, "zz\r\n"), 400, "request"},
        RefusedCase{
            "LengthAndCoding",
            post("Content-Length: 3\r\n" + kChunked, "0\r\n\r\n"),
            400,
            "framing"},
        RefusedCase{
            "CodingAndLength",
            post(kChunked + "Content-Length: 3\r\n", "0\r\n\r\n"),
            400,
            "framing"},
        RefusedCase{
            "TwoLengths",
            post("Content-Length: 1\r\nContent-Length: 2\r\n", "x"),
            400,
            "framing"},
        RefusedCase{
            "SameLengthTwice",
            post("Content-Length: 1\r\nContent-Length: 1\r\n", "x"),
            400,
            "framing"},
        RefusedCase{"NegativeLength", post("Content-Length: -1\r\n", ""), 400, "framing"},
        RefusedCase{"OtherCoding", post("Transfer-Encoding: gzip\r\n", ""), 501, "framing"},
        RefusedCase{"TwoCodings", post("Transfer-Encoding: gzip, chunked\r\n", ""), 501, "framing"},
        RefusedCase{
            "CodingInHttp10",
            "POST / HTTP/1.0\r\n" + kChunked + "\r\n0\r\n\r\n",
            400,
            "framing"}
    ),
    [](const auto& row) { return row.param.name; }
);

TEST(HttpLimits, WhatJustFitsIsAccepted) {
    RunningHttp server{small(), ScriptedHandler::echo};
    RawClient client{server.listener().port()};
    EXPECT_EQ(status_of(client.send(get("/" + std::string(255, 'a'))).response()), 200);
    EXPECT_EQ(
        status_of(client.send(get("/", "Host: h\r\n" + many(7, "X: y\r\n"))).response()), 200
    );
    const std::string body(1000, 'x');
    EXPECT_EQ(status_of(client.send(post("Content-Length: 1000\r\n", body)).response()), 200);
    EXPECT_EQ(
        status_of(client.send(post(kChunked, "3e8\r\n" + body + "\r\n0\r\n\r\n")).response()), 200
    );
}

// ---- time

struct SlowCase {
    const char* name;
    const char* sent;
    ListenerLimits::Duration ListenerLimits::*limit;
};
class SlowPeer : public testing::TestWithParam<SlowCase> {};

TEST_P(SlowPeer, IsCutOff) {
    ListenerConfig config;
    for (const auto limit :
         {&ListenerLimits::header_time, &ListenerLimits::body_time, &ListenerLimits::idle_time})
        config.limits.*limit = hours{1};
    config.limits.*GetParam().limit = milliseconds{20};
    config.limits.sweep_every = milliseconds{5};
    RunningHttp server{config, ScriptedHandler::echo};
    RawClient client{server.listener().port()};
    client.send(GetParam().sent);
    if (GetParam().limit == &ListenerLimits::idle_time) client.response();
    EXPECT_TRUE(client.closed());
    EXPECT_EQ(server.counts().timed_out, 1U);
    EXPECT_TRUE(eventually([&] { return server.counts().open == 0; }));
}

INSTANTIATE_TEST_SUITE_P(
    Times,
    SlowPeer,
    testing::Values(
        SlowCase{"SaysNothing", "", &ListenerLimits::header_time},
        SlowCase{"HalfAHeader", "GET / HT", &ListenerLimits::header_time},
        SlowCase{"OnlyEmptyLines", "\r\n\r\n", &ListenerLimits::header_time},
        SlowCase{
            "HalfABody",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nx",
            &ListenerLimits::body_time},
        SlowCase{
            "IdleAfterARequest",
            "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
            &ListenerLimits::idle_time}
    ),
    [](const auto& row) { return row.param.name; }
);

// Trickling resets nothing: the limit counts from the first byte.
TEST(HttpLimits, ATricklingHeaderIsCutOff) {
    ListenerConfig config;
    config.limits.header_bytes = 16U << 20U;  // so that the size is not what ends it
    config.limits.header_time = milliseconds{50};
    config.limits.sweep_every = milliseconds{5};
    RunningHttp server{config, ScriptedHandler::echo};
    RawClient client{server.listener().port()};
    client.send("GET / HTTP/1.1\r\nX: ");
    EXPECT_TRUE(eventually([&] {
        client.send("y");
        return server.counts().timed_out == 1;
    }));
}

TEST(HttpLimits, AReaderThatDoesNotReadIsCutOff) {
    ListenerConfig config;
    config.limits.write_time = milliseconds{20};
    config.limits.sweep_every = milliseconds{5};
    RunningHttp server{config, [](http::Request) -> boost::asio::awaitable<http::Reply> {
                           http::Response response;
                           response.body.assign(64U << 20U, 'x');  // more than the kernel buffers
                           co_return http::Reply{std::move(response)};
                       }};
    RawClient client{server.listener().port()};
    client.send(get("/"));
    EXPECT_TRUE(eventually([&] { return server.counts().timed_out == 1; }));
    EXPECT_TRUE(eventually([&] { return server.counts().open == 0; }));
}

TEST(HttpLimits, LingeringEnds) {
    ListenerConfig config = small();
    config.limits.linger_time = milliseconds{20};
    config.limits.sweep_every = milliseconds{5};
    RunningHttp server{config, ScriptedHandler::echo};
    RawClient client{server.listener().port()};
    EXPECT_EQ(status_of(client.send(post("Content-Length: 1001\r\n", "")).response()), 413);
    EXPECT_TRUE(eventually([&] { return server.counts().open == 0; }));
}

// ---- number

TEST(HttpLimits, OneConnectionTooManyIsTurnedAway) {
    ListenerConfig config;
    config.limits.connections = 3;
    RunningHttp server{config, ScriptedHandler::echo};
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 3; ++i) {
        clients.push_back(std::make_unique<RawClient>(server.listener().port()));
        ASSERT_EQ(status_of(clients.back()->send(get("/")).response()), 200);
    }
    RawClient extra{server.listener().port()};
    const auto response = extra.response();
    EXPECT_EQ(status_of(response), 503);
    EXPECT_THAT(response, HasSubstr(R"("error":"busy")"));
    EXPECT_TRUE(extra.closed());
    EXPECT_EQ(server.counts().turned_away, 1U);
    clients.pop_back();
    ASSERT_TRUE(eventually([&] { return server.counts().open == 2; }));
    RawClient next{server.listener().port()};
    EXPECT_EQ(status_of(next.send(get("/")).response()), 200);
}

// Lowers the limit on descriptors to what is open now.
class NoDescriptorsLeft {
public:
    NoDescriptorsLeft() {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        const int lowest_free = ::fcntl(0, F_DUPFD_CLOEXEC, 0);
        ::close(lowest_free);
        rlimit none = before_;
        none.rlim_cur = static_cast<rlim_t>(lowest_free);
        ::setrlimit(RLIMIT_NOFILE, &none);
    }
    ~NoDescriptorsLeft() { ::setrlimit(RLIMIT_NOFILE, &before_); }
    NoDescriptorsLeft(const NoDescriptorsLeft&) = delete;
    NoDescriptorsLeft& operator=(const NoDescriptorsLeft&) = delete;

private:
    rlimit before_{};
};

TEST(HttpLimits, WithoutDescriptorsAcceptingBacksOffAndRecovers) {
    ListenerConfig config;
    config.limits.accept_back_off = milliseconds{20};
    RunningHttp server{config, ScriptedHandler::echo};
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto start = std::chrono::steady_clock::now();
    std::unique_ptr<RawClient> client;
    {
        const NoDescriptorsLeft none;
        client = std::make_unique<RawClient>(socket, server.listener().port());
        ASSERT_TRUE(eventually([&] { return server.counts().accept_errors >= 2; }));
    }
    EXPECT_EQ(status_of(client->send(get("/")).response()), 200);
    const auto passed = std::chrono::steady_clock::now() - start;
    EXPECT_LE(
        server.counts().accept_errors, static_cast<std::uint64_t>(passed / milliseconds{20}) + 1
    );
}

}  // namespace
}  // namespace socbot
