// TLS: what is negotiated, what is refused, and changing the certificate under way.
#include "unit/adapters/beast/loopback.h"
#include "unit/adapters/beast/test_certificate.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot {
namespace {

namespace asio = boost::asio;
using namespace testing_support;
using std::chrono::hours;
using std::chrono::milliseconds;

// A blocking TLS client that trusts anybody.
class TlsClient {
public:
    explicit TlsClient(std::uint16_t port, int version = TLS1_3_VERSION) {
        SSL_CTX_set_max_proto_version(context_.native_handle(), version);
        SSL_CTX_set_min_proto_version(context_.native_handle(), TLS1_VERSION);
        SSL_CTX_set_security_level(context_.native_handle(), 0);
        stream_.emplace(io_, context_);
        stream_->next_layer().connect({asio::ip::address_v4::loopback(), port});
        stream_->handshake(asio::ssl::stream_base::client, error_);
    }
    bool connected() const { return !error_; }
    std::string get() {
        asio::write(
            *stream_, asio::buffer(std::string{"GET /a HTTP/1.1\r\nHost: h\r\n\r\n"}), error_
        );
        std::string out;
        asio::read_until(*stream_, asio::dynamic_buffer(out), "GET /a ", error_);
        return out;
    }
    std::string peer_name() {
        const std::unique_ptr<X509, decltype(&X509_free)> peer{
            SSL_get1_peer_certificate(stream_->native_handle()), &X509_free};
        std::array<char, 64> name{};
        X509_NAME_get_text_by_NID(
            X509_get_subject_name(peer.get()), NID_commonName, name.data(), name.size()
        );
        return name.data();
    }

private:
    asio::io_context io_;
    asio::ssl::context context_{asio::ssl::context::tls_client};
    std::optional<asio::ssl::stream<asio::ip::tcp::socket>> stream_;
    boost::system::error_code error_;
};

ListenerConfig with_tls(const TestCertificate& certificate) {
    ListenerConfig config;
    config.tls = TlsFiles{.certificate = certificate.certificate, .key = certificate.key};
    return config;
}

TEST(Tls, AnswersAndKnowsThatItIsSecure) {
    const TestCertificate certificate{"tls.example"};
    std::atomic<bool> secure{false};
    RunningHttp server{with_tls(certificate), [&secure](http::Request request) {
                           secure = request.secure;
                           return ScriptedHandler::echo(std::move(request));
                       }};
    TlsClient client{server.listener().port()};
    EXPECT_EQ(status_of(client.get()), 200);
    EXPECT_EQ(status_of(client.get()), 200);
    EXPECT_TRUE(secure);
}

TEST(Tls, RefusesVersionsBelow12) {
    const TestCertificate certificate{"tls.example"};
    RunningHttp server{with_tls(certificate), ScriptedHandler::echo};
    EXPECT_FALSE((TlsClient{server.listener().port(), TLS1_1_VERSION}.connected()));
    EXPECT_TRUE((TlsClient{server.listener().port(), TLS1_2_VERSION}.connected()));
}

TEST(Tls, PlainHttpIsNotAnswered) {
    const TestCertificate certificate{"tls.example"};
    RunningHttp server{with_tls(certificate), ScriptedHandler::echo};
    RawClient client{server.listener().port()};
    EXPECT_EQ(status_of(client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").response()), 0);
}

TEST(Tls, AHandshakeThatNeverEndsIsCutOff) {
    const TestCertificate certificate{"tls.example"};
    auto config = with_tls(certificate);
    config.limits.header_time = milliseconds{20};
    config.limits.sweep_every = milliseconds{5};
    RunningHttp server{config, ScriptedHandler::echo};
    RawClient client{server.listener().port()};
    EXPECT_TRUE(client.closed());
    EXPECT_EQ(server.counts().timed_out, 1U);
}

TEST(Tls, ReloadChangesTheCertificateForNewConnections) {
    const TestCertificate first{"first.example"};
    const TestCertificate second{"second.example"};
    RunningHttp server{with_tls(first), ScriptedHandler::echo};
    TlsClient old{server.listener().port()};
    EXPECT_EQ(old.peer_name(), "first.example");
    std::rename(second.certificate.c_str(), first.certificate.c_str());
    std::rename(second.key.c_str(), first.key.c_str());
    auto renewed = server.listener().read_tls();
    ASSERT_TRUE(renewed);
    EXPECT_EQ(TlsClient{server.listener().port()}.peer_name(), "first.example");  // not yet
    server.listener().use(*std::move(renewed));
    EXPECT_EQ(TlsClient{server.listener().port()}.peer_name(), "second.example");
    EXPECT_EQ(status_of(old.get()), 200);  // goes on
}

TEST(Tls, AFailedReloadKeepsTheOldCertificate) {
    const TestCertificate first{"first.example"};
    const TestCertificate other{"other.example"};
    RunningHttp server{with_tls(first), ScriptedHandler::echo};
    std::rename(other.key.c_str(), first.key.c_str());  // no pair any more
    const auto reloaded = server.listener().read_tls();
    ASSERT_FALSE(reloaded);
    EXPECT_EQ(reloaded.error().code(), Errc::invalid_input);
    EXPECT_EQ(TlsClient{server.listener().port()}.peer_name(), "first.example");
}

TEST(Tls, MissingFilesAreAnErrorAtTheStart) {
    ScriptedHandler handler;
    asio::io_context io;
    ListenerConfig config;
    config.tls = TlsFiles{.certificate = "/nowhere/a.crt", .key = "/nowhere/a.key"};
    HttpListener listener{io, config, handler};
    const auto started = listener.start();
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code(), Errc::invalid_input);
}

TEST(Tls, StopEndsConnections) {
    const TestCertificate certificate{"tls.example"};
    RunningHttp server{with_tls(certificate), ScriptedHandler::echo};
    TlsClient client{server.listener().port()};
    EXPECT_EQ(status_of(client.get()), 200);
    server.stop(Deadline::after(hours{1}));
    EXPECT_EQ(server.counts().open, 0U);
}

}  // namespace
}  // namespace socbot
