// Lenient mode: one failing string never costs the card.
#include "unit/domain/templating/support.h"

#include <gtest/gtest.h>

namespace socbot::templating {
namespace {

struct Row {
    const char* name;
    const char* source;
    const char* expected;
    std::size_t problems;
};

constexpr const char* kData = R"({"n":5,"nul":null,"l":[1]})";

class LenientTest : public testing::TestWithParam<Row> {};

TEST_P(LenientTest, KeepsTheRest) {
    const auto expansion = expand_template(GetParam().source, kData, {});
    ASSERT_TRUE(expansion);
    EXPECT_EQ(boost::json::serialize(expansion->output), GetParam().expected);
    EXPECT_EQ(expansion->problems.size(), GetParam().problems);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    LenientTest,
    testing::Values(
        Row{"SyntaxError", R"({"a":"${n +}","b":"${n}"})", R"({"a":"-","b":5})", 1},
        Row{"FailedFunction", R"({"a":"${l[9]}","b":1})", R"({"a":"-","b":1})", 1},
        Row{"UnknownFunction", R"({"a":"x ${nonsense(n)}"})", R"({"a":"x -"})", 1},
        Row{"MissingName", R"({"a":"${missing}"})", R"({"a":"-"})", 1},
        Row{"MissingNameInText", R"({"a":"v ${missing} ${n}"})", R"({"a":"v - 5"})", 0},
        Row{"NullInText", R"({"a":"v ${nul}"})", R"({"a":"v -"})", 0},
        Row{"NullAlone", R"({"a":"${nul}"})", R"({"a":null})", 0},
        Row{"CoalesceSeesMissing", R"({"a":"${missing ?? 'd'}"})", R"({"a":"d"})", 0},
        Row{"MissingDataDropsTheObject",
            R"({"a":[{"$data":"${missing}","b":1},2]})",
            R"({"a":[2]})",
            1},
        Row{"MissingRootDataKeepsTheCard", R"({"$data":"${missing}","a":"${n}"})", R"({"a":5})", 1},
        Row{"FailedWhenKeepsTheObject",
            R"({"a":[{"$when":"${n > 'x'}","b":1}]})",
            R"({"a":[{"b":1}]})",
            1},
        Row{"BrokenWhenKeepsTheObject",
            R"({"a":[{"$when":"${n >}","b":1}]})",
            R"({"a":[{"b":1}]})",
            1},
        Row{"FalseWhenDropsTheObject", R"({"a":[{"$when":"${n > 9}","b":1}]})", R"({"a":[]})", 0}
    ),
    [](const auto& row) { return row.param.name; }
);

TEST(Lenient, NamesWhatFailed) {
    const auto expansion =
        expand_template(R"({"body":["${l[9]}"]})", kData, {.fallback_text = "?"});
    ASSERT_TRUE(expansion);
    EXPECT_EQ(boost::json::serialize(expansion->output), R"({"body":["?"]})");
    ASSERT_EQ(expansion->problems.size(), 1U);
    EXPECT_EQ(expansion->problems[0].path, "/body/0");
    EXPECT_EQ(expansion->problems[0].message, "9 is out of range for l[9]");
}

}  // namespace
}  // namespace socbot::templating
