// ASCII helpers, cutting between code points and the nearest word.
#include "base/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot {
namespace {

using testing::ElementsAre;

TEST(CutUtf8, KeepsWhatFits) {
    EXPECT_EQ(cut_utf8("12345", 5), "12345");
}
TEST(CutUtf8, CountsTheEllipsis) {
    EXPECT_EQ(cut_utf8("123456", 5), "12\u2026");
}
TEST(CutUtf8, NeverSplitsACodePoint) {
    EXPECT_EQ(cut_utf8("a\u20ac\u20ac", 6), "a\u2026");  // room for two of the euro's three bytes
    EXPECT_EQ(cut_utf8("\U0001F600\U0001F600", 7), "\U0001F600\u2026");
}
TEST(CutUtf8, PutsTheLimitBeforeTheEllipsis) {
    EXPECT_EQ(cut_utf8("abc", 2), "ab");
    EXPECT_EQ(cut_utf8("\u20ac\u20ac", 2), "");
    EXPECT_EQ(cut_utf8("abc", 0), "");
}
TEST(CutUtf8, EndsOnInvalidTextToo) {
    EXPECT_LE(cut_utf8(std::string(100, '\x80'), 10).size(), 10U);
}

TEST(AsciiCase, LeavesOtherBytesAlone) {
    EXPECT_EQ(to_lower_ascii("AZ[\u00c9"), "az[\u00c9");
    EXPECT_EQ(to_upper_ascii("az{\u00e9"), "AZ{\u00e9");
    EXPECT_TRUE(equals_ignore_case_ascii("Host-1", "hOST-1"));
    EXPECT_FALSE(equals_ignore_case_ascii("host", "host1"));
    EXPECT_FALSE(equals_ignore_case_ascii("[", "{"));
}

TEST(TrimAscii, RemovesAllAsciiSpace) {
    EXPECT_EQ(trim_ascii(" \t\r\n\v\f a b \n"), "a b");
    EXPECT_EQ(trim_ascii(" \n "), "");
}

TEST(Split, KeepsEmptyParts) {
    EXPECT_THAT(split("a,,b,", ','), ElementsAre("a", "", "b", ""));
    EXPECT_THAT(split("", ','), ElementsAre(""));
}

struct NearestCase {
    const char* name;
    std::string_view word;
    std::optional<std::string_view> found;
};

void PrintTo(const NearestCase& row, std::ostream* out) {
    *out << row.name;
}

class Nearest : public testing::TestWithParam<NearestCase> {};

TEST_P(Nearest, FindsTheUsualSlips) {
    constexpr std::string_view words[] = {"threshold", "take", "mute", "note", "why"};
    EXPECT_EQ(nearest(GetParam().word, words), GetParam().found);
}

constexpr NearestCase kRows[] = {
    {"Same", "take", "take"},
    {"Inserted", "thresholdd", "threshold"},
    {"Deleted", "threshld", "threshold"},
    {"Replaced", "tske", "take"},
    {"SwapIsOneSlip", "wyh", "why"},
    {"TieGoesToTheFirst", "mote", "mute"},
    {"ShortWordsMayBeOneOff", "wh", "why"},
    {"TwoOffIsTooFarForFive", "tukes", std::nullopt},
    {"TooFar", "zzzz", std::nullopt},
    {"Empty", "", std::nullopt},
};

INSTANTIATE_TEST_SUITE_P(Rows, Nearest, testing::ValuesIn(kRows), [](const auto& row) {
    return row.param.name;
});

TEST(NearestOfNone, IsNothing) {
    EXPECT_EQ(nearest("take", {}), std::nullopt);
}
TEST(NearestOfHugeWord, IsNothing) {
    constexpr std::string_view words[] = {"take"};
    EXPECT_EQ(nearest(std::string(1'000'000, 'a'), words), std::nullopt);
}

}  // namespace
}  // namespace socbot
