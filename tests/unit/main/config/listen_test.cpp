// Listen addresses, and where each listener may stand.
#include "config_fixture.h"

namespace socbot {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(ListenAddress, ReadsAddressesAndPortsAndNothingElse) {
    for (const char* good : {"127.0.0.1:8080", "0.0.0.0:0", "[::1]:65535", "[2001:db8::1]:443"}) {
        const auto address = ListenAddress::parse(good);
        ASSERT_TRUE(address) << good;
        EXPECT_EQ(address->str(), good);
    }
    for (const char* bad :
         {"",
          ":",
          "8080",
          "localhost:8080",
          "127.0.0.1",
          "127.0.0.1:",
          "127.0.0.1:65536",
          "127.0.0.1:-1",
          "127.0.0.1:80x",
          "::1:80",
          "[127.0.0.1]:80",
          "[::1]",
          "[]:80",
          "127.1:80"}) {
        EXPECT_FALSE(ListenAddress::parse(bad)) << bad;
    }
}

TEST(ListenAddress, KnowsLoopback) {
    for (const char* text : {"127.0.0.1:1", "127.9.9.9:1", "[::1]:1"}) {
        EXPECT_TRUE(ListenAddress::parse(text)->is_loopback()) << text;
    }
    for (const char* text : {"0.0.0.0:1", "[::]:1", "10.0.0.1:1", "128.0.0.1:1"}) {
        EXPECT_FALSE(ListenAddress::parse(text)->is_loopback()) << text;
    }
}

TEST(Listen, KeepsThePrivateListenerOnLoopbackWithoutTls) {
    EXPECT_THAT(
        lines_of(bind_text("listen: {private: \"10.0.0.1:8080\", trusted_proxies: [10.0.0.0/8]}")),
        ElementsAre(
            HasSubstr("f.yaml:1:19: the private listener may leave loopback only with listen.tls")
        )
    );
    EXPECT_THAT(
        lines_of(bind_text(
            "listen: {private: \"10.0.0.1:8080\", tls: {certificate: /s/key.pem, key: /s/key.pem}}"
        )),
        IsEmpty()
    );
}

TEST(Listen, LetsThePublicListenerOutWithTlsOrAProxyOnly) {
    EXPECT_THAT(
        lines_of(bind_text("listen: {public: \"0.0.0.0:8443\"}")),
        ElementsAre(HasSubstr("only on loopback or behind listen.trusted_proxies"))
    );
    EXPECT_THAT(
        lines_of(bind_text("listen: {public: \"0.0.0.0:8443\", trusted_proxies: [10.1.0.0/16]}")),
        IsEmpty()
    );
    EXPECT_THAT(
        lines_of(bind_text(
            "listen: {public: \"0.0.0.0:8443\", tls: {certificate: /s/key.pem, key: /s/key.pem}}"
        )),
        IsEmpty()
    );
}

TEST(Listen, RefusesOneAddressForBoth) {
    EXPECT_THAT(
        lines_of(bind_text("listen: {public: \"127.0.0.1:8080\"}")),
        ElementsAre(HasSubstr("both listeners have the address 127.0.0.1:8080"))
    );
    EXPECT_THAT(
        lines_of(bind_text("listen: {public: \"127.0.0.1:0\", private: \"127.0.0.1:0\"}")),
        IsEmpty()
    );
}

}  // namespace
}  // namespace socbot
