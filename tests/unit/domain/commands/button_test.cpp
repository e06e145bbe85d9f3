// Button data: what was signed verifies; what was moved, changed, made up or has aged does not.
#include "domain/commands/button.h"

#include "base/codec.h"
#include "base/digest.h"
#include "base/text.h"

#include <gtest/gtest.h>

#include <functional>

namespace socbot {
namespace {

constexpr Instant kNow{1'772'452'800'000};  // on the hour
constexpr Milliseconds kHour{3'600'000};
constexpr Milliseconds kWeek{7LL * 86'400'000};

ButtonKey key(const char* id, char fill) {
    return {.id = id, .key = Secret{std::string(32, fill)}};
}

ButtonClaim claim() {
    return {
        .room = {ConnectionId{"webex"}, "Y2lz"},
        .episode = {CustomerCode{"ACME"}, 412},
        .action = "take",
        .revision = 7,
        .expires = {},
    };
}

void expect_same(const ButtonClaim& a, const ButtonClaim& b) {
    EXPECT_EQ(a.room, b.room);
    EXPECT_EQ(a.episode, b.episode);
    EXPECT_EQ(a.action, b.action);
    EXPECT_EQ(a.revision, b.revision);
}

class ButtonTest : public testing::Test {
protected:
    Errc failure(std::string_view text, const RoomRef& room, Instant now) const {
        const auto verified = signer_.verify(text, room, now);
        EXPECT_FALSE(verified);
        return verified ? Errc::internal : verified.error().code();
    }

    ButtonSigner signer_{{key("k1", 'a')}};
};

TEST_F(ButtonTest, RoundTrip) {
    const std::string text = signer_.sign(claim(), kNow);
    EXPECT_EQ(text.substr(0, 6), "v1.k1.");
    const auto verified = signer_.verify(text, claim().room, kNow);
    ASSERT_TRUE(verified);
    expect_same(*verified, claim());
    EXPECT_EQ(verified->expires, kNow + kWeek);
}

TEST_F(ButtonTest, AReplysButtonAndOddBytes) {
    ButtonClaim odd = claim();
    odd.room.room = std::string{"\0.\xFF", 3};
    odd.episode = {};
    odd.action = "apply:77";
    odd.revision = UINT32_MAX;
    const auto verified = signer_.verify(signer_.sign(odd, kNow), odd.room, kNow);
    ASSERT_TRUE(verified);
    expect_same(*verified, odd);
}

TEST_F(ButtonTest, TheSameCardRendersToTheSameBytesForAnHour) {
    const std::string first = signer_.sign(claim(), kNow + Milliseconds{1});
    EXPECT_EQ(signer_.sign(claim(), kNow + kHour), first);
    EXPECT_NE(signer_.sign(claim(), kNow + kHour + Milliseconds{1}), first);
}

TEST_F(ButtonTest, ExpiryIsOursNotTheCallers) {
    ButtonClaim forever = claim();
    forever.expires = {INT64_MAX};
    EXPECT_EQ(signer_.sign(forever, kNow), signer_.sign(claim(), kNow));
}

TEST_F(ButtonTest, Expires) {
    const std::string text = signer_.sign(claim(), kNow);
    EXPECT_TRUE(signer_.verify(text, claim().room, kNow + kWeek - Milliseconds{1}));
    ButtonClaim expired;
    const auto late = signer_.verify(text, claim().room, kNow + kWeek, &expired);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code(), Errc::timeout);
    expect_same(expired, claim());
    EXPECT_EQ(failure(text, claim().room, kNow + kWeek), Errc::timeout);
}

TEST_F(ButtonTest, AnExpiredClickElsewhereIsUnauthorised) {
    const std::string text = signer_.sign(claim(), kNow);
    ButtonClaim expired;
    const auto late =
        signer_.verify(text, {ConnectionId{"webex"}, "other"}, kNow + kWeek, &expired);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code(), Errc::unauthorised);
    EXPECT_TRUE(expired.action.empty());
}

TEST_F(ButtonTest, AnotherRoom) {
    const std::string text = signer_.sign(claim(), kNow);
    EXPECT_EQ(failure(text, {ConnectionId{"webex"}, "other"}, kNow), Errc::unauthorised);
    EXPECT_EQ(failure(text, {ConnectionId{"console"}, "Y2lz"}, kNow), Errc::unauthorised);
    // The same letters, cut elsewhere.
    EXPECT_EQ(failure(text, {ConnectionId{"webexY"}, "2lz"}, kNow), Errc::unauthorised);
}

// Each field changed inside the signed bytes, the MAC left as it was.
TEST_F(ButtonTest, EveryFieldIsCovered) {
    const std::string good = signer_.sign(claim(), kNow);
    const std::vector<std::string_view> parts = split(good, '.');
    ASSERT_EQ(parts.size(), 4U);
    struct Change {
        const char* field;
        std::function<void(ButtonClaim&)> make;
    };
    const Change changes[] = {
        {"connection", [](ButtonClaim& c) { c.room.connection = ConnectionId{"teams"}; }},
        {"room", [](ButtonClaim& c) { c.room.room = "other"; }},
        {"customer", [](ButtonClaim& c) { c.episode.customer = CustomerCode{"BETA"}; }},
        {"number", [](ButtonClaim& c) { c.episode.number = 413; }},
        {"action", [](ButtonClaim& c) { c.action = "close"; }},
        {"revision", [](ButtonClaim& c) { c.revision = 8; }},
        {"expiry", [](ButtonClaim& c) { c.expires = c.expires + kHour; }},
    };
    const auto text_with = [&](const ButtonClaim& c) {
        Writer writer;
        writer.s(c.room.connection.str()).s(c.room.room);
        writer.s(c.episode.customer.str()).u(c.episode.number);
        writer.s(c.action).u(c.revision).i(c.expires.ms);
        return "v1.k1." + to_base64url(writer.bytes()) + "." + std::string{parts[3]};
    };
    ButtonClaim signed_claim = claim();
    signed_claim.expires = kNow + kWeek;
    ASSERT_EQ(text_with(signed_claim), good);
    for (const Change& change : changes) {
        ButtonClaim changed = signed_claim;
        change.make(changed);
        EXPECT_EQ(failure(text_with(changed), changed.room, kNow), Errc::unauthorised)
            << change.field;
    }
}

TEST_F(ButtonTest, EveryCharacterCounts) {
    const std::string good = signer_.sign(claim(), kNow);
    for (std::size_t i = 0; i < good.size(); ++i) {
        std::string changed = good;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(signer_.verify(changed, claim().room, kNow)) << "character " << i;
    }
}

TEST_F(ButtonTest, Malformed) {
    const std::string good = signer_.sign(claim(), kNow);
    const std::string texts[] = {
        "",
        ".",
        "...",
        "v1",
        "v1.k1",
        "v1.k1..",
        "v2" + good.substr(2),
        good + ".",
        good + ".x",
        good.substr(0, good.size() - 1),
        "v1.k1." + to_base64url("x") + ".",
        "v1.k9" + good.substr(5),
        "v1.." + good.substr(6),
        good + std::string(2'048, 'A'),
        "\xFF.\xFF.\xFF.\xFF",
    };
    for (const std::string& text : texts)
        EXPECT_EQ(failure(text, claim().room, kNow), Errc::unauthorised) << text.substr(0, 40);
}

// The longest text that is looked at at all.
TEST_F(ButtonTest, LengthLimit) {
    ButtonClaim long_claim = claim();
    long_claim.room.room = std::string(1'400, 'r');
    const std::string fits = signer_.sign(long_claim, kNow);
    ASSERT_LE(fits.size(), 2'048U);
    EXPECT_TRUE(signer_.verify(fits, long_claim.room, kNow));
    long_claim.room.room = std::string(1'600, 'r');
    const std::string too_long = signer_.sign(long_claim, kNow);
    ASSERT_GT(too_long.size(), 2'048U);
    EXPECT_EQ(failure(too_long, long_claim.room, kNow), Errc::unauthorised);
}

TEST(ButtonKeys, Rotate) {
    const ButtonSigner old_signer{{key("k1", 'a')}};
    const ButtonSigner rotated{{key("k2", 'b'), key("k1", 'a')}};
    const ButtonSigner later{{key("k2", 'b')}};
    const std::string by_old = old_signer.sign(claim(), kNow);
    const std::string by_new = rotated.sign(claim(), kNow);
    EXPECT_EQ(by_new.substr(0, 6), "v1.k2.");
    EXPECT_TRUE(rotated.verify(by_old, claim().room, kNow));
    EXPECT_TRUE(rotated.verify(by_new, claim().room, kNow));
    EXPECT_TRUE(later.verify(by_new, claim().room, kNow));
    EXPECT_FALSE(later.verify(by_old, claim().room, kNow));
    EXPECT_FALSE(old_signer.verify(by_new, claim().room, kNow));
}

// The key id is covered: another key's name in front doesn't verify, even with equal key bytes.
TEST(ButtonKeys, IdIsCovered) {
    const ButtonSigner signer{{key("k1", 'a'), key("k2", 'a')}};
    std::string text = signer.sign(claim(), kNow);
    text[4] = '2';
    EXPECT_FALSE(signer.verify(text, claim().room, kNow));
}

TEST(ButtonKeys, WrongKeyBytes) {
    const ButtonSigner other{{key("k1", 'z')}};
    const ButtonSigner signer{{key("k1", 'a')}};
    EXPECT_FALSE(signer.verify(other.sign(claim(), kNow), claim().room, kNow));
}

TEST(ButtonKeysDeathTest, AreOurOwnInvariant) {
    EXPECT_DEATH(ButtonSigner{{}}, "a signer has a key");
    EXPECT_DEATH((ButtonSigner{{key("K.1", 'a')}}), "key id");
    EXPECT_DEATH((ButtonSigner{{{.id = "k1", .key = Secret{std::string{"short"}}}}}), "32 bytes");
}

}  // namespace
}  // namespace socbot
