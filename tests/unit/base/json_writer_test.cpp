// JSON as it is appended: commas, escapes, numbers at their limits.
#include "base/json_writer.h"

#include <gtest/gtest.h>

#include <limits>

namespace socbot {
namespace {

using namespace std::string_view_literals;

TEST(JsonWriter, PutsCommasWhereTheyBelong) {
    std::string out;
    JsonWriter json{out};
    json.open_object();
    json.key("a").open_array().number(std::int64_t{1}).string("x").open_object().close_object();
    json.open_array().close_array().null().close_array();
    json.key("b").boolean(true).key("c").raw("[1]").key("d").open_object();
    json.key("e").boolean(false).close_object().close_object();
    EXPECT_EQ(out, R"({"a":[1,"x",{},[],null],"b":true,"c":[1],"d":{"e":false}})");
}

TEST(JsonWriter, AppendsToWhatIsThere) {
    std::string out = "data: ";
    JsonWriter{out}.string("x");
    EXPECT_EQ(out, "data: \"x\"");
}

TEST(JsonWriter, KeepsWholeNumbersWhole) {
    std::string out;
    JsonWriter json{out};
    json.open_array();
    json.number(std::numeric_limits<std::int64_t>::min());
    json.number(std::numeric_limits<std::int64_t>::max());
    json.number(std::numeric_limits<std::uint64_t>::max()).close_array();
    EXPECT_EQ(out, "[-9223372036854775808,9223372036854775807,18446744073709551615]");
}

TEST(JsonWriter, LeavesOutEmptyMembers) {
    std::string out;
    JsonWriter json{out};
    json.open_object().text_member("a", "").number_member("b", 0);
    json.text_member("c", "x").number_member("d", -1).close_object();
    EXPECT_EQ(out, R"({"c":"x","d":-1})");
}

TEST(JsonWriter, EscapesKeysAndTexts) {
    std::string out;
    JsonWriter json{out};
    json.open_object().key("a\"b").string("\"\\/\b\f\n\r\t\x01\x1f\x7f\0"sv).close_object();
    EXPECT_EQ(out, "{\"a\\\"b\":\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\\u0000\"}");
}

TEST(JsonWriter, LeavesUtf8Alone) {
    std::string out;
    append_json_escaped(out, "caf\u00e9 \U0001F600");
    EXPECT_EQ(out, "caf\u00e9 \U0001F600");
}

}  // namespace
}  // namespace socbot
