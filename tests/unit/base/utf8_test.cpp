// UTF-8: what is valid by RFC 3629, and how the rest is replaced.
#include "base/utf8.h"

#include "base/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot {
namespace {

struct Utf8Case {
    const char* name;
    std::string_view bytes;
    bool valid;
    std::string_view replaced;
};

void PrintTo(const Utf8Case& row, std::ostream* out) {
    *out << row.name;
}

class Utf8 : public testing::TestWithParam<Utf8Case> {};

TEST_P(Utf8, IsJudgedAndReplacedAlike) {
    const Utf8Case& row = GetParam();
    EXPECT_EQ(is_valid_utf8(row.bytes), row.valid);
    EXPECT_EQ(to_valid_utf8(row.bytes), row.replaced);
    EXPECT_TRUE(is_valid_utf8(to_valid_utf8(row.bytes)));
}

// Also after eight bytes of ASCII, where the fast path hands over.
TEST_P(Utf8, IsJudgedAlikeBehindAscii) {
    const std::string text = "12345678" + std::string{GetParam().bytes};
    EXPECT_EQ(is_valid_utf8(text), GetParam().valid);
    EXPECT_EQ(to_valid_utf8(text), "12345678" + std::string{GetParam().replaced});
}

#define FFFD "\xEF\xBF\xBD"
constexpr Utf8Case kRows[] = {
    {"Empty", "", true, ""},
    {"Ascii", "plain ascii, more than eight bytes", true, "plain ascii, more than eight bytes"},
    {"TwoBytes", "caf\xC3\xA9", true, "caf\xC3\xA9"},
    {"LowestThreeBytes", "\xE0\xA0\x80", true, "\xE0\xA0\x80"},
    {"BelowSurrogates", "\xED\x9F\xBF", true, "\xED\x9F\xBF"},
    {"Highest", "\xF4\x8F\xBF\xBF", true, "\xF4\x8F\xBF\xBF"},
    {"LoneContinuation", "a\x80z", false, "a" FFFD "z"},
    {"OverlongSlash", "\xC0\xAF", false, FFFD FFFD},
    {"OverlongThree", "\xE0\x80\xAF", false, FFFD FFFD FFFD},
    {"Surrogate", "\xED\xA0\x80", false, FFFD FFFD FFFD},
    {"PastTheLast", "\xF4\x90\x80\x80", false, FFFD FFFD FFFD FFFD},
    {"FiveByteLead", "\xF8\x88\x80\x80\x80", false, FFFD FFFD FFFD FFFD FFFD},
    {"CutShort", "a\xE2\x82", false, "a" FFFD},
    {"CutShortThenText", "\xF1\x80\x80 x", false, FFFD " x"},
};

INSTANTIATE_TEST_SUITE_P(Rows, Utf8, testing::ValuesIn(kRows), [](const auto& row) {
    return row.param.name;
});

TEST(AppendUtf8, GivesBackWhatWasDecoded) {
    for (const char32_t code : {U'a', U'\u00E9', U'\u20AC', U'\U0001F600'}) {
        std::string out;
        append_utf8(out, code);
        const DecodedCodePoint decoded = decode_utf8(out);
        EXPECT_TRUE(decoded.valid);
        EXPECT_EQ(decoded.code, code);
        EXPECT_EQ(decoded.length, out.size());
    }
}

}  // namespace
}  // namespace socbot
