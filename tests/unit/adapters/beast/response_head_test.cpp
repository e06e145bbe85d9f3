// Response heads: the fields every response carries, and what a handler may not say.
#include "adapters/beast/response_head.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string head_of(const http::Response& response, Persistence persistence = Persistence::keep) {
    std::string out;
    EXPECT_TRUE(append_response_head(out, response, persistence, "DATE"));
    return out;
}

TEST(ResponseHead, CarriesTheFixedFields) {
    http::Response response;
    response.body = "{}";
    EXPECT_EQ(
        head_of(response),
        "HTTP/1.1 200 OK\r\n"
        "Date: DATE\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "Referrer-Policy: no-referrer\r\n"
        "Cache-Control: no-store\r\n"
        "Content-Type: application/json\r\n"
        "Content-Length: 2\r\n"
        "Connection: keep-alive\r\n\r\n"
    );
}

TEST(ResponseHead, TheHandlerDecidesAboutCaching) {
    http::Response response;
    response.headers = {{"cache-control", "max-age=60"}};
    const auto head = head_of(response);
    EXPECT_THAT(head, HasSubstr("cache-control: max-age=60\r\n"));
    EXPECT_THAT(head, Not(HasSubstr("no-store")));
}

TEST(ResponseHead, NoContentHasNoLength) {
    http::Response response;
    response.status = 204;
    EXPECT_THAT(head_of(response), Not(HasSubstr("Content-Length")));
}

TEST(ResponseHead, SaysThatTheConnectionCloses) {
    EXPECT_THAT(head_of({}, Persistence::close), HasSubstr("Connection: close\r\n\r\n"));
}

struct BadField {
    const char* name;
    http::Header field;
};
class RefusedField : public testing::TestWithParam<BadField> {};

TEST_P(RefusedField, LeavesTheOutputAlone) {
    http::Response response;
    response.headers = {GetParam().field};
    std::string out{"before"};
    EXPECT_FALSE(append_response_head(out, response, Persistence::keep, "DATE"));
    EXPECT_EQ(out, "before");
    EXPECT_FALSE(append_stream_head(out, response.headers, "DATE"));
    EXPECT_EQ(out, "before");
}

INSTANTIATE_TEST_SUITE_P(
    Fields,
    RefusedField,
    testing::Values(
        BadField{"LineBreakInValue", {"Location", "/a\r\nSet-Cookie: x"}},
        BadField{"NulInValue", {"X", std::string{"a\0b", 3}}},
        BadField{"SpaceInName", {"X Y", "a"}},
        BadField{"EmptyName", {"", "a"}},
        BadField{"Length", {"content-length", "5"}},
        BadField{"Coding", {"Transfer-Encoding", "chunked"}},
        BadField{"Server", {"Server", "me"}}
    ),
    [](const auto& row) { return row.param.name; }
);

TEST(ResponseHead, AStatusOutOfRangeIsRefused) {
    http::Response response;
    response.status = 42;
    std::string out;
    EXPECT_FALSE(append_response_head(out, response, Persistence::keep, "DATE"));
}

TEST(StreamHead, IsAnEventStreamThatNobodyKeeps) {
    std::string out;
    ASSERT_TRUE(append_stream_head(out, {{"X-A", "b"}}, "DATE"));
    EXPECT_THAT(out, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(out, HasSubstr("Content-Type: text/event-stream\r\n"));
    EXPECT_THAT(out, HasSubstr("Cache-Control: no-store\r\n"));
    EXPECT_THAT(out, HasSubstr("X-A: b\r\n"));
    EXPECT_THAT(out, Not(HasSubstr("Content-Length")));
}

// The example of RFC 9110 section 5.6.7.
TEST(HttpDate, IsTheFixedForm) {
    EXPECT_EQ(format_http_date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
}

}  // namespace
}  // namespace socbot
