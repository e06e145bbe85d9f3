// What stands before every route: cross-site requests, security headers, CSRF.
#include "world.h"

namespace socbot::console_test {
namespace {

struct Row {
    std::string name;
    std::string method, path;
    std::vector<http::Header> headers;
    bool refused;
};

class Guard : public testing::TestWithParam<Row> {};

TEST_P(Guard, Decides) {
    World world;
    http::Request made;
    made.method = GetParam().method;
    made.path = GetParam().path;
    made.headers = GetParam().headers;
    made.headers.emplace_back("Host", "soc.example:8080");
    const auto reply = world.send(std::move(made));
    EXPECT_EQ(reply.response.body.find("cross_site") != std::string::npos, GetParam().refused);
    EXPECT_EQ(reply.response.status == 403, GetParam().refused) << reply.response.body;
}

const http::Header kCross{"Sec-Fetch-Site", "cross-site"};
const http::Header kNavigate{"Sec-Fetch-Mode", "navigate"};

INSTANTIATE_TEST_SUITE_P(
    Rows,
    Guard,
    testing::Values(
        Row{"OwnPage", "GET", "/console/api/me", {{"Sec-Fetch-Site", "same-origin"}}, false},
        Row{"TypedAddress", "GET", "/console/", {{"Sec-Fetch-Site", "none"}}, false},
        Row{"PostFromNowhere", "POST", "/console/api/me", {{"Sec-Fetch-Site", "none"}}, true},
        Row{"CrossSiteApi", "GET", "/console/api/me", {kCross}, true},
        Row{"CrossSiteApiNavigation", "GET", "/console/api/me", {kCross, kNavigate}, true},
        Row{"SiblingSubdomain", "GET", "/console/api/me", {{"Sec-Fetch-Site", "same-site"}}, true},
        Row{"FollowedLink", "GET", "/console/", {kCross, kNavigate}, false},
        Row{"EmbeddedScript",
            "GET",
            "/console/a.js",
            {kCross, {"Sec-Fetch-Mode", "no-cors"}},
            true},
        Row{"CrossSiteSignIn", "POST", "/console/login", {kCross, kNavigate}, true},
        Row{"OwnOrigin", "POST", "/console/api/me", {{"Origin", "http://soc.example:8080"}}, false},
        Row{"OtherOrigin", "POST", "/console/api/me", {{"Origin", "http://evil.example"}}, true},
        Row{"OtherPort", "GET", "/console/api/stream", {{"Origin", "http://soc.example"}}, true},
        Row{"NullOrigin", "POST", "/console/login", {{"Origin", "null"}}, true},
        Row{"NoBrowser", "GET", "/console/api/me", {}, false}
    ),
    [](const auto& row) { return row.param.name; }
);

TEST(GuardHeaders, AreOnEveryAnswer) {
    World world;
    world.sign_in("ana@soc.example");
    const auto check = [](const std::vector<http::Header>& headers, const std::string& where) {
        http::Response response;
        response.headers = headers;
        const auto policy = header(response, "Content-Security-Policy");
        EXPECT_NE(policy.find("default-src 'none'; script-src 'self'"), std::string::npos) << where;
        EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos) << where;
        EXPECT_EQ(policy.find("unsafe"), std::string::npos) << where;
        EXPECT_EQ(header(response, "Referrer-Policy"), "same-origin") << where;
    };
    for (const auto* path :
         {"/console",
          "/console/",
          "/console/login",
          "/console/login.css",
          "/console/api/me",
          "/console/api/none"})
        check(world.get(path).response.headers, path);
    const auto stream = world.get("/console/api/stream");
    ASSERT_TRUE(stream.stream);
    check(stream.stream->headers, "stream");
}

TEST(GuardCsrf, PostNeedsTheSessionsToken) {
    World world;
    world.sign_in("ana@soc.example");
    const auto path = "/console/api/rooms/console/acme/command";
    ASSERT_EQ(world.post(path, R"({"text":"help"})").response.status, 202);
    for (const auto& wrong : {std::string{}, std::string(43, 'A'), world.csrf + "A"}) {
        world.csrf = wrong;
        EXPECT_EQ(world.post(path, R"({"text":"help"})").response.status, 403);
    }
    EXPECT_EQ(world.sink.events.size(), 1U);
}

}  // namespace
}  // namespace socbot::console_test
