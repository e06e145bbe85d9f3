// Written from the SNS Developer Guide, not from our reader: it must not share its mistakes.
#include "support/sns_signer.h"

#include "base/digest.h"
#include "base/json_writer.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <vector>

namespace socbot::testing {

struct SnsSigner::Key {
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> pair{nullptr, &EVP_PKEY_free};
};

namespace {

constexpr const char* kTopic = "arn:aws:sns:eu-west-1:123456789012:soc";

void add_san(X509* certificate, const std::string& name) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension{
        X509V3_EXT_conf_nid(nullptr, &context, NID_subject_alt_name, ("DNS:" + name).c_str()),
        &X509_EXTENSION_free};
    X509_add_ext(certificate, extension.get(), -1);
}

std::string to_pem(X509* certificate) {
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio{BIO_new(BIO_s_mem()), &BIO_free_all};
    PEM_write_bio_X509(bio.get(), certificate);
    char* data = nullptr;
    const auto size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

}  // namespace

SnsSigner::SnsSigner(const SnsSignerOptions& options) : key_{std::make_unique<Key>()} {
    key_->pair.reset(EVP_RSA_gen(static_cast<unsigned>(options.key_bits)));
    const std::unique_ptr<X509, decltype(&X509_free)> x509{X509_new(), &X509_free};
    X509_set_version(x509.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x509.get()), 1);
    ASN1_TIME_set(X509_getm_notBefore(x509.get()), options.from.ms / 1000);
    ASN1_TIME_set(X509_getm_notAfter(x509.get()), options.until.ms / 1000);
    X509_set_pubkey(x509.get(), key_->pair.get());
    X509_NAME* subject = X509_get_subject_name(x509.get());
    const std::vector<unsigned char> name{options.name.begin(), options.name.end()};
    X509_NAME_add_entry_by_txt(
        subject, "CN", MBSTRING_UTF8, name.data(), static_cast<int>(name.size()), -1, 0
    );
    X509_set_issuer_name(x509.get(), subject);
    if (!options.without_san) add_san(x509.get(), options.name);
    X509_sign(x509.get(), key_->pair.get(), EVP_sha256());
    certificate_ = to_pem(x509.get());
}

SnsSigner::~SnsSigner() = default;

std::string SnsSigner::sign(std::string_view text, int version) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{
        EVP_MD_CTX_new(), &EVP_MD_CTX_free};
    const auto* digest = version == 1 ? EVP_sha1() : EVP_sha256();
    EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key_->pair.get());
    const std::vector<unsigned char> bytes{text.begin(), text.end()};
    std::size_t size = 0;
    EVP_DigestSign(context.get(), nullptr, &size, bytes.data(), bytes.size());
    std::vector<unsigned char> signature(size);
    EXPECT_EQ(
        EVP_DigestSign(context.get(), signature.data(), &size, bytes.data(), bytes.size()), 1
    );
    return to_base64(std::string{signature.begin(), signature.end()});
}

SnsSigner::Members SnsSigner::notification(std::string message) {
    return {
        {"Type", "Notification"},
        {"MessageId", "11111111-2222-3333-4444-555555555555"},
        {"TopicArn", kTopic},
        {"Message", std::move(message)},
        {"Timestamp", "2026-03-01T12:00:00.123Z"},
        {"SignatureVersion", "2"},
        {"SigningCertURL",
         "https://sns.eu-west-1.amazonaws.com/"
         "SimpleNotificationService-0123456789abcdef0123456789abcdef.pem"},
        {"UnsubscribeURL", "https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe"}};
}

SnsSigner::Members SnsSigner::confirmation(std::string type) {
    auto members = notification("You have chosen to subscribe to the topic.");
    members.erase("UnsubscribeURL");
    members["Type"] = std::move(type);
    members["Token"] = "2336412f37fb687f5d51e6e2425e90cf";
    members["SubscribeURL"] =
        std::string{"https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn="} +
        kTopic + "&Token=2336412f37fb687f5d51e6e2425e90cf";
    return members;
}

std::string SnsSigner::sign(Members members) const {
    const bool notification = members["Type"] == "Notification";
    std::string text;
    // The names are in the order of their bytes, as a map has them.
    for (const auto& [name, value] : members) {
        if (name == "SignatureVersion" || name == "SigningCertURL" || name == "UnsubscribeURL" ||
            name == "Signature")
            continue;
        if (notification && (name == "Token" || name == "SubscribeURL")) continue;
        if (!notification && name == "Subject") continue;
        text.append(name).append("\n").append(value).append("\n");
    }
    members["Signature"] = sign(text, members["SignatureVersion"] == "1" ? 1 : 2);
    return json(members);
}

std::string SnsSigner::json(const Members& members) {
    std::string text;
    JsonWriter out{text};
    out.open_object();
    for (const auto& [name, value] : members)
        out.key(name).string(value);
    out.close_object();
    return text;
}

}  // namespace socbot::testing
