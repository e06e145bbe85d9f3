// Targets, hosts, origins and forwarded addresses, as tables.
#include "adapters/beast/gate.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

// ---- targets

struct TargetCase {
    const char* name;
    std::string target;
    const char* path;  // nullptr: refused
    const char* query;
    const char* authority = "";
};
class ReadTarget : public testing::TestWithParam<TargetCase> {};

TEST_P(ReadTarget, SplitsDecodesOrRefuses) {
    const auto& row = GetParam();
    http::Request request;
    request.target = row.target;
    std::string authority;
    const auto refusal = read_target(request, authority);
    ASSERT_EQ(refusal.has_value(), row.path == nullptr);
    if (refusal) {
        EXPECT_EQ(refusal->status, 400);
        return;
    }
    EXPECT_EQ(request.path, row.path);
    EXPECT_EQ(request.query, row.query);
    EXPECT_EQ(authority, row.authority);
}

INSTANTIATE_TEST_SUITE_P(
    Targets,
    ReadTarget,
    testing::Values(
        TargetCase{"Root", "/", "/", ""},
        TargetCase{"PathAndQuery", "/a/b?x=1&y=%2F", "/a/b", "x=1&y=%2F"},
        TargetCase{"EmptyQuery", "/a?", "/a", ""},
        TargetCase{"SecondQuestionMarkIsQuery", "/a?b?c", "/a", "b?c"},
        TargetCase{"DecodesOnce", "/a%2520b", "/a%20b", ""},
        TargetCase{"DecodesUtf8", "/caf%C3%A9", "/caf\xC3\xA9", ""},
        TargetCase{"DotsInsideNames", "/a.b/..c/.d", "/a.b/..c/.d", ""},
        TargetCase{"AbsoluteForm", "http://soc.example/a?b", "/a", "b", "soc.example"},
        TargetCase{"AbsoluteFormWithoutPath", "HTTPS://soc.example:1", "/", "", "soc.example:1"},
        TargetCase{"AbsoluteFormWithUser", "http://a@b/", nullptr, ""},
        TargetCase{"AbsoluteFormWithoutHost", "http:///a", nullptr, ""},
        TargetCase{"OtherScheme", "ftp://a/b", nullptr, ""},
        TargetCase{"Asterisk", "*", nullptr, ""},
        TargetCase{"Authority", "host:443", nullptr, ""},
        TargetCase{"Fragment", "/a#b", nullptr, ""},
        TargetCase{"BadEscape", "/a%zz", nullptr, ""},
        TargetCase{"CutEscape", "/a%2", nullptr, ""},
        TargetCase{"EncodedNul", "/a%00", nullptr, ""},
        TargetCase{"EncodedLineFeed", "/a%0a", nullptr, ""},
        TargetCase{"EncodedSlash", "/a%2Fb", nullptr, ""},
        TargetCase{"EncodedBackslash", "/a%5cb", nullptr, ""},
        TargetCase{"Backslash", "/a\\b", nullptr, ""},
        TargetCase{"DotSegment", "/a/./b", nullptr, ""},
        TargetCase{"DotDotSegment", "/a/../b", nullptr, ""},
        TargetCase{"DotDotAtEnd", "/a/..", nullptr, ""},
        TargetCase{"EncodedDotDot", "/a/%2e%2E/b", nullptr, ""},
        TargetCase{"InvalidUtf8", "/%ff", nullptr, ""},
        TargetCase{"RawHighByte", "/caf\xC3\xA9", nullptr, ""}
    ),
    [](const auto& row) { return row.param.name; }
);

// ---- hosts

struct HostCase {
    const char* name;
    const char* host;
    int status;  // 0: accepted
};
class CheckHost : public testing::TestWithParam<HostCase> {};

TEST_P(CheckHost, AgainstAList) {
    ListenerConfig config;
    config.allowed_hosts = {"Soc.Example", "127.0.0.1:8080", "[::1]"};
    const auto refusal = Gate{config}.check_host(GetParam().host);
    EXPECT_EQ(refusal ? refusal->status : 0, GetParam().status);
    if (refusal) {
        EXPECT_STREQ(refusal->code, "host");
    }
}

INSTANTIATE_TEST_SUITE_P(
    Hosts,
    CheckHost,
    testing::Values(
        HostCase{"AnyCase", "SOC.example", 0},
        HostCase{"AnyPortWhenTheListNamesNone", "soc.example:9", 0},
        HostCase{"ThePortOfTheList", "127.0.0.1:8080", 0},
        HostCase{"AnotherPort", "127.0.0.1:8081", 421},
        HostCase{"NoPort", "127.0.0.1", 421},
        HostCase{"Ipv6", "[::1]:8080", 0},
        HostCase{"Another", "evil.example", 421},
        HostCase{"Longer", "soc.example.evil.example", 421},
        HostCase{"Empty", "", 421},
        HostCase{"Malformed", "soc.example/a", 400},
        HostCase{"UserPart", "a@soc.example", 400}
    ),
    [](const auto& row) { return row.param.name; }
);

TEST(CheckHostWithoutAList, AcceptsAnyWellFormedHost) {
    const Gate gate{ListenerConfig{}};
    EXPECT_FALSE(gate.check_host("anything.example:1"));
    EXPECT_FALSE(gate.check_host(""));
    EXPECT_TRUE(gate.check_host("a b"));
}

// ---- origins

struct OriginCase {
    const char* name;
    const char* method;
    const char* origin;  // nullptr: absent
    bool required;
    bool accepted;
};
class CheckOrigin : public testing::TestWithParam<OriginCase> {};

TEST_P(CheckOrigin, OfRequestsThatChangeSomething) {
    const auto& row = GetParam();
    ListenerConfig config;
    config.check_origin = true;
    config.require_origin = row.required;
    config.allowed_hosts = {"127.0.0.1"};
    config.allowed_origins = {"https://soc.example"};
    http::Request request;
    request.method = row.method;
    if (row.origin != nullptr) request.headers.emplace_back("Origin", row.origin);
    const auto refusal = Gate{config}.check_origin(request, "127.0.0.1:8080");
    EXPECT_EQ(!refusal, row.accepted);
    if (refusal) {
        EXPECT_EQ(refusal->status, 403);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Origins,
    CheckOrigin,
    testing::Values(
        OriginCase{"Listed", "POST", "https://SOC.example", false, true},
        OriginCase{"TheListenerItself", "POST", "http://127.0.0.1:8080", false, true},
        OriginCase{"TheListenerByAnotherScheme", "POST", "https://127.0.0.1:8080", false, false},
        OriginCase{"AnotherPort", "POST", "http://127.0.0.1:8081", false, false},
        OriginCase{"Another", "POST", "https://evil.example", false, false},
        OriginCase{"Null", "POST", "null", false, false},
        OriginCase{"AbsentFromATool", "POST", nullptr, false, true},
        OriginCase{"AbsentWhereRequired", "POST", nullptr, true, false},
        OriginCase{"DeleteToo", "DELETE", "https://evil.example", false, false},
        OriginCase{"ReadsAreFree", "GET", "https://evil.example", true, true}
    ),
    [](const auto& row) { return row.param.name; }
);

TEST(CheckStream, RefusesForeignPagesAndAcceptsTheListenersOwn) {
    ListenerConfig config;
    config.check_origin = true;
    config.require_origin = true;
    config.allowed_hosts = {"127.0.0.1"};
    const Gate gate{config};
    http::Request request;
    EXPECT_FALSE(gate.check_stream(request, "127.0.0.1"));  // same-origin GETs carry no Origin
    request.headers = {{"Origin", "https://evil.example"}};
    EXPECT_TRUE(gate.check_stream(request, "127.0.0.1"));
    request.headers = {{"Origin", "http://127.0.0.1"}};
    EXPECT_FALSE(gate.check_stream(request, "127.0.0.1"));
    request.headers = {{"Sec-Fetch-Site", "cross-site"}};
    EXPECT_TRUE(gate.check_stream(request, "127.0.0.1"));
}

TEST(CheckOriginOff, AcceptsEverything) {
    http::Request request;
    request.method = "POST";
    request.headers = {{"Origin", "https://evil.example"}};
    const Gate gate{ListenerConfig{}};
    EXPECT_FALSE(gate.check_origin(request, "h"));
    EXPECT_FALSE(gate.check_stream(request, "h"));
}

// ---- who it is

struct ForwardCase {
    const char* name;
    const char* peer;
    std::vector<http::Header> headers;
    const char* client;
    bool secure;
};
class Identify : public testing::TestWithParam<ForwardCase> {};

TEST_P(Identify, BelievesTrustedProxiesOnly) {
    const auto& row = GetParam();
    ListenerConfig config;
    const auto network = Network::parse("10.0.0.0/8");
    ASSERT_TRUE(network);
    config.trusted_proxies = {*network};
    http::Request request;
    request.headers = row.headers;
    Peer peer;
    peer.address = IpAddress::parse(row.peer);
    peer.text = row.peer;
    Gate{config}.identify(request, peer);
    EXPECT_EQ(request.client_address, row.client);
    EXPECT_EQ(request.secure, row.secure);
}

const char* const kFor = "X-Forwarded-For";
const char* const kProto = "x-forwarded-proto";

INSTANTIATE_TEST_SUITE_P(
    Peers,
    Identify,
    testing::Values(
        ForwardCase{"Direct", "203.0.113.9", {}, "203.0.113.9", false},
        ForwardCase{
            "AStrangerIsNotBelieved",
            "203.0.113.9",
            {{kFor, "198.51.100.1"}, {kProto, "https"}},
            "203.0.113.9",
            false},
        ForwardCase{
            "TheProxyIs",
            "10.0.0.1",
            {{kFor, "198.51.100.1"}, {kProto, "https"}},
            "198.51.100.1",
            true},
        ForwardCase{
            "WhatTheClientWroteIsNot",
            "10.0.0.1",
            {{kFor, "192.0.2.66, 198.51.100.1"}},
            "198.51.100.1",
            false},
        ForwardCase{
            "AcrossTwoProxies",
            "10.0.0.1",
            {{kFor, "192.0.2.66, 198.51.100.1, 10.0.0.2"}},
            "198.51.100.1",
            false},
        ForwardCase{
            "TwoFieldsAreOneList",
            "10.0.0.1",
            {{kFor, "198.51.100.1"}, {kFor, "10.0.0.2"}},
            "198.51.100.1",
            false},
        ForwardCase{
            "GarbageStopsAtTheLastKnown",
            "10.0.0.1",
            {{kFor, "198.51.100.1, x"}},
            "10.0.0.1",
            false},
        ForwardCase{"TheLastProtoCounts", "10.0.0.1", {{kProto, "https, http"}}, "10.0.0.1", false}
    ),
    [](const auto& row) { return row.param.name; }
);

}  // namespace
}  // namespace socbot
