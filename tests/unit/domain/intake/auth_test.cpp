// Who is let in, and that everybody else is refused with the same words to the caller: none.
#include "domain/intake/auth.h"

#include "base/digest.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

constexpr std::string_view kBody{R"({"uuid":"1"})"};
constexpr Instant kNow{1'764'000'000'000};

std::string signature(std::string_view secret, std::string_view seconds, std::string_view body) {
    const Digest digest = hmac_sha256(secret, std::string{seconds} + "." + std::string{body});
    return "t=" + std::string{seconds} + ",v1=" + to_hex(as_bytes(digest));
}

struct Row {
    const char* name;
    SourceAuth auth;
    std::string authorization;
    std::string signature;
    bool allowed;
};

class Authenticate : public testing::TestWithParam<Row> {};

TEST_P(Authenticate, DecidesAsTheRowSays) {
    const Row& row = GetParam();
    const AuthRequest request{row.authorization, row.signature, kBody, kNow};
    const auto decision = authenticate(row.auth, request);
    EXPECT_EQ(bool{decision}, row.allowed);
    if (decision) return;
    EXPECT_EQ(decision.error().code(), Errc::unauthorised);
}

const SourceAuth kBearer{BearerAuth{Secret{std::string{"s3cret"}}}};
const SourceAuth kBasic{BasicAuth{"usm", Secret{std::string{"pa:ss"}}}};
const SourceAuth kHmac{
    HmacAuth{Secret{std::string{"key"}}, "X-Socbot-Signature", Milliseconds{300'000}}};

std::string basic(std::string_view user_and_password) {
    return "Basic " + to_base64(user_and_password);
}

INSTANTIATE_TEST_SUITE_P(
    Rows,
    Authenticate,
    testing::Values(
        Row{"BearerRight", kBearer, "Bearer s3cret", "", true},
        Row{"BearerSchemeInAnyCase", kBearer, "bearer  s3cret ", "", true},
        Row{"BearerWrong", kBearer, "Bearer s3creT", "", false},
        Row{"BearerPrefix", kBearer, "Bearer s3cre", "", false},
        Row{"BearerLonger", kBearer, "Bearer s3cret1", "", false},
        Row{"BearerMissing", kBearer, "", "", false},
        Row{"BearerWithoutToken", kBearer, "Bearer ", "", false},
        Row{"BearerOtherScheme", kBearer, "Basic s3cret", "", false},
        Row{"BearerGluedScheme", kBearer, "Bearers3cret", "", false},
        Row{"BearerEmptyConfiguredNeverMatches", BearerAuth{}, "Bearer ", "", false},
        Row{"BearerHugeHeader", kBearer, "Bearer " + std::string(5000, 'a'), "", false},
        Row{"BasicRight", kBasic, basic("usm:pa:ss"), "", true},
        Row{"BasicWrongUser", kBasic, basic("usn:pa:ss"), "", false},
        Row{"BasicWrongPassword", kBasic, basic("usm:pa:sS"), "", false},
        Row{"BasicWithoutColon", kBasic, basic("usm"), "", false},
        Row{"BasicNotBase64", kBasic, "Basic %%%", "", false},
        Row{"BasicEmptyConfiguredNeverMatches", BasicAuth{}, basic(":"), "", false},
        Row{"HmacRight", kHmac, "", signature("key", "1764000000", kBody), true},
        Row{"HmacExactlyTooOldEdge", kHmac, "", signature("key", "1763999700", kBody), true},
        Row{"HmacTooOld", kHmac, "", signature("key", "1763999699", kBody), false},
        Row{"HmacFutureEdge", kHmac, "", signature("key", "1764000300", kBody), true},
        Row{"HmacTooFarInTheFuture", kHmac, "", signature("key", "1764000301", kBody), false},
        Row{"HmacOtherBody", kHmac, "", signature("key", "1764000000", "{}"), false},
        Row{"HmacOtherKey", kHmac, "", signature("kez", "1764000000", kBody), false},
        Row{"HmacTimeSwapped",
            kHmac,
            "",
            "t=1764000001" + signature("key", "1764000000", kBody).substr(12),
            false},
        Row{"HmacMissing", kHmac, "", "", false},
        Row{"HmacWithoutTime", kHmac, "", "v1=00", false},
        Row{"HmacTwoTimes", kHmac, "", "t=1," + signature("key", "1764000000", kBody), false},
        Row{"HmacNotHex", kHmac, "", "t=1764000000,v1=zz", false},
        Row{"HmacEmptyDigest", kHmac, "", "t=1764000000,v1=", false},
        Row{"HmacSecondDigestCounts",
            kHmac,
            "",
            signature("key", "1764000000", kBody) + ",v1=" + std::string(64, '0'),
            true},
        Row{"HmacTooManyDigests",
            kHmac,
            "",
            "t=1764000000,v1=0,v1=0,v1=0,v1=0" + signature("key", "1764000000", kBody).substr(12),
            false},
        Row{"HmacNegativeTime", kHmac, "", signature("key", "-5", kBody), false},
        Row{"HmacOverflowingTime",
            kHmac,
            "",
            signature("key", "99999999999999999999", kBody),
            false},
        Row{"HmacEmptyConfiguredNeverMatches",
            HmacAuth{},
            "",
            signature("", "1764000000", kBody),
            false}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

TEST(Challenge, BasicIsWhatSnsWaitsFor) {
    EXPECT_TRUE(challenge(kBasic).starts_with("Basic realm="));
    EXPECT_TRUE(challenge(kBearer).starts_with("Bearer "));
    EXPECT_FALSE(challenge(kHmac).empty());
}

TEST(Authenticate, MessagesNeverHoldTheSecret) {
    const auto decision = authenticate(kBearer, {"Bearer s3cretish", "", kBody, kNow});
    ASSERT_FALSE(decision);
    EXPECT_EQ(decision.error().message().find("s3cret"), std::string::npos);
}

}  // namespace
}  // namespace socbot
