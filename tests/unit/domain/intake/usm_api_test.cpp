// Requests to USM Anywhere's API and what of its answers is believed.
#include "domain/intake/usm_api.h"

#include <gtest/gtest.h>

#include <string>

namespace socbot {

namespace {

constexpr Instant kNow{1'764'000'000'000};

UsmApiAccess access() {
    return {"https://acme.alienvault.cloud/api/2.0", "client", Secret{"secret"}};
}

UsmToken token() {
    return {Secret{"abc.def"}, kNow};
}

TEST(UsmToken, IsAskedForWithBasicCredentials) {
    const auto request = usm_token_request(access());
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.url, "https://acme.alienvault.cloud/api/2.0/oauth/token");
    EXPECT_EQ(request.headers.at(0).second, "Basic Y2xpZW50OnNlY3JldA==");
    EXPECT_EQ(request.body, "grant_type=client_credentials");
}

TEST(UsmToken, IsRenewedBeforeItExpires) {
    const auto read = read_usm_token(R"({"access_token":"a.b","expires_in":899})", kNow);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->value.reveal(), "a.b");
    EXPECT_EQ(read->renew_at, kNow + Milliseconds{869'000});
}

TEST(UsmToken, LivesBetweenAMinuteAndAnHour) {
    const auto life = [](const char* body) { return read_usm_token(body, kNow)->renew_at - kNow; };
    EXPECT_EQ(life(R"({"access_token":"a"})"), Milliseconds{30'000});
    EXPECT_EQ(life(R"({"access_token":"a","expires_in":-5})"), Milliseconds{30'000});
    EXPECT_EQ(
        life(R"({"access_token":"a","expires_in":9223372036854775807})"), Milliseconds{3'570'000}
    );
}

TEST(UsmToken, OfOtherCharactersOrSizeIsRefused) {
    for (const std::string body :
         {R"({"access_token":"a\r\nX: y"})",
          R"({"access_token":""})",
          R"({"access_token":7})",
          R"([])",
          "",
          "{"})
        EXPECT_FALSE(read_usm_token(body, kNow)) << body;
    const std::string big(kUsmApiLimits.token_bytes, 'a');
    EXPECT_FALSE(read_usm_token(R"({"access_token":")" + big + "\"}", kNow));
}

TEST(UsmAlarms, AreAskedForOldestFirst) {
    const auto request = usm_alarms_request(access(), token(), {{1}, {2}, 3, 5'000});
    EXPECT_EQ(
        request.url,
        "https://acme.alienvault.cloud/api/2.0/alarms?page=3&size=1000&sort=timestamp_occured,asc"
        "&timestamp_occured_gte=1&timestamp_occured_lte=2"
    );
    EXPECT_EQ(request.headers.at(0).second, "Bearer abc.def");
}

struct PageRow {
    const char* name;
    const char* body;
    std::size_t alarms;
    bool last;
};

class UsmPages : public testing::TestWithParam<PageRow> {};

TEST_P(UsmPages, AreRead) {
    const auto page = read_usm_page(GetParam().body, {{1}, {2}, 0, 2});
    ASSERT_TRUE(page) << page.error().message();
    EXPECT_EQ(page->alarms.size(), GetParam().alarms);
    EXPECT_EQ(page->last, GetParam().last);
}

INSTANTIATE_TEST_SUITE_P(
    Rows,
    UsmPages,
    testing::Values(
        PageRow{"empty", R"({"page":{"totalElements":0,"totalPages":0}})", 0, true},
        PageRow{"null", R"({"_embedded":null,"page":{"totalPages":0}})", 0, true},
        PageRow{
            "last",
            R"({"_embedded":{"alarms":[{"uuid":"a"}]},"page":{"totalPages":1}})",
            1,
            true},
        PageRow{"counted", R"({"_embedded":{"alarms":[{}]},"page":{"totalPages":2}})", 1, false},
        PageRow{"moved", R"({"_links":{"next":{}},"page":{"totalPages":1}})", 0, false},
        PageRow{"full", R"({"_embedded":{"alarms":[{},{}]}})", 2, false},
        PageRow{"short", R"({"_embedded":{"alarms":[{}]}})", 1, true}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

TEST(UsmPage, OfAnotherShapeIsRefused) {
    for (const std::string body :
         {R"({"error":"invalid_token"})",
          R"({"_embedded":{"alarms":7}})",
          R"({"_embedded":{"alarms":[7]}})",
          R"({"_embedded":{}})",
          "[]",
          ""})
        EXPECT_FALSE(read_usm_page(body, {})) << body;
}

TEST(UsmPage, BeyondALimitIsRefused) {
    const auto of = [](std::size_t alarms) {
        std::string list = "{}";
        for (std::size_t i = 1; i < alarms; ++i)
            list += ",{}";
        return R"({"_embedded":{"alarms":[)" + list + "]}}";
    };
    EXPECT_TRUE(read_usm_page(of(kUsmApiLimits.page_alarms), {}));
    EXPECT_FALSE(read_usm_page(of(kUsmApiLimits.page_alarms + 1), {}));
    const std::string deep(kUsmApiLimits.depth, '[');
    EXPECT_FALSE(
        read_usm_page(R"({"page":{},"x":)" + deep + std::string(deep.size(), ']') + "}", {})
    );
    EXPECT_FALSE(read_usm_page(R"({"page":{}})" + std::string(kUsmApiLimits.page_bytes, ' '), {}));
}

TEST(UsmLabel, IsPutAndTakenByIdAlone) {
    const auto put = usm_label_request(access(), token(), "a-1", "b-2", true);
    ASSERT_TRUE(put);
    EXPECT_EQ(put->method, "PUT");
    EXPECT_EQ(put->url, "https://acme.alienvault.cloud/api/2.0/alarms/a-1/labels/b-2");
    EXPECT_EQ(usm_label_request(access(), token(), "a", "b", false)->method, "DELETE");
    for (const std::string id : {"", "..", "a/b", "a?b", "a%2f"}) {
        EXPECT_FALSE(usm_label_request(access(), token(), id, "b", true)) << id;
        EXPECT_FALSE(usm_label_request(access(), token(), "a", id, true)) << id;
    }
}

}  // namespace

}  // namespace socbot
