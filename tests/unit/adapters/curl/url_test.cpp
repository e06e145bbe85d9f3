// Which URLs are requested, and what a redirect resolves to.
#include "adapters/curl/url.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

struct UrlCase {
    const char* name;
    std::string text;
    const char* host;  // nullptr: refused
    std::uint16_t port = 0;
};
class ParseUrl : public testing::TestWithParam<UrlCase> {};

TEST_P(ParseUrl, ReadsOrRefuses) {
    const auto url = parse_url(GetParam().text);
    ASSERT_EQ(static_cast<bool>(url), GetParam().host != nullptr);
    if (!url) {
        EXPECT_EQ(url.error().code(), Errc::invalid_input);
        return;
    }
    EXPECT_EQ(url->host, GetParam().host);
    EXPECT_EQ(url->port, GetParam().port);
}

INSTANTIATE_TEST_SUITE_P(
    Urls,
    ParseUrl,
    testing::Values(
        UrlCase{"Https", "https://A.example/x?y", "a.example", 443},
        UrlCase{"Http", "http://a.example", "a.example", 80},
        UrlCase{"Port", "https://a.example:8443/", "a.example", 8443},
        UrlCase{"Ipv6", "https://[2001:db8::1]:1/", "2001:db8::1", 1},
        UrlCase{"HiddenIpv4", "http://0x7f.1/", "127.0.0.1", 80},
        UrlCase{"File", "file:///etc/passwd", nullptr},
        UrlCase{"Ftp", "ftp://a.example/", nullptr},
        UrlCase{"Gopher", "gopher://a.example/", nullptr},
        UrlCase{"NoScheme", "a.example/x", nullptr},
        UrlCase{"Empty", "", nullptr},
        UrlCase{"NoHost", "http:///", nullptr},
        // As curl itself would connect.
        UrlCase{"ThreeSlashes", "http:///x", "x", 80},
        UrlCase{"User", "https://user@a.example/", nullptr},
        UrlCase{"Password", "https://user:secret@a.example/", nullptr},
        UrlCase{"LineBreak", "https://a.example/\r\nX: y", nullptr},
        UrlCase{"Space", "https://a.example/a b", nullptr},
        UrlCase{"Nul", std::string{"https://a.example/\0x", 20}, nullptr},
        UrlCase{"PortZero", "https://a.example:0/", nullptr},
        UrlCase{"TooLong", "https://a.example/" + std::string(9000, 'x'), nullptr}
    ),
    [](const auto& row) { return row.param.name; }
);

struct RedirectCase {
    const char* name;
    const char* location;
    const char* result;  // nullptr: refused
};
class ResolveUrl : public testing::TestWithParam<RedirectCase> {};

TEST_P(ResolveUrl, AgainstTheRequest) {
    const auto base = parse_url("https://a.example/dir/page?q");
    ASSERT_TRUE(base);
    const auto url = resolve_url(*base, GetParam().location);
    ASSERT_EQ(static_cast<bool>(url), GetParam().result != nullptr);
    if (url) {
        EXPECT_EQ(url->text, GetParam().result);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Locations,
    ResolveUrl,
    testing::Values(
        RedirectCase{"Absolute", "http://b.example/x", "http://b.example/x"},
        RedirectCase{"Path", "/x", "https://a.example/x"},
        RedirectCase{"Relative", "x", "https://a.example/dir/x"},
        RedirectCase{"SchemeRelative", "//b.example/x", "https://b.example/x"},
        RedirectCase{"File", "file:///etc/passwd", nullptr},
        RedirectCase{"WithUser", "https://u:p@a.example/", nullptr}
    ),
    [](const auto& row) { return row.param.name; }
);

}  // namespace
}  // namespace socbot
