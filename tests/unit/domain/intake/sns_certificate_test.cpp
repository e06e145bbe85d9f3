// Certificates and signatures, with keys made here.
#include "domain/intake/sns_certificate.h"

#include "support/sns_signer.h"

#include <gtest/gtest.h>

#include <string>

namespace socbot {

namespace {

using testing::kSnsNow;
using testing::SnsSigner;
using testing::SnsSignerOptions;

const SnsSigner& signer() {
    static const SnsSigner one;
    return one;
}

std::shared_ptr<const SnsCertificate> certificate_of(const SnsSigner& signer) {
    auto certificate = SnsCertificate::read(signer.certificate());
    EXPECT_TRUE(certificate) << certificate.error().message();
    return *certificate;
}

TEST(SnsCertificate, IsForItsNameAndTime) {
    const auto certificate = certificate_of(signer());
    const auto day = Milliseconds{86'400'000};
    EXPECT_EQ(certificate->not_before(), kSnsNow - day);
    EXPECT_EQ(certificate->not_after(), kSnsNow + day);
    EXPECT_TRUE(certificate->check("sns.amazonaws.com", kSnsNow));
    EXPECT_TRUE(certificate->check("sns.amazonaws.com", kSnsNow - day));
    EXPECT_TRUE(certificate->check("sns.amazonaws.com", kSnsNow + day));
    const auto past = certificate->check("sns.amazonaws.com", kSnsNow + day + Milliseconds{1000});
    ASSERT_FALSE(past);
    EXPECT_EQ(past.error().code(), Errc::unauthorised);
    EXPECT_FALSE(certificate->check("sns.amazonaws.com", kSnsNow - day - Milliseconds{1000}));
    for (const auto* other :
         {"sns.amazonaws.com.cn", "sns-signing.eu-south-1.amazonaws.com", "amazonaws.com", "", "*"})
        EXPECT_FALSE(certificate->check(other, kSnsNow)) << other;
}

TEST(SnsCertificate, ACommonNameDoesWhenThereIsNoOtherName) {
    SnsSignerOptions options;
    options.without_san = true;
    const SnsSigner bare{options};
    EXPECT_TRUE(certificate_of(bare)->check("sns.amazonaws.com", kSnsNow));
}

TEST(SnsCertificate, AWildcardIsNoName) {
    SnsSignerOptions options;
    options.name = "*.amazonaws.com";
    const SnsSigner wild{options};
    EXPECT_FALSE(certificate_of(wild)->check("sns.amazonaws.com", kSnsNow));
}

TEST(SnsCertificate, NeedsALongRsaKey) {
    SnsSignerOptions options;
    options.key_bits = 1024;
    const SnsSigner weak{options};
    const auto certificate = SnsCertificate::read(weak.certificate());
    ASSERT_FALSE(certificate);
    EXPECT_EQ(certificate.error().code(), Errc::invalid_input);
}

TEST(SnsCertificate, MustBePem) {
    auto damaged = signer().certificate();
    damaged.resize(damaged.size() / 2);
    for (const auto& text : {std::string{}, std::string{"<html>"}, damaged})
        EXPECT_FALSE(SnsCertificate::read(text));
}

TEST(SnsCertificate, VerifiesBothVersionsOfAllTypes) {
    const auto certificate = certificate_of(signer());
    for (const auto* version : {"1", "2"})
        for (auto members :
             {SnsSigner::notification("{\"uuid\":\"1\"}"),
              SnsSigner::confirmation(),
              SnsSigner::confirmation("UnsubscribeConfirmation")}) {
            members["SignatureVersion"] = version;
            const auto envelope = read_sns_envelope(signer().sign(members));
            ASSERT_TRUE(envelope) << envelope.error().message();
            const auto verified = certificate->verify(*envelope);
            EXPECT_TRUE(verified) << verified.error().message();
        }
}

TEST(SnsCertificate, VerifiesSubjectAndFullWidthText) {
    auto members =
        SnsSigner::notification("\xEF\xBC\xA1\xEF\xBC\xAC\xEF\xBC\xA1\n\xF0\x9F\x9A\xA8");
    members["Subject"] = "S\xC3\xBC\x62ject";
    const auto envelope = read_sns_envelope(signer().sign(members));
    ASSERT_TRUE(envelope);
    EXPECT_TRUE(certificate_of(signer())->verify(*envelope));
}

// Whatever signed member is changed after signing, it shows.
TEST(SnsCertificate, EveryChangeIsSeen) {
    const auto certificate = certificate_of(signer());
    for (const auto& members : {SnsSigner::notification("text"), SnsSigner::confirmation()}) {
        const auto genuine = read_sns_envelope(signer().sign(members));
        ASSERT_TRUE(genuine);
        ASSERT_TRUE(certificate->verify(*genuine));
        using Change = void (*)(SnsEnvelope&);
        for (const Change change : std::initializer_list<Change>{
                 [](SnsEnvelope& e) { e.message += " "; },
                 [](SnsEnvelope& e) { e.message.pop_back(); },
                 [](SnsEnvelope& e) { e.message_id.back() = 'x'; },
                 [](SnsEnvelope& e) { e.topic_arn += "2"; },
                 [](SnsEnvelope& e) { e.timestamp = "2026-03-01T12:00:00.124Z"; },
                 [](SnsEnvelope& e) { e.signature_version = 3 - e.signature_version; },
                 [](SnsEnvelope& e) {
                     e.signature.back() = static_cast<char>(e.signature.back() ^ 1);
                 },
                 [](SnsEnvelope& e) { e.signature.pop_back(); },
                 [](SnsEnvelope& e) { e.signature.push_back('\0'); },
                 [](SnsEnvelope& e) { e.signature = "x"; },
                 [](SnsEnvelope& e) {
                     e.type = e.type == SnsType::notification ? SnsType::subscription_confirmation
                                                              : SnsType::unsubscribe_confirmation;
                 },
                 [](SnsEnvelope& e) {
                     if (e.type == SnsType::notification)
                         e.subject = "";
                     else
                         e.token += "0";
                 },
                 [](SnsEnvelope& e) {
                     if (e.type == SnsType::notification)
                         e.subject = "forged";
                     else
                         e.subscribe_url += "&x=y";
                 }}) {
            auto changed = *genuine;
            change(changed);
            const auto verified = certificate->verify(changed);
            ASSERT_FALSE(verified);
            EXPECT_EQ(verified.error().code(), Errc::unauthorised);
        }
    }
}

TEST(SnsCertificate, AnotherKeyIsSeen) {
    const SnsSigner other;
    const auto envelope = read_sns_envelope(other.sign(SnsSigner::notification("text")));
    ASSERT_TRUE(envelope);
    EXPECT_FALSE(certificate_of(signer())->verify(*envelope));
}

}  // namespace

}  // namespace socbot
