// The payload may name the alarm a link leads to, never the host.
#include "domain/intake/src_url.h"

#include <gtest/gtest.h>

namespace socbot::intake {
namespace {

struct Row {
    const char* name;
    const char* link_base;
    const char* subdomain;
    const char* self;
    const char* uid;
    const char* url;
};

class UsmAlarmUrl : public testing::TestWithParam<Row> {};

TEST_P(UsmAlarmUrl, IsBuiltAsTheRowSays) {
    const Row& row = GetParam();
    EXPECT_EQ(usm_alarm_url(row.link_base, row.subdomain, row.self, row.uid), row.url);
}

constexpr const char* kSelf{"https://acme.alienvault.cloud/api/2.0/alarms/u"};

INSTANTIATE_TEST_SUITE_P(
    Rows,
    UsmAlarmUrl,
    testing::Values(
        Row{"ConfiguredFirst",
            "https://siem.acme.example/",
            "other",
            kSelf,
            "u-1",
            "https://siem.acme.example/#/alarm/u-1"},
        Row{"ConfiguredPort",
            "https://siem.example:8443",
            "",
            "",
            "u",
            "https://siem.example:8443/#/alarm/u"},
        Row{"ConfiguredButNotHttps", "http://siem.example", "acme", kSelf, "u", ""},
        Row{"Subdomain", "", "ACME", kSelf, "u", "https://acme.alienvault.cloud/#/alarm/u"},
        Row{"SelfLink", "", "", kSelf, "u", "https://acme.alienvault.cloud/#/alarm/u"},
        Row{"SubdomainNoLabelFallsToSelf",
            "",
            "evil.example/",
            kSelf,
            "u",
            "https://acme.alienvault.cloud/#/alarm/u"},
        Row{"SubdomainWithDot", "", "evil.example", "", "u", ""},
        Row{"SelfElsewhere", "", "", "https://acme.evil.example/", "u", ""},
        Row{"SelfLookalike", "", "", "https://evilalienvault.cloud/", "u", ""},
        Row{"SelfSuffixOnly", "", "", "https://.alienvault.cloud/", "u", ""},
        Row{"SelfUserInfo", "", "", "https://a.alienvault.cloud@evil.example/", "u", ""},
        Row{"SelfUserInfoColon", "", "", "https://a.alienvault.cloud:x@evil.example/", "u", ""},
        Row{"SelfBackslash", "", "", "https://evil.example\\.alienvault.cloud/", "u", ""},
        Row{"SelfHttp", "", "", "http://acme.alienvault.cloud/", "u", ""},
        Row{"SelfScript", "", "", "javascript:alert(1)//.alienvault.cloud", "u", ""},
        Row{"UidEncoded",
            "",
            "acme",
            "",
            "a/b?<\xC3\xA9>",
            "https://acme.alienvault.cloud/#/alarm/a%2Fb%3F%3C%C3%A9%3E"}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

TEST(UrlOnHostOf, KeepsOnlyTheConfiguredHost) {
    EXPECT_EQ(
        url_on_host_of("https://siem.example", "https://SIEM.example/a?b"),
        "https://SIEM.example/a?b"
    );
    EXPECT_EQ(url_on_host_of("https://siem.example", "https://siem.example.evil/"), "");
    EXPECT_EQ(url_on_host_of("https://siem.example", "https://siem.example:444/"), "");
    EXPECT_EQ(url_on_host_of("https://siem.example", "http://siem.example/"), "");
    EXPECT_EQ(url_on_host_of("", "https://siem.example/"), "");
}

}  // namespace
}  // namespace socbot::intake
