// Over OpenSSL; see sns_certificate.h.
#include "domain/intake/sns_certificate.h"

#include "domain/intake/sns_refusal.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <chrono>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace socbot {

namespace {

constexpr int kKeyBits = 2048;

template <auto free>
struct Free {
    template <class T>
    void operator()(T* what) const noexcept {
        free(what);
    }
};
using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;

Error unusable(const char* what) {
    ERR_clear_error();
    return Error{Errc::invalid_input, std::string{"certificate: "} + what};
}

Error refused(SnsRefusal why, std::string_view what) {
    ERR_clear_error();
    return sns_error(why, Errc::unauthorised, what);
}

std::optional<Instant> instant_of(const ASN1_TIME* time) {
    namespace chrono = std::chrono;
    tm parts{};
    if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
    const auto day = chrono::year{parts.tm_year + 1900} /
                     chrono::month{static_cast<unsigned>(parts.tm_mon + 1)} / parts.tm_mday;
    const Milliseconds at = chrono::sys_days{day}.time_since_epoch() +
                            chrono::hours{parts.tm_hour} + chrono::minutes{parts.tm_min} +
                            chrono::seconds{parts.tm_sec};
    return Instant{at.count()};
}

// Fetched once: each EVP_sha256() at use takes a lock shared by all threads.
const EVP_MD* digest_of(int signature_version) {
    static const EVP_MD* const sha1 = EVP_MD_fetch(nullptr, "SHA1", nullptr);
    static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return signature_version == 1 ? sha1 : sha256;
}

}  // namespace

struct SnsCertificate::Parts {
    Certificate certificate;
    Key key;
};

SnsCertificate::SnsCertificate(std::unique_ptr<Parts> parts) : parts_{std::move(parts)} {}
SnsCertificate::~SnsCertificate() = default;

Result<std::shared_ptr<const SnsCertificate>> SnsCertificate::read(std::string_view pem) {
    if (pem.size() > std::size_t{std::numeric_limits<int>::max()}) return unusable("too long");
    const Bio bio{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
    if (!bio) return Error{Errc::unavailable, "no memory for a certificate"};
    auto parts = std::make_unique<Parts>();
    parts->certificate.reset(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    if (!parts->certificate) return unusable("not a certificate in PEM");
    parts->key.reset(X509_get_pubkey(parts->certificate.get()));
    if (!parts->key || EVP_PKEY_get_base_id(parts->key.get()) != EVP_PKEY_RSA)
        return unusable("no RSA key");
    if (EVP_PKEY_get_bits(parts->key.get()) < kKeyBits) return unusable("the RSA key is too short");
    const auto from = instant_of(X509_get0_notBefore(parts->certificate.get()));
    const auto until = instant_of(X509_get0_notAfter(parts->certificate.get()));
    if (!from || !until) return unusable("its validity can't be read");
    // Not make_shared: the constructor is private.
    std::shared_ptr<SnsCertificate> certificate{new SnsCertificate{std::move(parts)}};
    certificate->not_before_ = *from;
    certificate->not_after_ = *until;
    return std::shared_ptr<const SnsCertificate>{std::move(certificate)};
}

Result<void> SnsCertificate::check(const std::string& name, Instant at) const {
    if (at < not_before_)
        return refused(SnsRefusal::certificate_time, "the certificate is not in force yet");
    if (at > not_after_)
        return refused(SnsRefusal::certificate_time, "the certificate has expired");
    constexpr unsigned kFlags = X509_CHECK_FLAG_NO_WILDCARDS | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS;
    const int same =
        X509_check_host(parts_->certificate.get(), name.data(), name.size(), kFlags, nullptr);
    if (same != 1)
        return refused(SnsRefusal::certificate_name, "the certificate is not for " + name);
    return {};
}

Result<void> SnsCertificate::verify(const SnsEnvelope& envelope) const {
    const DigestContext context{EVP_MD_CTX_new()};
    if (!context) return Error{Errc::unavailable, "no memory to verify a signature"};
    const auto* digest = digest_of(envelope.signature_version);
    // PKCS#1 v1.5 is the default padding of RSA keys.
    if (EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, parts_->key.get()) != 1)
        return refused(SnsRefusal::signature, "the certificate's key can't verify");
    const auto text = sns_string_to_sign(envelope);
    // NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast): OpenSSL's byte type
    const auto* signature = reinterpret_cast<const unsigned char*>(envelope.signature.data());
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    // NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast)
    const int genuine =
        EVP_DigestVerify(context.get(), signature, envelope.signature.size(), bytes, text.size());
    if (genuine != 1) return refused(SnsRefusal::signature, "the signature is not of this message");
    return {};
}

}  // namespace socbot
