// The walk of objects and lists: what the recorded cases leave open.
#include "unit/domain/templating/support.h"

#include <gtest/gtest.h>

namespace socbot::templating {
namespace {

struct Row {
    const char* name;
    const char* source;
    const char* data;
    const char* expected;
};

class WalkTest : public testing::TestWithParam<Row> {};

TEST_P(WalkTest, Expands) {
    EXPECT_EQ(expanded(GetParam().source, GetParam().data), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    WalkTest,
    testing::Values(
        Row{"UndefinedValueDropsItsKey",
            R"({"a":"${first(l)}","b":1})",
            R"({"l":[]})",
            R"({"b":1})"},
        Row{"UndefinedItemIsNull", R"(["${first(l)}"])", R"({"l":[]})", "[null]"},
        Row{"UndefinedRoot", R"("${first(l)}")", R"({"l":[]})", "undefined"},
        Row{"NullsOfDataSurviveASplice", R"(["${a}"])", R"({"a":[1,null,[2]]})", "[1,null,[2]]"},
        Row{"NullIsAContext",
            R"({"x":[{"$data":"${l}","v":"${$data == null}"}]})",
            R"({"l":[null,1]})",
            R"({"x":[{"v":true},{"v":false}]})"},
        Row{"IndexIsInherited",
            R"([{"$data":"${l}","o":{"$data":{"p":1},"i":"${$index}"}}])",
            R"({"l":[7,8]})",
            R"([{"o":{"i":0}},{"o":{"i":1}}])"},
        Row{"ExpressionsInsideLiteralData",
            R"([{"$data":[{"p":"${n}"}],"v":"${p}"}])",
            R"({"n":4})",
            R"([{"v":4}])"},
        Row{"DataThatFails",
            R"({"x":{"$data":"${l[9]}","a":1}})",
            R"({"l":[]})",
            "error: /x/$data: 9 is out of range for l[9]"},
        Row{"WhenThatThrows",
            R"([{"$when":"${nonsense(1)}","a":1}])",
            "{}",
            "error: /0/$when: unknown function nonsense"},
        Row{"IntegerKeysFirst",
            R"("${foreach(o, x, x.key)}")",
            R"({"o":{"b":1,"10":2,"9":3}})",
            R"(["9","10","b"])"},
        Row{"KeysIgnoreCase", R"("${NAME}")", R"({"Name":1,"name":2})", "1"},
        Row{"MissingMemberOfText", R"("${s.length}")", R"({"s":"abc"})", R"("${s.length}")"},
        Row{"PathTextHasTheIndex", R"("${l[i].k}")", R"({"l":[],"i":3})", R"("${l[3].k}")"},
        Row{"NonFiniteNumbersAreNull", R"(["${max(l)}", 1])", R"({"l":[]})", "[null,1]"}
    ),
    [](const auto& row) { return row.param.name; }
);

TEST(Template, HostIsTheHost) {
    const auto prepared = Template::prepare(boost::json::parse(R"("${$host.theme}")"));
    ASSERT_TRUE(prepared);
    const auto expansion =
        prepared->expand({.root = {}, .host = boost::json::parse(R"({"theme":"x"})")});
    ASSERT_TRUE(expansion);
    EXPECT_EQ(boost::json::serialize(expansion->output), R"("x")");
}

TEST(Template, ErrorsNameTheirPlace) {
    const auto prepared = Template::prepare(
        boost::json::parse(R"({"body":[{"a/b~":"${1 +}"}]})"), {.mode = Mode::strict}
    );
    ASSERT_FALSE(prepared);
    EXPECT_EQ(prepared.error().code(), Errc::invalid_input);
    EXPECT_EQ(
        prepared.error().message(), "/body/0/a~1b~0: syntax error at column 4: unexpected the end"
    );
}

}  // namespace
}  // namespace socbot::templating
