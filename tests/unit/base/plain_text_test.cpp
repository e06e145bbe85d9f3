// What is removed from text of outside, and what is shown of it in logs and terminals.
#include "base/text.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

using namespace std::string_view_literals;

struct PlainCase {
    const char* name;
    std::string_view text;
    std::string_view line;
    std::string_view lines;
    std::string_view terminal;
};

void PrintTo(const PlainCase& row, std::ostream* out) {
    *out << row.name;
}

class Plain : public testing::TestWithParam<PlainCase> {};

TEST_P(Plain, LineTextAndTerminal) {
    EXPECT_EQ(to_plain_line(GetParam().text), GetParam().line);
    EXPECT_EQ(to_plain_text(GetParam().text), GetParam().lines);
    EXPECT_EQ(escape_for_terminal(GetParam().text), GetParam().terminal);
}

TEST_P(Plain, CleaningTwiceChangesNothing) {
    const std::string line = to_plain_line(GetParam().text);
    EXPECT_EQ(to_plain_line(line), line);
    const std::string lines = to_plain_text(GetParam().text);
    EXPECT_EQ(to_plain_text(lines), lines);
}

constexpr PlainCase kRows[] = {
    {"Empty", "", "", "", ""},
    {"AlreadyPlain",
     "Nmap scan, 3 hosts",
     "Nmap scan, 3 hosts",
     "Nmap scan, 3 hosts",
     "Nmap scan, 3 hosts"},
    {"Accents",
     "caf\u00e9 \u65e5\u672c",
     "caf\u00e9 \u65e5\u672c",
     "caf\u00e9 \u65e5\u672c",
     "caf\u00e9 \u65e5\u672c"},
    {"RunsAndEnds", "  a   b ", "a b", "a b", "a b"},
    {"OnlySpaces", "   ", "", "", ""},
    {"TabAndLineFeed", "a\tb\nc", "a b c", "a b\nc", "a b\nc"},
    {"CrLf", "a\r\nb", "a b", "a\nb", "a\nb"},
    {"LoneCarriageReturn", "safe\revil", "safeevil", "safeevil", "safe\\x0devil"},
    {"Nul", "a\0b"sv, "ab", "ab", "a\\x00b"},
    {"TerminalEscape", "\x1b[2Jx", "[2Jx", "[2Jx", "\\x1b[2Jx"},
    {"Delete",
     "a\x7f"
     "b",
     "ab",
     "ab",
     "a\\x7fb"},
    {"C1",
     "a\u009b"
     "b",
     "ab",
     "ab",
     "a\\u{9b}b"},
    {"ArabicLetterMark", "a\u061cb", "ab", "ab", "a\\u{61c}b"},
    {"RightToLeftOverride", "gpj\u202e.exe", "gpj.exe", "gpj.exe", "gpj\\u{202e}.exe"},
    {"Isolate", "a\u2066b\u2069", "ab", "ab", "a\\u{2066}b\\u{2069}"},
    {"Marks", "a\u200e\u200fb", "ab", "ab", "a\\u{200e}\\u{200f}b"},
    {"ZeroWidth",
     "pay\u200bpal\u2060\ufeff",
     "paypal",
     "paypal",
     "pay\\u{200b}pal\\u{2060}\\u{feff}"},
    {"LineSeparator", "a\u2028b\u2029", "ab", "ab", "a\\u{2028}b\\u{2029}"},
    {"Tags", "a\U000E0041b\U000E007F", "ab", "ab", "a\\u{e0041}b\\u{e007f}"},
    {"InvalidBytes", "a\xff\xc3", "a\uFFFD\uFFFD", "a\uFFFD\uFFFD", "a\\xff\\xc3"},
};

INSTANTIATE_TEST_SUITE_P(Rows, Plain, testing::ValuesIn(kRows), [](const auto& row) {
    return row.param.name;
});

// Wherever in a text it stands, also across the words the fast path reads.
TEST(PlainAnywhere, IsFoundAtEveryPlace) {
    for (std::size_t length = 1; length <= 24; ++length) {
        for (std::size_t at = 0; at < length; ++at) {
            std::string text(length, 'a');
            EXPECT_EQ(to_plain_line(text), text);
            for (const char bad : {'\x1f', '\x7f', '\0', '\x01'}) {
                text[at] = bad;
                EXPECT_EQ(to_plain_line(text), std::string(length - 1, 'a')) << length << " " << at;
            }
            text[at] = '\x80';
            EXPECT_EQ(to_plain_line(text).size(), length + 2) << length << " " << at;
            text[at] = '~';
            EXPECT_EQ(to_plain_line(text), text);
            text.replace(at, 1, "b  b");
            EXPECT_EQ(to_plain_line(text).size(), length + 2) << length << " " << at;
        }
    }
}

TEST(QuoteForLog, LeavesAWordAlone) {
    EXPECT_EQ(quote_for_log("usm-1"), "usm-1");
}
TEST(QuoteForLog, QuotesEmptySpacesAndEquals) {
    EXPECT_EQ(quote_for_log(""), "\"\"");
    EXPECT_EQ(quote_for_log("a b"), "\"a b\"");
    EXPECT_EQ(quote_for_log("a=b"), "\"a=b\"");
}
TEST(QuoteForLog, EscapesWhatWouldForgeALine) {
    EXPECT_EQ(quote_for_log("a\nlevel=error \"x\\"), R"("a\x0alevel=error \"x\\")");
    EXPECT_EQ(quote_for_log("a\u202e\xff"), R"("a\u{202e}\xff")");
}
TEST(QuoteForLog, KeepsToItsLimitAndNeverCutsAnEscape) {
    EXPECT_EQ(quote_for_log(std::string(10, 'a'), 10), std::string(10, 'a'));
    EXPECT_EQ(quote_for_log(std::string(11, 'a'), 10), std::string(7, 'a') + "\u2026");
    EXPECT_EQ(quote_for_log("aaaaa\n\n\n", 10), "\"aaaaa\u2026\"");
    EXPECT_EQ(quote_for_log("abc", 2), "");
    EXPECT_LE(quote_for_log(std::string(100'000, '\n')).size(), 258U);
}

}  // namespace
}  // namespace socbot
