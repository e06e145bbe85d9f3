// Signing in: GET shows, POST uses up.
#include "world.h"

namespace socbot::console_test {
namespace {

struct LoginTest : testing::Test {
    http::Reply show(const std::string& token) {
        auto made = world.request("GET", "/console/login");
        made.query = "token=" + token;
        return world.send(std::move(made));
    }
    http::Reply press(const std::string& token, bool secure = false) {
        auto made = world.request("POST", "/console/login");
        made.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
        made.body = "token=" + token;
        made.secure = secure;
        return world.send(std::move(made));
    }
    std::string link(const std::string& who = "ana@soc.example") {
        return world.console.make_link_token(PersonId{who}, world.clock.now);
    }
    World world;
};

TEST_F(LoginTest, ShowingTheLinkDoesNotUseItUp) {
    const auto token = link();
    for (int i = 0; i < 3; ++i) {
        const auto reply = show(token);
        EXPECT_EQ(reply.response.status, 200);
        EXPECT_NE(reply.response.body.find("Name of ana@soc.example"), std::string::npos);
        EXPECT_EQ(header(reply.response, "Set-Cookie"), "");
    }
    EXPECT_EQ(press(token).response.status, 303);
}

TEST_F(LoginTest, PressingSignsInOnce) {
    const auto token = link();
    const auto reply = press(token);
    EXPECT_EQ(reply.response.status, 303);
    EXPECT_EQ(header(reply.response, "Location"), "/console/");
    EXPECT_TRUE(header(reply.response, "Set-Cookie").starts_with("socbot_session="));
    const auto again = press(token);
    EXPECT_EQ(again.response.status, 403);
    EXPECT_EQ(header(again.response, "Set-Cookie"), "");
}

TEST_F(LoginTest, CookieIsLockedDown) {
    const auto plain = header(press(link()).response, "Set-Cookie");
    const auto secure = header(press(link(), true).response, "Set-Cookie");
    for (const auto& cookie : {plain, secure}) {
        EXPECT_NE(cookie.find("; HttpOnly"), std::string::npos);
        EXPECT_NE(cookie.find("; SameSite=Strict"), std::string::npos);
        EXPECT_NE(cookie.find("; Path=/"), std::string::npos);
    }
    EXPECT_TRUE(secure.starts_with("__Host-socbot="));
    EXPECT_NE(secure.find("; Secure"), std::string::npos);
    EXPECT_EQ(plain.find("; Secure"), std::string::npos);
}

TEST_F(LoginTest, ExpiredUnknownAndForeignLinksAreRefused) {
    const auto token = link();
    world.clock.now = world.clock.now + Milliseconds{600'000};
    EXPECT_EQ(show(token).response.status, 403);
    EXPECT_EQ(press(token).response.status, 403);
    EXPECT_EQ(press("\"><script>").response.status, 403);
    EXPECT_EQ(press("").response.status, 403);
    EXPECT_EQ(press(link("gone@soc.example")).response.status, 403);
}

TEST_F(LoginTest, NameIsEscaped) {
    world.backend.current.people[0].name = "<b>&\"'";
    const auto body = show(link()).response.body;
    EXPECT_NE(body.find("&lt;b&gt;&amp;&quot;&#39;"), std::string::npos);
    EXPECT_EQ(body.find("<b>"), std::string::npos);
}

TEST_F(LoginTest, OnlyASmallFormSignsIn) {
    auto made = world.request("POST", "/console/login");
    made.body = "token=" + link();
    EXPECT_EQ(world.send(made).response.status, 415);
    made.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    made.body += std::string(16 * 1024, 'a');
    EXPECT_EQ(world.send(made).response.status, 413);
    made.method = "PUT";
    EXPECT_EQ(world.send(made).response.status, 405);
}

}  // namespace
}  // namespace socbot::console_test
