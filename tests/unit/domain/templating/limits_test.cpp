// Every limit, reached in both modes: a limit is an error, never a fallback.
#include "unit/domain/templating/support.h"

#include <gtest/gtest.h>

namespace socbot::templating {
namespace {

struct Row {
    const char* name;
    std::string source;
    Limits limits;
    const char* expected;  // part of the message
};

std::string
nested(std::string_view open, std::string_view inside, std::string_view close, int times) {
    std::string out;
    for (int i = 0; i < times; ++i)
        out += open;
    out += inside;
    for (int i = 0; i < times; ++i)
        out += close;
    return out;
}

class LimitTest : public testing::TestWithParam<Row> {
protected:
    std::string message(Mode mode) const {
        return expanded(
            GetParam().source,
            R"({"s":"0123456789","l":[0,1,2,3,4,5,6,7,8,9],"o":{"a":{"b":1}}})",
            {.mode = mode, .limits = GetParam().limits}
        );
    }
};

TEST_P(LimitTest, FailsInStrictMode) {
    EXPECT_NE(message(Mode::strict).find(GetParam().expected), std::string::npos)
        << message(Mode::strict);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    LimitTest,
    testing::Values(
        Row{"TemplateBytes",
            R"({"a":"0123456789"})",
            {.template_bytes = 10},
            "larger than 10 bytes"},
        Row{"TemplateDepth", nested("[", "1", "]", 20), {.depth = 8}, "nested deeper than 8"},
        Row{"ExpressionDepth",
            "\"${" + nested("(", "1 + 1", ")", 20) + "}\"",
            {.depth = 8},
            "nested deeper than 8"},
        Row{"LongChain",
            "\"${1" + nested(" + 1", "", "", 20) + "}\"",
            {.depth = 8},
            "nested deeper than 8"},
        Row{"OutputNodes", R"(["${l}","${l}","${l}"])", {.output_nodes = 20}, "more than 20 nodes"},
        Row{"OutputBytes", R"(["${s}","${s}"])", {.output_bytes = 20}, "larger than 20 bytes"},
        Row{"TextBytes",
            R"("${length(concat(s, s, s))}")",
            {.output_bytes = 25},
            "longer than 25 bytes"},
        Row{"PiecedTextBytes", R"("${s} ${s} ${s}")", {.output_bytes = 25}, "longer than 25 bytes"},
        Row{"RangeItems", R"("${count(range(0, 11))}")", {.range_items = 10}, "more than 10 items"},
        Row{"Steps",
            R"("${count(select(l, a, select(l, b, select(l, c, 1))))}")",
            {.steps = 1000},
            "more than 1000 steps"},
        Row{"StepsOfRepetition",
            R"([{"$data":"${range(0, 100)}","$when":"${false == true}"}])",
            {.steps = 300},
            "more than 300 steps"}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

class RunTimeLimitTest : public LimitTest {};

TEST_P(RunTimeLimitTest, FailsInLenientModeToo) {
    EXPECT_TRUE(message(Mode::lenient).starts_with("error: ")) << message(Mode::lenient);
    EXPECT_NE(message(Mode::lenient).find(GetParam().expected), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    RunTimeLimitTest,
    testing::Values(
        Row{"TemplateDepth", nested("[", "1", "]", 20), {.depth = 8}, "nested deeper than 8"},
        Row{"OutputNodes", R"(["${l}","${l}","${l}"])", {.output_nodes = 20}, "more than 20 nodes"},
        Row{"OutputBytes", R"(["${s}","${s}"])", {.output_bytes = 20}, "larger than 20 bytes"},
        Row{"TextBytes",
            R"("${length(concat(s, s, s))}")",
            {.output_bytes = 25},
            "longer than 25 bytes"},
        Row{"TemplateBytes",
            R"({"a":"0123456789"})",
            {.template_bytes = 10},
            "larger than 10 bytes"},
        Row{"RangeItems", R"("${count(range(0, 11))}")", {.range_items = 10}, "more than 10 items"},
        Row{"RangeItemsInAPiece",
            R"("x ${count(range(0, 11))}")",
            {.range_items = 10},
            "more than 10 items"},
        Row{"RangeItemsUnderAnd",
            R"("${true && range(0, 11)}")",
            {.range_items = 10},
            "more than 10 items"},
        Row{"RangeItemsInWhen",
            R"([{"$when":"${count(range(0, 11)) > 1}"}])",
            {.range_items = 10},
            "more than 10 items"},
        Row{"Steps",
            R"("${count(select(l, a, select(l, b, select(l, c, 1))))}")",
            {.steps = 1000},
            "more than 1000 steps"}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

TEST(Limits, PatternBytes) {
    const Options options{.mode = Mode::strict, .limits = {.regex_bytes = 4}};
    EXPECT_EQ(evaluated("isMatch('a', 'aaaa')", "{}", options), "false");
    EXPECT_NE(
        evaluated("isMatch('a', 'aaaaa')", "{}", options).find("longer than 4"), std::string::npos
    );
    EXPECT_NE(
        evaluated("isMatch('a', p)", R"({"p":"aaaaa"})", options).find("longer than 4"),
        std::string::npos
    );
}

// The default depth must be safe for the stack of a worker thread.
TEST(Limits, DefaultDepthStopsDeepNesting) {
    const std::string deep = nested("(", "1", ")", 10'000);
    EXPECT_TRUE(evaluated(deep).starts_with("error: /: expression is nested deeper than 64"));
    EXPECT_TRUE(evaluated(nested("-", "1", "", 10'000)).starts_with("error"));
    EXPECT_TRUE(evaluated(nested("!", "true", "", 10'000)).starts_with("error"));
    EXPECT_TRUE(evaluated(nested("{k: ", "1", "}", 100)).find("nested") != std::string::npos);
}

// A chain of operators nests to the left, however flat it looks.
TEST(Limits, ChainsOfOperatorsInPathsEnd) {
    std::string chain = "1";
    for (int i = 0; i < 100'000; ++i)
        chain += "+1";
    EXPECT_NE(
        evaluated("jPath(json('{}'), '.{" + chain + "}')").find("too long"), std::string::npos
    );
    EXPECT_NE(evaluated("xPath('<a/>', '" + chain + "')").find("too long"), std::string::npos);
}

}  // namespace
}  // namespace socbot::templating
