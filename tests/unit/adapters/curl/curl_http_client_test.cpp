// The client against listeners on loopback.
#include "adapters/curl/curl_http_client.h"

#include "unit/adapters/beast/loopback.h"
#include "unit/adapters/beast/test_certificate.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>

namespace socbot {
namespace {

namespace asio = boost::asio;
using namespace testing_support;
using std::chrono::hours;
using std::chrono::milliseconds;
using testing::HasSubstr;

using Outcome = std::optional<Result<HttpResponse>>;

asio::awaitable<Outcome> boxed_send(HttpClient& client, HttpRequest request, Deadline deadline) {
    co_return co_await client.send(std::move(request), deadline);
}

asio::awaitable<http::Reply> hold(http::Request /*request*/) {
    asio::steady_timer timer{
        co_await asio::this_coro::executor, asio::steady_timer::time_point::max()};
    (void)co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    co_return http::Response{};
}

http::Response redirect(int status, std::string location) {
    http::Response response;
    response.status = status;
    response.headers = {{"Location", std::move(location)}};
    return response;
}

struct CurlHttpClientTest : testing::Test {
    void serve(ScriptedHandler::Act act, ListenerConfig listening = {}) {
        server = std::make_unique<RunningHttp>(std::move(listening), std::move(act));
    }
    std::uint16_t port() { return server->listener().port(); }
    std::string url(const std::string& path = "/x") {
        return "http://127.0.0.1:" + std::to_string(port()) + path;
    }
    AddressPolicy allow_server() { return AddressPolicy{{{.host = "127.0.0.1", .port = port()}}}; }

    Result<HttpResponse> send(HttpRequest request, Deadline deadline = Deadline::after(hours{1})) {
        CurlHttpClient client{config, policy ? *policy : allow_server()};
        auto sending = boxed_send(client, std::move(request), deadline);
        return *thread.run(std::move(sending));
    }
    Result<HttpResponse> get(const std::string& address, unsigned redirects = 0) {
        HttpRequest request;
        request.url = address;
        request.redirects = redirects;
        return send(std::move(request));
    }

    std::unique_ptr<RunningHttp> server;
    CurlConfig config;
    std::optional<AddressPolicy> policy;
    IoThread thread;
};

TEST_F(CurlHttpClientTest, GetsAnAnswerWithFields) {
    http::Request seen;
    serve([&seen](http::Request request) -> asio::awaitable<http::Reply> {
        seen = std::move(request);
        http::Response response;
        response.status = 429;
        response.headers = {{"Retry-After", "7"}};
        response.body = "slow down";
        co_return http::Reply{std::move(response)};
    });
    const auto response = get(url("/a?b=c"));
    ASSERT_TRUE(response) << response.error().message();
    EXPECT_EQ(response->status, 429);
    EXPECT_EQ(response->body, "slow down");
    EXPECT_THAT(response->headers, testing::Contains(http::Header{"Retry-After", "7"}));
    EXPECT_EQ(seen.target, "/a?b=c");
    EXPECT_EQ(seen.header("User-Agent"), "socbot/0.1");
    EXPECT_TRUE(seen.header("Cookie").empty());
}

struct MethodCase {
    const char* name;
    const char* method;
    std::string body;
    std::string answer;
};
class CurlMethod : public CurlHttpClientTest, public testing::WithParamInterface<MethodCase> {};

TEST_P(CurlMethod, IsSentAsGiven) {
    serve(ScriptedHandler::echo);
    HttpRequest request;
    request.method = GetParam().method;
    request.url = url();
    request.body = GetParam().body;
    request.response_limit = 4U << 20U;
    const auto response = send(request);
    ASSERT_TRUE(response) << response.error().message();
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(response->body, GetParam().answer);
}

INSTANTIATE_TEST_SUITE_P(
    Methods,
    CurlMethod,
    testing::Values(
        MethodCase{"Get", "GET", "", "GET /x "},
        MethodCase{"Head", "HEAD", "", ""},
        MethodCase{"Post", "POST", "a", "POST /x a"},
        MethodCase{"EmptyPost", "POST", "", "POST /x "},
        MethodCase{
            "LargePost",
            "POST",
            std::string(1'500'000, 'x'),
            "POST /x " + std::string(1'500'000, 'x')},
        MethodCase{"Put", "PUT", "a", "PUT /x a"},
        MethodCase{"Patch", "PATCH", "a", "PATCH /x a"},
        MethodCase{"Delete", "DELETE", "", "DELETE /x "}
    ),
    [](const auto& row) { return row.param.name; }
);

TEST_F(CurlHttpClientTest, SendsFieldsAndNothingOfItsOwn) {
    http::Request seen;
    serve([&seen](http::Request request) {
        seen = request;
        return ScriptedHandler::echo(std::move(request));
    });
    HttpRequest request;
    request.method = "POST";
    request.url = url();
    request.headers = {{"Authorization", "Bearer t"}, {"X-Empty", ""}};
    request.body = "x";
    ASSERT_TRUE(send(request));
    EXPECT_EQ(seen.header("Authorization"), "Bearer t");
    EXPECT_TRUE(seen.header("Content-Type").empty());
    EXPECT_TRUE(seen.header("Expect").empty());
    const auto empty =
        std::count_if(seen.headers.begin(), seen.headers.end(), [](const auto& field) {
            return field.first == "X-Empty";
        });
    EXPECT_EQ(empty, 1);
}

TEST_F(CurlHttpClientTest, ManyRequestsAtOnce) {
    serve(ScriptedHandler::echo);
    CurlHttpClient client{config, allow_server()};
    std::atomic<int> good{0};
    std::atomic<int> all{0};
    for (int i = 0; i < 100; ++i) {
        HttpRequest request;
        request.url = url("/" + std::to_string(i));
        auto done = [&, i](const std::exception_ptr&, Outcome outcome) {
            const std::string wanted = "GET /" + std::to_string(i) + " ";
            if (outcome && *outcome && (*outcome)->body == wanted) ++good;
            ++all;
        };
        auto sending = boxed_send(client, std::move(request), Deadline::after(hours{1}));
        asio::co_spawn(thread.io(), std::move(sending), std::move(done));
    }
    EXPECT_TRUE(eventually([&] { return all == 100; }));
    EXPECT_EQ(good, 100);
}

// ---- the address policy

TEST_F(CurlHttpClientTest, RefusesAPrivateAddressThatNobodyNamed) {
    serve(ScriptedHandler::echo);
    policy.emplace();
    for (const std::string host : {"127.0.0.1", "localhost", "0x7f000001", "[::ffff:127.0.0.1]"}) {
        const auto response = get("http://" + host + ":" + std::to_string(port()) + "/");
        ASSERT_FALSE(response) << host;
        EXPECT_EQ(response.error().code(), Errc::unauthorised) << host;
    }
    EXPECT_EQ(server->counts().accepted, 0U);
}

TEST_F(CurlHttpClientTest, ANamedEndpointIsForItsPortOnly) {
    serve(ScriptedHandler::echo);
    policy.emplace(std::vector<AllowedEndpoint>{{.host = "127.0.0.1", .port = 1}});
    const auto response = get(url());
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code(), Errc::unauthorised);
}

// ---- redirects

TEST_F(CurlHttpClientTest, ARedirectIsAnAnswerUnlessAskedFor) {
    serve([](http::Request) -> asio::awaitable<http::Reply> { co_return redirect(302, "/y"); });
    const auto response = get(url());
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 302);
    EXPECT_EQ(server->counts().requests, 1U);
}

TEST_F(CurlHttpClientTest, FollowsAsManyAsAskedFor) {
    serve([](http::Request) -> asio::awaitable<http::Reply> { co_return redirect(302, "/y"); });
    const auto response = get(url(), 3);
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 302);
    EXPECT_EQ(server->counts().requests, 4U);
}

TEST_F(CurlHttpClientTest, ARedirectToAPrivateAddressIsRefused) {
    RunningHttp inside{{}, ScriptedHandler::echo};
    const std::string target =
        "http://127.0.0.1:" + std::to_string(inside.listener().port()) + "/secret";
    serve([target](http::Request) -> asio::awaitable<http::Reply> {
        co_return redirect(302, target);
    });
    const auto response = get(url(), 1);
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code(), Errc::unauthorised);
    EXPECT_EQ(inside.counts().accepted, 0U);
}

TEST_F(CurlHttpClientTest, ARedirectToAnotherSchemeIsRefused) {
    serve([](http::Request) -> asio::awaitable<http::Reply> {
        co_return redirect(302, "file:///etc/passwd");
    });
    const auto response = get(url(), 1);
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code(), Errc::invalid_input);
}

struct RewriteCase {
    const char* name;
    int status;
    const char* answer;
};
class CurlRewrite : public CurlHttpClientTest, public testing::WithParamInterface<RewriteCase> {};

TEST_P(CurlRewrite, OfAPost) {
    serve([](http::Request request) -> asio::awaitable<http::Reply> {
        if (request.path == "/x") co_return redirect(GetParam().status, "/y");
        co_return co_await ScriptedHandler::echo(std::move(request));
    });
    HttpRequest request;
    request.method = "POST";
    request.url = url();
    request.body = "b";
    request.redirects = 1;
    const auto response = send(request);
    ASSERT_TRUE(response) << response.error().message();
    EXPECT_EQ(response->body, GetParam().answer);
}

INSTANTIATE_TEST_SUITE_P(
    Statuses,
    CurlRewrite,
    testing::Values(
        RewriteCase{"Moved", 301, "GET /y "},
        RewriteCase{"Found", 302, "GET /y "},
        RewriteCase{"SeeOther", 303, "GET /y "},
        RewriteCase{"Temporary", 307, "POST /y b"},
        RewriteCase{"Permanent", 308, "POST /y b"}
    ),
    [](const auto& row) { return row.param.name; }
);

TEST_F(CurlHttpClientTest, CredentialsStayAtTheirOrigin) {
    std::string here{"unset"};
    std::string there{"unset"};
    RunningHttp other{{}, [&there](http::Request request) {
                          there = request.header("Authorization");
                          return ScriptedHandler::echo(std::move(request));
                      }};
    const std::string target = "http://127.0.0.1:" + std::to_string(other.listener().port()) + "/";
    serve([&here, target](http::Request request) -> asio::awaitable<http::Reply> {
        if (request.path == "/x") co_return redirect(307, "/y");
        here = request.header("Authorization");
        co_return redirect(307, target);
    });
    policy.emplace(std::vector<AllowedEndpoint>{
        {.host = "127.0.0.1", .port = port()},
        {.host = "127.0.0.1", .port = other.listener().port()}});
    HttpRequest request;
    request.url = url();
    request.headers = {{"Authorization", "Bearer t"}};
    request.redirects = 2;
    ASSERT_TRUE(send(request));
    EXPECT_EQ(here, "Bearer t");
    EXPECT_EQ(there, "");
}

// ---- limits

TEST_F(CurlHttpClientTest, ABodyOverTheLimitIsAnError) {
    serve([](http::Request) -> asio::awaitable<http::Reply> {
        http::Response response;
        response.body.assign(1001, 'x');
        co_return http::Reply{std::move(response)};
    });
    HttpRequest request;
    request.url = url();
    request.response_limit = 1000;
    const auto refused = send(request);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), Errc::invalid_input);
    request.response_limit = 1001;
    EXPECT_TRUE(send(request));
}

TEST_F(CurlHttpClientTest, AHeaderOverTheLimitIsAnError) {
    serve([](http::Request) -> asio::awaitable<http::Reply> {
        http::Response response;
        for (int i = 0; i < 5; ++i)
            response.headers.emplace_back("X-Big", std::string(1000, 'x'));
        co_return http::Reply{std::move(response)};
    });
    config.header_bytes = 4000;
    const auto refused = get(url());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), Errc::invalid_input);
    config.header_bytes = 8000;
    EXPECT_TRUE(get(url()));
}

TEST_F(CurlHttpClientTest, TooManyFieldsAreAnError) {
    serve([](http::Request) -> asio::awaitable<http::Reply> {
        http::Response response;
        response.headers.assign(200, {"X", "y"});
        co_return http::Reply{std::move(response)};
    });
    const auto refused = get(url());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), Errc::invalid_input);
}

TEST_F(CurlHttpClientTest, TheDeadlineEndsARequest) {
    serve(hold);
    HttpRequest request;
    request.url = url();
    const auto response = send(request, Deadline::after(milliseconds{50}));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code(), Errc::timeout);
}

TEST_F(CurlHttpClientTest, ADeadlineInThePastSendsNothing) {
    serve(ScriptedHandler::echo);
    HttpRequest request;
    request.url = url();
    const auto response = send(request, Deadline::at(Deadline::Clock::now() - hours{1}));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code(), Errc::timeout);
    EXPECT_EQ(server->counts().accepted, 0U);
}

TEST_F(CurlHttpClientTest, NobodyListeningIsUnavailable) {
    serve(ScriptedHandler::echo);
    const auto address = url();
    policy = allow_server();
    server = nullptr;
    const auto response = get(address);
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code(), Errc::unavailable);
}

TEST_F(CurlHttpClientTest, OneRequestTooManyIsUnavailable) {
    serve(hold);
    config.in_flight = 1;
    CurlHttpClient client{config, allow_server()};
    HttpRequest request;
    request.url = url();
    asio::co_spawn(
        thread.io(),
        boxed_send(client, request, Deadline::after(hours{1})),
        [](const std::exception_ptr&, const Outcome&) {}
    );
    ASSERT_TRUE(eventually([&] { return server->counts().requests == 1; }));
    auto second = boxed_send(client, request, Deadline::after(hours{1}));
    const auto response = *thread.run(std::move(second));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code(), Errc::unavailable);
}

// ---- ending early

TEST_F(CurlHttpClientTest, ACancelledRequestEndsAtOnce) {
    serve(hold);
    config.in_flight = 1;
    CurlHttpClient client{config, allow_server()};
    HttpRequest request;
    request.url = url();
    asio::cancellation_signal signal;
    std::promise<std::exception_ptr> ended;
    auto done = [&ended](std::exception_ptr failure, const Outcome&) {
        ended.set_value(std::move(failure));
    };
    asio::co_spawn(
        thread.io(),
        boxed_send(client, request, Deadline::after(hours{1})),
        asio::bind_cancellation_slot(signal.slot(), std::move(done))
    );
    ASSERT_TRUE(eventually([&] { return server->counts().requests == 1; }));
    asio::post(thread.io(), [&signal] { signal.emit(asio::cancellation_type::terminal); });
    const auto failure = ended.get_future().get();
    ASSERT_TRUE(failure);
    try {
        std::rethrow_exception(failure);
    } catch (const boost::system::system_error& error) {
        EXPECT_EQ(error.code(), asio::error::operation_aborted);
    }
    // Its place is free again: the next one gets as far as its own deadline.
    auto next = boxed_send(client, request, Deadline::after(milliseconds{50}));
    const auto response = *thread.run(std::move(next));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code(), Errc::timeout);
}

TEST_F(CurlHttpClientTest, DestroyingTheClientFailsWhatIsInFlight) {
    serve(hold);
    auto client = std::make_unique<CurlHttpClient>(config, allow_server());
    HttpRequest request;
    request.url = url();
    std::promise<Errc> ended;
    asio::co_spawn(
        thread.io(),
        boxed_send(*client, request, Deadline::after(hours{1})),
        [&ended](const std::exception_ptr&, const Outcome& outcome) {
            ended.set_value(outcome->error().code());
        }
    );
    ASSERT_TRUE(eventually([&] { return server->counts().requests == 1; }));
    client = nullptr;
    EXPECT_EQ(ended.get_future().get(), Errc::unavailable);
}

// More to one origin than it gets at a time: one that has to wait keeps its own deadline, and ends
// with the client.
TEST_F(CurlHttpClientTest, OneThatWaitsForItsOriginEndsInTime) {
    serve(hold);
    auto client = std::make_unique<CurlHttpClient>(config, allow_server());
    HttpRequest request;
    request.url = url();
    std::atomic<int> unavailable{0};
    const auto spawn = [&] {
        auto done = [&](const std::exception_ptr&, const Outcome& outcome) {
            if (outcome->error().code() == Errc::unavailable) ++unavailable;
        };
        auto sending = boxed_send(*client, request, Deadline::after(hours{1}));
        asio::co_spawn(thread.io(), std::move(sending), std::move(done));
    };
    for (int i = 0; i < 18; ++i)
        spawn();
    ASSERT_TRUE(eventually([&] { return server->counts().requests == 16; }));
    auto waiting = boxed_send(*client, request, Deadline::after(milliseconds{50}));
    const auto response = *thread.run(std::move(waiting));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code(), Errc::timeout);
    EXPECT_EQ(server->counts().requests, 16U);
    client = nullptr;
    EXPECT_TRUE(eventually([&] { return unavailable == 18; }));
}

// ---- refused before sending

TEST_F(CurlHttpClientTest, BadUrlsAndFieldsAreRefused) {
    serve(ScriptedHandler::echo);
    EXPECT_EQ(get("file:///etc/passwd").error().code(), Errc::invalid_input);
    HttpRequest request;
    request.url = url();
    request.headers = {{"X", "a\r\nHost: evil"}};
    EXPECT_EQ(send(request).error().code(), Errc::invalid_input);
    EXPECT_EQ(server->counts().accepted, 0U);
}

// ---- TLS

TEST_F(CurlHttpClientTest, VerifiesTheServer) {
    const TestCertificate certificate{"curl.example"};
    ListenerConfig tls;
    tls.tls = TlsFiles{.certificate = certificate.certificate, .key = certificate.key};
    serve(ScriptedHandler::echo, tls);
    const std::string address = "https://127.0.0.1:" + std::to_string(port()) + "/x";
    const auto unknown = get(address);
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code(), Errc::unavailable);
    config.ca_file = certificate.certificate;
    const auto known = get(address);
    ASSERT_TRUE(known) << known.error().message();
    EXPECT_EQ(known->body, "GET /x ");
    EXPECT_EQ(server->counts().requests, 1U);
}

TEST_F(CurlHttpClientTest, ARedirectFromHttpsToHttpIsRefused) {
    const TestCertificate certificate{"curl.example"};
    ListenerConfig tls;
    tls.tls = TlsFiles{.certificate = certificate.certificate, .key = certificate.key};
    RunningHttp plain{{}, ScriptedHandler::echo};
    const std::string target = "http://127.0.0.1:" + std::to_string(plain.listener().port()) + "/";
    serve(
        [target](http::Request) -> asio::awaitable<http::Reply> {
            co_return redirect(302, target);
        },
        tls
    );
    config.ca_file = certificate.certificate;
    const auto response = get("https://127.0.0.1:" + std::to_string(port()) + "/x", 1);
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code(), Errc::unauthorised);
    EXPECT_EQ(plain.counts().accepted, 0U);
}

TEST_F(CurlHttpClientTest, ANewPolicyHoldsForTheNextConnection) {
    serve(ScriptedHandler::echo);
    CurlHttpClient client{config, {}};
    HttpRequest request;
    request.url = url();
    EXPECT_FALSE(*thread.run(boxed_send(client, request, Deadline::after(hours{1}))));
    client.use(allow_server());
    EXPECT_TRUE(*thread.run(boxed_send(client, request, Deadline::after(hours{1}))));
}

// ---- proxy

TEST_F(CurlHttpClientTest, AsksTheProxyForNamedHosts) {
    std::string host;
    serve([&host](http::Request request) {
        host = request.header("Host");
        return ScriptedHandler::echo(std::move(request));
    });
    config.proxy = "http://127.0.0.1:" + std::to_string(port());
    policy.emplace(std::vector<AllowedEndpoint>{{.host = "target.example", .port = 80}});
    const auto response = get("http://target.example/page");
    ASSERT_TRUE(response) << response.error().message();
    EXPECT_EQ(response->body, "GET /page ");
    EXPECT_EQ(host, "target.example");
}

TEST_F(CurlHttpClientTest, DoesNotAskTheProxyForOthers) {
    serve(ScriptedHandler::echo);
    config.proxy = "http://127.0.0.1:" + std::to_string(port());
    policy.emplace();
    for (const std::string address : {"http://target.example/", "http://10.0.0.1/"}) {
        const auto response = get(address);
        ASSERT_FALSE(response);
        EXPECT_EQ(response.error().code(), Errc::unauthorised);
    }
    EXPECT_EQ(server->counts().accepted, 0U);
}

TEST_F(CurlHttpClientTest, NoProxyGoesDirectly) {
    serve(ScriptedHandler::echo);
    config.proxy = "http://127.0.0.1:1";
    config.no_proxy = {"127.0.0.1"};
    EXPECT_TRUE(get(url()));
}

}  // namespace
}  // namespace socbot
