// Who bypasses the proxy, and whom it may be asked for.
#include "adapters/curl/proxy.h"

#include "adapters/curl/transfer.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

struct BypassCase {
    const char* name;
    const char* host;
    bool bypasses;
};
class BypassesProxy : public testing::TestWithParam<BypassCase> {};

TEST_P(BypassesProxy, ByNoProxy) {
    CurlConfig config;
    config.proxy = "http://proxy.example:3128";
    config.no_proxy = {"Hive.example", ".corp.example", "10.0.0.0/8", "192.0.2.7"};
    EXPECT_EQ(bypasses_proxy(config, GetParam().host), GetParam().bypasses);
}

INSTANTIATE_TEST_SUITE_P(
    Hosts,
    BypassesProxy,
    testing::Values(
        BypassCase{"Name", "hive.example", true},
        BypassCase{"NoSuffixOfAName", "x.hive.example", false},
        BypassCase{"Suffix", "a.corp.example", true},
        BypassCase{"SuffixItself", "corp.example", true},
        BypassCase{"NotInsideALabel", "evilcorp.example", false},
        BypassCase{"Network", "10.1.2.3", true},
        BypassCase{"OutsideTheNetwork", "11.1.2.3", false},
        BypassCase{"Address", "192.0.2.7", true},
        BypassCase{"Other", "webexapis.com", false}
    ),
    [](const auto& row) { return row.param.name; }
);

TEST(BypassesProxyToo, WithoutAProxyEverythingDoes) {
    EXPECT_TRUE(bypasses_proxy({}, "a.example"));
    CurlConfig all;
    all.proxy = "http://proxy.example:3128";
    all.no_proxy = {"*"};
    EXPECT_TRUE(bypasses_proxy(all, "a.example"));
}

struct BehindCase {
    const char* name;
    const char* url;
    bool allowed;
};
class BehindProxy : public testing::TestWithParam<BehindCase> {};

TEST_P(BehindProxy, OnlyWhatCanBeVouchedFor) {
    const AddressPolicy policy{{{.host = "webexapis.com", .port = 443}}};
    const auto url = parse_url(GetParam().url);
    ASSERT_TRUE(url);
    const auto checked = check_behind_proxy(policy, *url);
    EXPECT_EQ(static_cast<bool>(checked), GetParam().allowed);
    if (!checked) {
        EXPECT_EQ(checked.error().code(), Errc::unauthorised);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Urls,
    BehindProxy,
    testing::Values(
        BehindCase{"Named", "https://webexapis.com/v1", true},
        BehindCase{"NamedOnAnotherPort", "http://webexapis.com/v1", false},
        BehindCase{"NotNamed", "https://other.example/", false},
        BehindCase{"GlobalLiteral", "https://8.8.8.8/", true},
        BehindCase{"PrivateLiteral", "http://10.0.0.1/", false},
        BehindCase{"Metadata", "http://169.254.169.254/latest", false}
    ),
    [](const auto& row) { return row.param.name; }
);

struct RequestCase {
    const char* name;
    const char* method;
    http::Header field;
    bool accepted;
};
class CheckRequest : public testing::TestWithParam<RequestCase> {};

TEST_P(CheckRequest, KeepsTheFramingOurs) {
    HttpRequest request;
    request.method = GetParam().method;
    request.headers = {GetParam().field};
    EXPECT_EQ(static_cast<bool>(check_request(request)), GetParam().accepted);
}

INSTANTIATE_TEST_SUITE_P(
    Requests,
    CheckRequest,
    testing::Values(
        RequestCase{"Plain", "POST", {"Authorization", "Bearer x"}, true},
        RequestCase{"EmptyValue", "GET", {"X-A", ""}, true},
        RequestCase{"MethodWithSpace", "GET /", {"X-A", ""}, false},
        RequestCase{"EmptyMethod", "", {"X-A", ""}, false},
        RequestCase{"LineBreakInValue", "GET", {"X-A", "b\r\nHost: evil"}, false},
        RequestCase{"NulInValue", "GET", {"X-A", std::string{"a\0b", 3}}, false},
        RequestCase{"ColonInName", "GET", {"X:A", "b"}, false},
        RequestCase{"Host", "GET", {"host", "evil.example"}, false},
        RequestCase{"Length", "POST", {"Content-Length", "3"}, false},
        RequestCase{"Coding", "POST", {"transfer-encoding", "chunked"}, false}
    ),
    [](const auto& row) { return row.param.name; }
);

}  // namespace
}  // namespace socbot
