// The listener over loopback: requests and answers, kept connections, hosts, origins, failures of
// handlers.
#include "unit/adapters/beast/loopback.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

namespace socbot {
namespace {

using namespace testing_support;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const std::string kGet{"GET /a HTTP/1.1\r\nHost: h\r\n\r\n"};

std::string post(std::string_view body, std::string_view more = "") {
    return "POST /in HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n" + std::string{more} + "\r\n" + std::string{body};
}

TEST(HttpListener, AnswersAPost) {
    RunningHttp server{{}, ScriptedHandler::echo};
    RawClient client{server.listener().port()};
    const auto response = client.send(post("hello")).response();
    EXPECT_THAT(response, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_EQ(body_of(response), "POST /in hello");
    EXPECT_THAT(response, HasSubstr("X-Content-Type-Options: nosniff\r\n"));
    EXPECT_THAT(response, HasSubstr("Referrer-Policy: no-referrer\r\n"));
    EXPECT_THAT(response, HasSubstr("Cache-Control: no-store\r\n"));
    EXPECT_THAT(response, Not(HasSubstr("Server:")));
    EXPECT_EQ(server.counts().requests, 1U);
}

TEST(HttpListener, HandsOutTheWholeRequest) {
    http::Request seen;
    RunningHttp server{{}, [&seen](http::Request request) {
                           seen = request;
                           return ScriptedHandler::echo(std::move(request));
                       }};
    RawClient client{server.listener().port()};
    client.send("PUT /a%20b?c=d HTTP/1.1\r\nHost: h\r\nX-One: 1\r\nContent-Length: 1\r\n\r\nz")
        .response();
    EXPECT_EQ(seen.method, "PUT");
    EXPECT_EQ(seen.target, "/a%20b?c=d");
    EXPECT_EQ(seen.path, "/a b");
    EXPECT_EQ(seen.query, "c=d");
    EXPECT_EQ(seen.header("x-one"), "1");
    EXPECT_EQ(seen.body, "z");
    EXPECT_EQ(seen.client_address, "127.0.0.1");
    EXPECT_FALSE(seen.secure);
}

TEST(HttpListener, KeepsTheConnectionForManyRequests) {
    RunningHttp server{{}, ScriptedHandler::echo};
    RawClient client{server.listener().port()};
    for (int i = 0; i < 200; ++i)
        ASSERT_EQ(
            body_of(client.send(post(std::to_string(i))).response()),
            "POST /in " + std::to_string(i)
        );
    EXPECT_EQ(server.counts().accepted, 1U);
}

TEST(HttpListener, AnswersPipelinedRequestsInOrder) {
    RunningHttp server{{}, ScriptedHandler::echo};
    RawClient client{server.listener().port()};
    client.send(post("1") + post("2") + kGet);
    EXPECT_EQ(body_of(client.response()), "POST /in 1");
    EXPECT_EQ(body_of(client.response()), "POST /in 2");
    EXPECT_EQ(body_of(client.response()), "GET /a ");
}

TEST(HttpListener, ReadsARequestThatArrivesByteByByte) {
    RunningHttp server{{}, ScriptedHandler::echo};
    RawClient client{server.listener().port()};
    for (const char c : "\r\n" + post("slow"))
        client.send({&c, 1});
    EXPECT_EQ(body_of(client.response()), "POST /in slow");
}

TEST(HttpListener, ReadsALargeBodyInOnePieceAndSendsOne) {
    RunningHttp server{{}, ScriptedHandler::echo};
    RawClient client{server.listener().port()};
    const std::string body(1'500'000, 'x');
    EXPECT_EQ(body_of(client.send(post(body)).response()), "POST /in " + body);
    EXPECT_EQ(body_of(client.send(kGet).response()), "GET /a ");
}

TEST(HttpListener, ReadsAChunkedBody) {
    RunningHttp server{{}, ScriptedHandler::echo};
    RawClient client{server.listener().port()};
    client.send(
        "POST /in HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\n" +
        kGet
    );
    EXPECT_EQ(body_of(client.response()), "POST /in abcde");
    EXPECT_EQ(body_of(client.response()), "GET /a ");
}

TEST(HttpListener, Http10ClosesUnlessAskedToKeep) {
    RunningHttp server{{}, ScriptedHandler::echo};
    RawClient closing{server.listener().port()};
    EXPECT_THAT(closing.send("GET / HTTP/1.0\r\n\r\n").response(), HasSubstr("Connection: close"));
    EXPECT_TRUE(closing.closed());
    RawClient keeping{server.listener().port()};
    const std::string request{"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"};
    EXPECT_THAT(keeping.send(request).response(), HasSubstr("Connection: keep-alive"));
    EXPECT_EQ(status_of(keeping.send(request).response()), 200);
}

TEST(HttpListener, ClosesWhenAsked) {
    RunningHttp server{{}, ScriptedHandler::echo};
    RawClient client{server.listener().port()};
    EXPECT_EQ(status_of(client.send(post("x", "Connection: close\r\n")).response()), 200);
    EXPECT_TRUE(client.closed());
}

TEST(HttpListener, HeadHasTheLengthAndNoBody) {
    RunningHttp server{{}, ScriptedHandler::echo};
    RawClient client{server.listener().port()};
    client.send("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n");
    const auto head = client.read_until("\r\n\r\n");
    EXPECT_THAT(head, HasSubstr("Content-Length: 8\r\n"));
    // The next answer starts right behind.
    EXPECT_THAT(client.send(kGet).response(), StartsWith("HTTP/1.1 200"));
}

TEST(HttpListener, SaysContinueBeforeTheBody) {
    RunningHttp server{{}, ScriptedHandler::echo};
    RawClient client{server.listener().port()};
    client.send("POST /in HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
    );
    EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    EXPECT_EQ(body_of(client.send("ok").response()), "POST /in ok");
}

TEST(HttpListener, SaysNoInsteadOfContinue) {
    RunningHttp server{{}, ScriptedHandler::echo};
    RawClient client{server.listener().port()};
    client.send(
        "POST /in HTTP/1.1\r\nHost: h\r\nContent-Length: 9999999\r\nExpect: 100-continue\r\n\r\n"
    );
    EXPECT_EQ(status_of(client.response()), 413);
}

TEST(HttpListener, AHandlerThatThrowsIsABland500) {
    RunningHttp server{{}, [](http::Request) -> boost::asio::awaitable<http::Reply> {
                           throw std::runtime_error{"secret detail"};
                           co_return http::Response{};
                       }};
    RawClient client{server.listener().port()};
    const auto response = client.send(kGet).response();
    EXPECT_EQ(status_of(response), 500);
    EXPECT_THAT(response, HasSubstr(R"("error":"internal")"));
    EXPECT_THAT(response, Not(HasSubstr("secret")));
    EXPECT_EQ(status_of(client.send(kGet).response()), 500);  // the connection is kept
    EXPECT_EQ(server.counts().handler_failures, 2U);
}

TEST(HttpListener, AHandlersMalformedFieldIsABland500) {
    RunningHttp server{{}, [](http::Request) -> boost::asio::awaitable<http::Reply> {
                           http::Response response;
                           response.headers = {{"Location", "/\r\nSet-Cookie: a=b"}};
                           co_return http::Reply{std::move(response)};
                       }};
    RawClient client{server.listener().port()};
    const auto response = client.send(kGet).response();
    EXPECT_EQ(status_of(response), 500);
    EXPECT_THAT(response, Not(HasSubstr("Set-Cookie")));
}

TEST(HttpListener, RefusesAForeignHost) {
    ListenerConfig config;
    config.allowed_hosts = {"soc.example"};
    RunningHttp server{config, ScriptedHandler::echo};
    RawClient good{server.listener().port()};
    EXPECT_EQ(status_of(good.send("GET / HTTP/1.1\r\nHost: soc.example\r\n\r\n").response()), 200);
    // The authority of an absolute target wins over the field (RFC 9112 section 3.2.2).
    const std::string absolute{"GET http://evil.example/ HTTP/1.1\r\nHost: soc.example\r\n\r\n"};
    EXPECT_EQ(status_of(good.send(absolute).response()), 421);
    RawClient bad{server.listener().port()};
    const auto response = bad.send(kGet).response();
    EXPECT_EQ(status_of(response), 421);
    EXPECT_THAT(response, HasSubstr(R"("error":"host")"));
    EXPECT_TRUE(bad.closed());
    EXPECT_EQ(server.counts().requests, 1U);
    EXPECT_EQ(server.counts().refused, 2U);
}

TEST(HttpListener, RefusesAForeignOrigin) {
    ListenerConfig config;
    config.check_origin = true;
    config.allowed_origins = {"https://soc.example"};
    RunningHttp server{config, ScriptedHandler::echo};
    RawClient client{server.listener().port()};
    EXPECT_EQ(status_of(client.send(post("x")).response()), 200);
    EXPECT_EQ(status_of(client.send(post("x", "Origin: https://soc.example\r\n")).response()), 200);
    const auto refused = client.send(post("x", "Origin: https://evil.example\r\n")).response();
    EXPECT_EQ(status_of(refused), 403);
    EXPECT_THAT(refused, HasSubstr(R"("error":"origin")"));
}

TEST(HttpListener, AnAddressInUseIsAnError) {
    RunningHttp server{{}, ScriptedHandler::echo};
    ScriptedHandler handler;
    boost::asio::io_context io;
    ListenerConfig config;
    config.port = server.listener().port();
    HttpListener second{io, config, handler};
    const auto started = second.start();
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code(), Errc::unavailable);
    EXPECT_THAT(started.error().message(), HasSubstr("127.0.0.1:" + std::to_string(config.port)));
}

TEST(HttpListener, AnUnreadableAddressIsAnError) {
    ScriptedHandler handler;
    boost::asio::io_context io;
    ListenerConfig config;
    config.address = "localhost";
    HttpListener listener{io, config, handler};
    const auto started = listener.start();
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code(), Errc::invalid_input);
}

// ---- stopping

struct HeldRequest {
    std::atomic<bool> entered{false};
    std::atomic<bool> cancelled{false};
    boost::asio::awaitable<http::Reply> hold(std::chrono::milliseconds span) {
        entered = true;
        boost::asio::steady_timer timer{co_await boost::asio::this_coro::executor, span};
        auto [ec] = co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
        cancelled = static_cast<bool>(ec);
        co_return http::Response{};
    }
};

TEST(HttpListenerStop, LetsARunningRequestFinish) {
    HeldRequest held;
    RunningHttp server{
        {}, [&held](http::Request) { return held.hold(std::chrono::milliseconds{50}); }};
    RawClient busy{server.listener().port()};
    RawClient idle{server.listener().port()};
    busy.send(kGet);
    ASSERT_TRUE(eventually([&] { return held.entered.load() && server.counts().open == 2; }));
    server.stop(Deadline::after(std::chrono::seconds{30}));
    EXPECT_THAT(busy.response(), HasSubstr("Connection: close\r\n"));
    EXPECT_TRUE(busy.closed());
    EXPECT_TRUE(idle.closed());
    EXPECT_FALSE(held.cancelled);
    EXPECT_EQ(server.counts().open, 0U);
}

TEST(HttpListenerStop, CancelsWhatIsLeftAtTheDeadline) {
    HeldRequest held;
    RunningHttp server{{}, [&held](http::Request) { return held.hold(std::chrono::hours{1}); }};
    RawClient busy{server.listener().port()};
    busy.send(kGet);
    ASSERT_TRUE(eventually([&] { return held.entered.load(); }));
    server.stop(Deadline::after(std::chrono::milliseconds{1}));
    EXPECT_TRUE(busy.closed());
    EXPECT_TRUE(held.cancelled);
    EXPECT_EQ(server.counts().open, 0U);
}

TEST(HttpListenerStop, AcceptsNobodyAnyMore) {
    RunningHttp server{{}, ScriptedHandler::echo};
    const auto port = server.listener().port();
    server.stop(Deadline::after(std::chrono::seconds{1}));
    ScriptedHandler handler;
    boost::asio::io_context io;
    ListenerConfig config;
    config.port = port;  // the port is free again
    HttpListener second{io, config, handler};
    EXPECT_TRUE(second.start());
}

}  // namespace
}  // namespace socbot
