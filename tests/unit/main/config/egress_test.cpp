// How our own requests leave: what is accepted, what is refused and what waits for a restart.
#include "config_fixture.h"

#include <ostream>

namespace socbot {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr std::string_view kWhole =
    "egress: {ca_file: /s/key.pem, proxy: \"http://Proxy.example:3128\", proxy_user: u,\n"
    "  proxy_password: \"env:TOKEN\", no_proxy: [\"*\", .Inside.example, a.example, 10.0.0.0/8,\n"
    "  \"2001:db8::1\"], allow: [\"Hive.inside:443\", \"10.1.2.3:9000\", \"[fd00::1]:8443\"]}";

TEST(ConfigEgress, BindsEveryKey) {
    const BoundConfig bound = bind_text(kWhole);
    ASSERT_THAT(lines_of(bound), IsEmpty());
    const EgressConfig& egress = bound.config.egress;
    EXPECT_EQ(egress.ca_file, "/s/key.pem");
    EXPECT_EQ(egress.proxy, "http://Proxy.example:3128");
    EXPECT_EQ(egress.proxy_user, "u");
    EXPECT_EQ(egress.proxy_password.reveal(), "fedcba9876543210");
    EXPECT_THAT(
        egress.no_proxy,
        ElementsAre("*", ".inside.example", "a.example", "10.0.0.0/8", "2001:db8::1")
    );
    ASSERT_THAT(egress.allow, SizeIs(3));
    EXPECT_EQ(egress.allow[0].host, "hive.inside");
    EXPECT_EQ(egress.allow[0].port, 443);
    EXPECT_EQ(egress.allow[1].host, "10.1.2.3");
    EXPECT_EQ(egress.allow[2].host, "fd00::1");
    EXPECT_EQ(egress.allow[2].port, 8443);
}

TEST(ConfigEgress, IsDirectWithoutAWord) {
    const EgressConfig egress = bind_text("").config.egress;
    EXPECT_TRUE(egress.ca_file.empty());
    EXPECT_TRUE(egress.proxy.empty());
    EXPECT_THAT(egress.allow, IsEmpty());
}

TEST(ConfigEgress, ARestartIsNeededForAllButWhomWeMayAsk) {
    const AppConfig running = bind_text("").config;
    EXPECT_THAT(
        needs_restart(running, bind_text("egress: {allow: [\"a.example:443\"]}").config), IsEmpty()
    );
    EXPECT_THAT(
        needs_restart(running, bind_text("egress: {proxy: \"http://p.example:1\"}").config),
        ElementsAre("egress")
    );
}

struct Refusal {
    const char* name;
    std::string egress;
    std::string says;

    friend void PrintTo(const Refusal& row, std::ostream* out) { *out << row.name; }
};

class ConfigEgressRefuses : public ::testing::TestWithParam<Refusal> {};

TEST_P(ConfigEgressRefuses, WithPositionAndReason) {
    const auto lines = lines_of(bind_text("egress: {" + GetParam().egress + "}"));
    ASSERT_THAT(lines, SizeIs(1));
    EXPECT_THAT(lines[0], AllOf(StartsWith("f.yaml:1:"), HasSubstr(GetParam().says)));
}

INSTANTIATE_TEST_SUITE_P(
    Each,
    ConfigEgressRefuses,
    ::testing::Values(
        Refusal{"AProxyWithoutAPort", "proxy: \"http://p.example\"", "with a port"},
        Refusal{"AProxyOfAnotherKind", "proxy: \"socks5://p.example:1080\"", "takes a URL like"},
        Refusal{"AProxyWithAUser", "proxy: \"http://u:p@p.example:3128\"", "proxy_user"},
        Refusal{"AProxyWithAPath", "proxy: \"http://p.example:3128/x\"", "nothing after it"},
        Refusal{"AProxyThatIsNoUrl", "proxy: p.example:3128", "takes a URL like"},
        Refusal{"AMissingFile", "ca_file: /no", "does not exist"},
        Refusal{
            "AUserWithoutAPassword",
            "proxy: \"http://p.example:1\", proxy_user: u",
            "proxy_user and proxy_password together"},
        Refusal{"AnExceptionWithoutAProxy", "no_proxy: [a.example]", "has no 'proxy'"},
        Refusal{
            "AnExceptionThatIsNone",
            "proxy: \"http://p.example:1\", no_proxy: [\"a b\"]",
            "'no_proxy' takes names"},
        Refusal{"AnEndpointWithoutAPort", "allow: [a.example]", "'allow' takes a host"},
        Refusal{"AnEndpointOfPortZero", "allow: [\"a.example:0\"]", "'allow' takes a host"},
        Refusal{"AnEndpointOfNoPort", "allow: [\"a.example:65536\"]", "'allow' takes a host"},
        Refusal{"AnEndpointWithAPath", "allow: [\"a.example/x:1\"]", "'allow' takes a host"},
        Refusal{"AnEndpointInBareIpv6", "allow: [\"fd00::1:443\"]", "'allow' takes a host"},
        Refusal{"AnEndpointOfAllHosts", "allow: [\"*:443\"]", "'allow' takes a host"}
    ),
    [](const ::testing::TestParamInfo<Refusal>& row) { return row.param.name; }
);

}  // namespace
}  // namespace socbot
