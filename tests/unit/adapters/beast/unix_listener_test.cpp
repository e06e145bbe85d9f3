// The local socket: who may open it, what becomes of old files, and the same answers as over TCP.
#include "unit/adapters/beast/loopback.h"

#include <boost/asio/local/stream_protocol.hpp>
#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

namespace socbot {
namespace {

using namespace testing_support;

struct UnixListenerTest : testing::Test {
    void TearDown() override { ::unlink(config.path.c_str()); }

    Result<void> start_another() {
        ScriptedHandler handler;
        boost::asio::io_context io;
        UnixListener listener{io, config, handler};
        return listener.start();
    }

    UnixListenerConfig config{
        .path = testing::TempDir() + "socbot_" + std::to_string(::getpid()) + ".sock",
        .limits = {},
        .report = {}};
};

TEST_F(UnixListenerTest, AnswersItsOwnerOnly) {
    std::string client_address;
    RunningUnix server{config, [&](http::Request request) {
                           client_address = request.client_address;
                           return ScriptedHandler::echo(std::move(request));
                       }};
    struct stat found {};
    ASSERT_EQ(::stat(config.path.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777U, 0600U);
    RawClient client{config.path};
    client.send("POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nhi");
    EXPECT_EQ(body_of(client.response()), "POST /x hi");
    EXPECT_EQ(client_address, "local");
}

TEST_F(UnixListenerTest, RemovesItsFileWhenItStops) {
    {
        RunningUnix server{config, ScriptedHandler::echo};
        EXPECT_EQ(::access(config.path.c_str(), F_OK), 0);
    }
    EXPECT_NE(::access(config.path.c_str(), F_OK), 0);
}

TEST_F(UnixListenerTest, ReplacesTheFileOfADeadProcess) {
    {
        boost::asio::io_context io;
        boost::asio::local::stream_protocol::acceptor dead{io, {config.path}};
    }
    ASSERT_EQ(::access(config.path.c_str(), F_OK), 0);
    EXPECT_TRUE(start_another());
}

TEST_F(UnixListenerTest, DoesNotTakeALiveOne) {
    RunningUnix server{config, ScriptedHandler::echo};
    const auto started = start_another();
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code(), Errc::conflict);
    RawClient client{config.path};  // unharmed
    EXPECT_EQ(status_of(client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").response()), 200);
}

TEST_F(UnixListenerTest, DoesNotRemoveAnOrdinaryFile) {
    std::ofstream{config.path} << "precious";
    const auto started = start_another();
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code(), Errc::conflict);
    EXPECT_EQ(::access(config.path.c_str(), F_OK), 0);
}

TEST_F(UnixListenerTest, APathThatIsTooLongIsAnError) {
    config.path = "/tmp/" + std::string(103, 'a');
    const auto started = start_another();
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code(), Errc::invalid_input);
}

}  // namespace
}  // namespace socbot
