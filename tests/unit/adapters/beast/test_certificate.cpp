// P-256 keys: quick to make.
#include "unit/adapters/beast/test_certificate.h"

#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <unistd.h>

#include <cstdio>
#include <memory>

namespace socbot::testing_support {
namespace {

void add_extension(X509* certificate, int nid, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension{
        X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()), &X509_EXTENSION_free};
    X509_add_ext(certificate, extension.get(), -1);
}

template <class Write>
void write_file(const std::string& path, Write write) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{
        std::fopen(path.c_str(), "w"), &std::fclose};
    ASSERT_TRUE(file) << path;
    ASSERT_EQ(write(file.get()), 1);
}

}  // namespace

TestCertificate::TestCertificate(const std::string& name) {
    const std::string base =
        testing::TempDir() + "socbot_" + std::to_string(::getpid()) + "_" + name;
    certificate = base + ".crt";
    key = base + ".key";
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> pair{
        EVP_EC_gen("P-256"), &EVP_PKEY_free};
    const std::unique_ptr<X509, decltype(&X509_free)> x509{X509_new(), &X509_free};
    X509_set_version(x509.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x509.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(x509.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(x509.get()), 3600);
    X509_set_pubkey(x509.get(), pair.get());
    X509_NAME* subject = X509_get_subject_name(x509.get());
    X509_NAME_add_entry_by_txt(
        subject,
        "CN",
        MBSTRING_UTF8,
        reinterpret_cast<const unsigned char*>(name.c_str()),
        -1,
        -1,
        0
    );
    X509_set_issuer_name(x509.get(), subject);
    add_extension(x509.get(), NID_subject_alt_name, "DNS:" + name + ",IP:127.0.0.1");
    X509_sign(x509.get(), pair.get(), EVP_sha256());
    write_file(certificate, [&](std::FILE* f) { return PEM_write_X509(f, x509.get()); });
    write_file(key, [&](std::FILE* f) {
        return PEM_write_PrivateKey(f, pair.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
}

}  // namespace socbot::testing_support
