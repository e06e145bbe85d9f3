// Digests against published vectors; hexadecimal and base64 in their strict forms.
#include "base/digest.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

std::string hex(const Digest& digest) {
    return to_hex(as_bytes(digest));
}

// FIPS 180-4 examples.
constexpr auto kOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr auto kOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST(Sha256, MatchesFips180) {
    EXPECT_EQ(hex(sha256("")), kOfNothing);
    EXPECT_EQ(hex(sha256("abc")), kOfAbc);
    EXPECT_EQ(
        hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    );
}

TEST(Sha256, InPiecesEqualsAtOnceAndStartsAgain) {
    Sha256 pieces;
    EXPECT_EQ(hex(pieces.update("a").update("").update("bc").finish()), kOfAbc);
    EXPECT_EQ(hex(pieces.finish()), kOfNothing);
    Sha256 moved{std::move(pieces)};
    EXPECT_EQ(hex(moved.update("abc").finish()), kOfAbc);
}

// RFC 4231 test cases 2 and 6 (a key longer than a block).
TEST(HmacSha256, MatchesRfc4231) {
    EXPECT_EQ(
        hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    );
    EXPECT_EQ(
        hex(hmac_sha256(
            std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First"
        )),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    );
}
TEST(HmacSha256, TakesEmptyKeyAndMessage) {
    EXPECT_EQ(
        hex(hmac_sha256({}, {})), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"
    );
}

TEST(Head64, IsTheFirstEightBytesBigEndian) {
    EXPECT_EQ(head64(sha256("abc")), 0xba7816bf8f01cfeaULL);
}

TEST(ConstantTimeEqual, ComparesContentAndLength) {
    EXPECT_TRUE(constant_time_equal("secret", "secret"));
    EXPECT_TRUE(constant_time_equal("", ""));
    EXPECT_FALSE(constant_time_equal("secret", "secres"));
    EXPECT_FALSE(constant_time_equal("secret", "secret1"));
}

TEST(Hex, GoesBothWays) {
    EXPECT_EQ(to_hex(std::string_view{"\x00\x7f\xff", 3}), "007fff");
    EXPECT_EQ(from_hex("007FfF"), std::string("\x00\x7f\xff", 3));
    EXPECT_EQ(from_hex(""), "");
    EXPECT_EQ(from_hex("abc"), std::nullopt);
    EXPECT_EQ(from_hex("0g"), std::nullopt);
}

struct Base64Case {
    const char* name;
    std::string_view bytes;
    std::string_view standard;
    std::string_view url;
};

void PrintTo(const Base64Case& row, std::ostream* out) {
    *out << row.name;
}

class Base64 : public testing::TestWithParam<Base64Case> {};

TEST_P(Base64, GoesBothWays) {
    const Base64Case& row = GetParam();
    EXPECT_EQ(to_base64(row.bytes), row.standard);
    EXPECT_EQ(from_base64(row.standard), row.bytes);
    EXPECT_EQ(to_base64url(row.bytes), row.url);
    EXPECT_EQ(from_base64url(row.url), row.bytes);
}

// RFC 4648 section 10, and bytes whose digits differ between the alphabets.
constexpr Base64Case kRows[] = {
    {"Empty", "", "", ""},
    {"One", "f", "Zg==", "Zg"},
    {"Two", "fo", "Zm8=", "Zm8"},
    {"Three", "foo", "Zm9v", "Zm9v"},
    {"Six", "foobar", "Zm9vYmFy", "Zm9vYmFy"},
    {"Alphabets", "\xfb\xff\xfe", "+//+", "-__-"},
};

INSTANTIATE_TEST_SUITE_P(Rows, Base64, testing::ValuesIn(kRows), [](const auto& row) {
    return row.param.name;
});

TEST(Base64Refuses, EveryOtherSpelling) {
    for (const std::string_view text :
         {"Zg",
          "Zg=",
          "Zg===",
          "Z===",
          "====",
          "Zh==",
          "Zm9=",
          "Zm 9v",
          "Zm9v\n",
          "Zg==Zg==",
          "-__-"})
        EXPECT_EQ(from_base64(text), std::nullopt) << text;
    for (const std::string_view text : {"Z", "Zg==", "Zh", "+//+", "Zm9v\n"})
        EXPECT_EQ(from_base64url(text), std::nullopt) << text;
}

}  // namespace
}  // namespace socbot
