// Indicators that no client may turn into a link.
#include "base/text.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

struct DefangCase {
    const char* name;
    std::string_view indicator;
    std::string_view defanged;
};

void PrintTo(const DefangCase& row, std::ostream* out) {
    *out << row.name;
}

class Defang : public testing::TestWithParam<DefangCase> {};

TEST_P(Defang, BreaksTheLink) {
    EXPECT_EQ(defang(GetParam().indicator), GetParam().defanged);
}
TEST_P(Defang, LeavesDefangedTextAlone) {
    EXPECT_EQ(defang(GetParam().defanged), GetParam().defanged);
}

constexpr DefangCase kRows[] = {
    {"Empty", "", ""},
    {"Domain", "evil.example", "evil[.]example"},
    {"Http", "http://evil.example", "hxxp://evil[.]example"},
    {"Https", "https://evil.example/a", "hxxps://evil[.]example/a"},
    {"UpperCaseScheme", "HTTPS://evil.example", "HXXPS://evil[.]example"},
    {"Ftp", "ftp://evil.example", "fxp://evil[.]example"},
    {"OtherScheme", "ldap://evil.example/x", "ldap[:]//evil[.]example/x"},
    {"UrlInsideUrl",
     "http://a.example/?u=https://b.example",
     "hxxp://a[.]example/?u=hxxps://b[.]example"},
    {"FileInPath", "http://a.example/b.zip", "hxxp://a[.]example/b[.]zip"},
    {"Port", "http://a.example:8080/", "hxxp://a[.]example:8080/"},
    {"IPv4", "203.0.113.9", "203[.]0[.]113[.]9"},
    {"IPv6", "2001:db8::1", "2001:db8::1"},
    {"Email", "user@evil.example", "user[@]evil[.]example"},
    {"PartlyDefanged", "hxxp://evil[.]example.test", "hxxp://evil[.]example[.]test"},
    {"HalfABracket", "evil[.example", "evil[[.]example"},
    {"NoDots", "wks-17", "wks-17"},
};

INSTANTIATE_TEST_SUITE_P(Rows, Defang, testing::ValuesIn(kRows), [](const auto& row) {
    return row.param.name;
});

}  // namespace
}  // namespace socbot
