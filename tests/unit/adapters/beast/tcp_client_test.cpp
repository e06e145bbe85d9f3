// The plain TCP client against a socket that answers what a test says.
#include "adapters/beast/tcp_client.h"

#include "unit/adapters/beast/loopback.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

namespace socbot {
namespace {

namespace asio = boost::asio;
using namespace testing_support;
using std::chrono::hours;
using std::chrono::milliseconds;

// Accepts one connection, reads a line, answers, and closes unless it holds.
class OneShotServer {
public:
    OneShotServer(std::string answer, bool hold)
        : acceptor_{io_, {asio::ip::address_v4::loopback(), 0}},
          port_{acceptor_.local_endpoint().port()},
          thread_{[this, answer = std::move(answer), hold] {
              asio::ip::tcp::socket socket{io_};
              boost::system::error_code ec;
              acceptor_.accept(socket, ec);
              if (ec) return;
              asio::read_until(socket, asio::dynamic_buffer(question_), "\n", ec);
              asio::write(socket, asio::buffer(answer), ec);
              std::string rest;
              if (hold) asio::read_until(socket, asio::dynamic_buffer(rest), "never", ec);
          }} {}
    ~OneShotServer() {
        boost::system::error_code ignored;
        // Wakes a thread nobody connected to.
        asio::ip::tcp::socket poke{io_};
        poke.connect({asio::ip::address_v4::loopback(), port_}, ignored);
        poke.close(ignored);
        thread_.join();
    }
    OneShotServer(const OneShotServer&) = delete;
    OneShotServer& operator=(const OneShotServer&) = delete;

    std::uint16_t port() const { return port_; }
    const std::string& question() const { return question_; }

private:
    asio::io_context io_;
    asio::ip::tcp::acceptor acceptor_;
    std::uint16_t port_;
    std::string question_;
    std::thread thread_;
};

struct TcpClientTest : testing::Test {
    Result<TcpAnswer> ask(TcpExchange exchange, std::uint16_t allowed_port, Deadline deadline) {
        AsioTcpClient client{AddressPolicy{{{.host = "127.0.0.1", .port = allowed_port}}}};
        auto asking = asked(client, std::move(exchange), deadline);
        return *thread.run(std::move(asking));
    }
    static asio::awaitable<std::optional<Result<TcpAnswer>>>
    asked(AsioTcpClient& client, TcpExchange exchange, Deadline deadline) {
        co_return co_await client.exchange(std::move(exchange), deadline);
    }
    static TcpExchange to(std::uint16_t port) {
        TcpExchange exchange;
        exchange.host = "127.0.0.1";
        exchange.port = port;
        exchange.request = "example.com\r\n";
        return exchange;
    }
    IoThread thread;
    Deadline far = Deadline::after(hours{1});
};

TEST_F(TcpClientTest, AsksAndReadsToTheEnd) {
    const std::string text(100'000, 'w');
    OneShotServer server{text, false};
    const auto answer = ask(to(server.port()), server.port(), far);
    ASSERT_TRUE(answer) << answer.error().message();
    EXPECT_EQ(answer->bytes, text);
    EXPECT_TRUE(answer->complete);
    EXPECT_EQ(server.question(), "example.com\r\n");
}

TEST_F(TcpClientTest, CutsAtTheLimit) {
    OneShotServer server{std::string(100'000, 'w'), true};
    auto exchange = to(server.port());
    exchange.response_limit = 1000;
    const auto answer = ask(exchange, server.port(), far);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->bytes.size(), 1000U);
    EXPECT_FALSE(answer->complete);
}

TEST_F(TcpClientTest, CutsAtTheDeadlineAndKeepsWhatCame) {
    OneShotServer server{"half an answer", true};
    const auto answer = ask(to(server.port()), server.port(), Deadline::after(milliseconds{200}));
    ASSERT_TRUE(answer) << answer.error().message();
    EXPECT_EQ(answer->bytes, "half an answer");
    EXPECT_FALSE(answer->complete);
}

TEST_F(TcpClientTest, NothingByTheDeadlineIsATimeout) {
    OneShotServer server{"", true};
    const auto answer = ask(to(server.port()), server.port(), Deadline::after(milliseconds{20}));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code(), Errc::timeout);
}

TEST_F(TcpClientTest, RefusesAPrivateAddressThatNobodyNamed) {
    OneShotServer server{"secret", false};
    const auto answer = ask(to(server.port()), 1, far);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code(), Errc::unauthorised);
}

TEST_F(TcpClientTest, NobodyListeningIsUnavailable) {
    std::uint16_t port = 0;
    {
        OneShotServer server{"", false};
        port = server.port();
    }
    const auto answer = ask(to(port), port, far);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code(), Errc::unavailable);
}

TEST_F(TcpClientTest, RefusesEmptyHostsAndLongRequests) {
    EXPECT_EQ(ask(TcpExchange{}, 1, far).error().code(), Errc::invalid_input);
    auto exchange = to(1);
    exchange.request.assign(5000, 'x');
    EXPECT_EQ(ask(exchange, 1, far).error().code(), Errc::invalid_input);
}

}  // namespace
}  // namespace socbot
