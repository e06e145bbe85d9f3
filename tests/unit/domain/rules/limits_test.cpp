// Every limit, reached.
#include "unit/domain/rules/support.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace socbot
