// Every limit, reached.
#include "unit/domain/rules/support.h"

#include <gtest/gtest.h>

#include <limits>

namespace socbot {
namespace {

std::string repeated(std::string_view text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i)
        out += text;
    return out;
}

std::string error_of(std::string_view source, const RuleLimits& limits = {}) {
    const auto rule = Rule::compile(source, limits);
    return rule ? "compiles" : rule.error().message();
}

TEST(RuleLimits, SourceBytes) {
    EXPECT_EQ(error_of("true", {.source_bytes = 4}), "compiles");
    EXPECT_EQ(error_of("true ", {.source_bytes = 4}), "1:1: rule is longer than 4 bytes");
}

TEST(RuleLimits, Depth) {
    const RuleLimits wide{.source_bytes = 1 << 20};
    EXPECT_EQ(error_of(repeated("(", 60) + "true" + repeated(")", 60), wide), "compiles");
    EXPECT_NE(
        error_of(repeated("(", 65) + "true" + repeated(")", 65), wide).find("deeper than 64"),
        std::string::npos
    );
    EXPECT_NE(
        error_of(repeated("!", 100'000) + "true", wide).find("deeper than 64"), std::string::npos
    );
    EXPECT_NE(error_of(repeated("(", 100'000), wide).find("deeper than 64"), std::string::npos);
    EXPECT_NE(error_of(repeated("[", 100'000), wide).find("deeper than 64"), std::string::npos);
    EXPECT_NE(
        error_of("true" + repeated(" == true", 70), wide).find("deeper than 64"), std::string::npos
    );
    EXPECT_NE(
        error_of("title" + repeated(".contains('a')", 70), wide).find("deeper than 64"),
        std::string::npos
    );
}

TEST(RuleLimits, LongChainsAreNotDeep) {
    EXPECT_EQ(error_of("true" + repeated(" && true", 400)), "compiles");
}

TEST(RuleLimits, Nodes) {
    EXPECT_EQ(error_of("true && true", {.nodes = 3}), "compiles");
    EXPECT_EQ(error_of("true && true", {.nodes = 2}), "1:6: rule has more than 2 parts");
}

TEST(RuleLimits, PatternBytes) {
    EXPECT_EQ(error_of("title.matches('aaaa')", {.regex_bytes = 4}), "compiles");
    EXPECT_EQ(
        error_of("title.matches('aaaaa')", {.regex_bytes = 4}),
        "1:15: pattern is longer than 4 bytes"
    );
}

TEST(RuleLimits, PatternMemory) {
    EXPECT_NE(
        error_of("title.matches('((a{1,100}){1,100}){1,100}')").find("1:15: pattern: "),
        std::string::npos
    );
}

std::string nested_loops(int depth) {
    std::string source = "true";
    for (int i = 0; i < depth; ++i)
        source = "[1].exists(v" + std::to_string(i) + ", " + source + ")";
    return source;
}

TEST(RuleLimits, Loops) {
    EXPECT_EQ(error_of(nested_loops(8)), "compiles");
    EXPECT_EQ(error_of(nested_loops(9)), "1:125: loops are nested deeper than 8");
    EXPECT_EQ(error_of(nested_loops(3), {.loops = 2}), "1:35: loops are nested deeper than 2");
    EXPECT_EQ(error_of(nested_loops(9), {.loops = 100}), "1:125: loops are nested deeper than 8");
}

TEST(RuleLimits, Cost) {
    const std::string three =
        "src.exists(a, dst.exists(b, src.exists(c, a.ip == b.ip && b.ip == c.ip)))";
    EXPECT_NE(error_of(three).find("1:5: this can take "), std::string::npos) << error_of(three);
    EXPECT_EQ(error_of(three, {.cost = 10'000'000}), "compiles");
    EXPECT_EQ(error_of("src.exists(a, dst.exists(b, a.ip == b.ip))"), "compiles");
}

TEST(RuleLimits, CostOfEachPart) {
    const struct {
        const char* source;
        std::uint64_t cost;
    } rows[] = {
        {"true", 1},
        {"events == 1", 3},
        {"title == 'abc'", 3},
        {"title == rule.name", 3 + 1024 / 16},
        {"title.contains('abc')", 3 + 1024 / 4},
        {"title.startsWith('abc')", 3},
        {"title.matches('a')", 1 + 1 + 63 + 1024},
        {"description.matches('a')", 1 + 1 + 63 + 4096},
        {"1 in [1, 2, 3]", 1 + 4 + 1 + 3},
        {"1 in dst.port", 1 + 32 + 1 + 32},
        {"dst.port.exists(p, p == 1)", 1 + 32 + 32 * 3},
        {"size(types) == 1", 1 + 1 + (1 + 32 + 32)},
        {"hour('UTC') == 1", 1 + 1 + 64 + 1},
    };
    for (const auto& row : rows) {
        const auto rule = Rule::compile(row.source);
        ASSERT_TRUE(rule) << row.source;
        EXPECT_EQ(rule->cost(), row.cost) << row.source;
    }
}

TEST(RuleLimits, CostSaturates) {
    std::string list = "[1";
    for (int i = 1; i < 256; ++i)
        list += ",1";
    list += "]";
    std::string source = "description.matches('a')";
    for (int i = 0; i < 8; ++i)
        source = list + ".map(a, " + source + ").exists(b, b)";
    const RuleLimits wide{
        .source_bytes = 1 << 20,
        .nodes = 100'000,
        .cost = std::numeric_limits<std::uint64_t>::max() - 1};
    EXPECT_NE(
        error_of(source, wide).find("can take 18446744073709551615 steps"), std::string::npos
    );
}

}  // namespace
}  // namespace socbot
