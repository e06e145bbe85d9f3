// Cutting and defanging of card text.
#include "domain/cards/words.h"

#include "base/text.h"

#include <gtest/gtest.h>

namespace socbot::cards {
namespace {

TEST(CutCodePoints, KeepsWhatFits) {
    EXPECT_EQ(cut_code_points("abc", 3), "abc");
    EXPECT_EQ(cut_code_points("\xC3\xA9\xC3\xA9\xC3\xA9", 3), "\xC3\xA9\xC3\xA9\xC3\xA9");
    EXPECT_EQ(cut_code_points("", 0), "");
}

TEST(CutCodePoints, EndsInAnEllipsisThatCounts) {
    EXPECT_EQ(cut_code_points("abcd", 3), "ab\xE2\x80\xA6");
    EXPECT_EQ(cut_code_points("a cd", 3), "a\xE2\x80\xA6") << "no space before the ellipsis";
    EXPECT_EQ(cut_code_points("abcd", 0), "");
    EXPECT_EQ(cut_code_points("abcd", 1), "\xE2\x80\xA6");
}

TEST(CutCodePoints, NeverCutsACodePoint) {
    std::string fires;
    for (int i = 0; i < 10; ++i)
        fires += "\xF0\x9F\x94\xA5";
    for (std::size_t count = 0; count < 12; ++count) {
        const std::string cut = cut_code_points(fires, count);
        EXPECT_TRUE(is_valid_utf8(cut)) << count;
        EXPECT_LE(count_code_points(cut), count);
    }
}

struct Row {
    const char* name;
    const char* text;
    const char* defanged;
};
class DefangLinks : public testing::TestWithParam<Row> {};
TEST_P(DefangLinks, TouchesOnlyWhatAClientWouldLink) {
    EXPECT_EQ(defang_links(GetParam().text), GetParam().defanged);
}
INSTANTIATE_TEST_SUITE_P(
    Rows,
    DefangLinks,
    testing::Values(
        Row{"Plain", "ET SCAN NMAP -sS window 1024", "ET SCAN NMAP -sS window 1024"},
        Row{"Url", "see http://evil.example/a.php now", "see hxxp://evil[.]example/a[.]php now"},
        Row{"UrlInBrackets", "(https://evil.example)", "(hxxps://evil[.]example)"},
        Row{"Domain", "beacon to evil.example.", "beacon to evil[.]example."},
        Row{"DomainWithPath", "evil.example/x", "evil[.]example/x"},
        Row{"DomainWithPort", "evil.zip:8080", "evil[.]zip:8080"},
        Row{"Www", "WWW.evil.example", "WWW[.]evil[.]example"},
        Row{"Mail", "from bad@evil.example", "from bad[@]evil[.]example"},
        Row{"Mailto", "mailto:x@y.example", "mailto:x[@]y[.]example"},
        Row{"FileName", "invoice.pdf.exe dropped", "invoice.pdf.exe dropped"},
        Row{"DocumentName", "report.docm", "report.docm"},
        Row{"Version", "OpenSSH 8.9.1", "OpenSSH 8.9.1"},
        Row{"Abbreviation", "e.g. this", "e.g. this"},
        Row{"Punycode", "xn--80ak6aa92e.xn--p1ai", "xn--80ak6aa92e[.]xn--p1ai"},
        Row{"Idn", "\xD0\xB0\xD0\xB1.\xD1\x80\xD1\x84", "\xD0\xB0\xD0\xB1[.]\xD1\x80\xD1\x84"},
        Row{"Empty", "", ""},
        Row{"OnlyPunctuation", "(((", "((("},
        Row{"AlreadyDefanged", "hxxp://evil[.]example", "hxxp://evil[.]example"}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

TEST(DefangHost, LeavesShortNames) {
    EXPECT_EQ(defang_host("WKS-17"), "WKS-17");
    EXPECT_EQ(defang_host("dc1.acme.example"), "dc1[.]acme[.]example");
    EXPECT_EQ(defang_host("203.0.113.9"), "203[.]0[.]113[.]9");
}

TEST(Join, LeavesOutEmptyParts) {
    EXPECT_EQ(join({"a", "", "b"}, ", "), "a, b");
    EXPECT_EQ(join({"", ""}, ", "), "");
}

TEST(Grouped, SetsThousandsApart) {
    EXPECT_EQ(grouped(0), "0");
    EXPECT_EQ(grouped(999), "999");
    EXPECT_EQ(grouped(1000), "1,000");
    EXPECT_EQ(grouped(1234567), "1,234,567");
}

struct UserRow {
    const char* name;
    std::string_view user, text;
};

void PrintTo(const UserRow& row, std::ostream* out) {
    *out << row.name;
}

class DefangUser : public testing::TestWithParam<UserRow> {};

TEST_P(DefangUser, KeepsWhatIsToBeCopiedAndLinksNowhere) {
    EXPECT_EQ(cards::defang_user(GetParam().user, {"acme.example", "acme.test"}), GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(
    Users,
    DefangUser,
    testing::Values(
        UserRow{"Empty", "", ""},
        UserRow{"Name", "alice", "alice"},
        UserRow{"DottedName", "j.doe", "j.doe"},
        UserRow{"TwoDots", "j.r.doe", "j.r.doe"},
        UserRow{"DownLevelName", "ACME\\j.doe", "ACME\\j.doe"},
        UserRow{"OwnAddress", "j.doe@acme.example", "j.doe@acme.example"},
        UserRow{"OwnAddressInCapitals", "J.Doe@ACME.Example", "J.Doe@ACME.Example"},
        UserRow{"BelowAnOwnDomain", "j.doe@uk.acme.test", "j.doe@uk.acme.test"},
        UserRow{
            "GuestOfAnother",
            "bob_evil.example#EXT#@acme.example",
            "bob_evil.example#EXT#@acme.example"},
        UserRow{"StrangersAddress", "drop@evil.example", "drop[@]evil[.]example"},
        UserRow{"EndsLikeOurs", "x@notacme.example", "x[@]notacme[.]example"},
        UserRow{"BeginsLikeOurs", "x@acme.example.evil.test", "x[@]acme[.]example[.]evil[.]test"},
        UserRow{"TwoAts", "x@evil.test@acme.example", "x[@]evil[.]test[@]acme[.]example"},
        UserRow{
            "UrlBeforeTheAt",
            "http://evil.test/@acme.example",
            "hxxp://evil[.]test/[@]acme[.]example"},
        UserRow{
            "WordsBeforeTheAt",
            "see evil.test x@acme.example",
            "see evil[.]test x[@]acme[.]example"},
        UserRow{"Site", "evil.com", "evil[.]com"},
        UserRow{"SiteInCapitals", "EVIL.COM", "EVIL[.]COM"},
        UserRow{"SiteOfACountry", "evil.ru", "evil[.]ru"},
        UserRow{"SiteWithADotAtItsEnd", "evil.com.", "evil[.]com[.]"},
        UserRow{"SiteInPunycode", "evil.xn--p1ai", "evil[.]xn--p1ai"},
        UserRow{"SiteWithAPath", "evil.test/a", "evil[.]test/a"},
        UserRow{"Www", "www.evil.test", "www[.]evil[.]test"},
        UserRow{"Url", "https://evil.test", "hxxps://evil[.]test"}
    ),
    [](const auto& row) { return row.param.name; }
);

}  // namespace
}  // namespace socbot::cards
