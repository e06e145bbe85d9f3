// SHA-256 and HMAC over OpenSSL. The one-shot hash is on the hot path: fetching an algorithm costs
// more than hashing an alarm, so it is fetched once, and each thread keeps its context.
#include "base/digest.h"

#include "base/check.h"

#include <climits>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <utility>

namespace socbot {
namespace {

struct FreeContext {
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

const EVP_MD* algorithm() {
    static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    SOCBOT_CHECK(fetched != nullptr, "OpenSSL has SHA-256");
    return fetched;
}

Context new_context() {
    Context context{EVP_MD_CTX_new()};
    SOCBOT_CHECK(context != nullptr, "a digest context can be allocated");
    return context;
}

void start(EVP_MD_CTX* context) {
    const int ok = EVP_DigestInit_ex2(context, algorithm(), nullptr);
    SOCBOT_CHECK(ok == 1, "SHA-256 starts");
}

void feed(EVP_MD_CTX* context, std::string_view bytes) {
    const int ok = EVP_DigestUpdate(context, bytes.data(), bytes.size());
    SOCBOT_CHECK(ok == 1, "SHA-256 takes any bytes");
}

Digest end(EVP_MD_CTX* context) {
    Digest digest{};
    unsigned length = 0;
    const int ok = EVP_DigestFinal_ex(context, digest.data(), &length);
    SOCBOT_CHECK(ok == 1 && length == digest.size(), "SHA-256 gives 32 bytes");
    return digest;
}

}  // namespace

Digest sha256(std::string_view bytes) {
    return sha256(bytes, {});
}

Digest sha256(std::string_view first, std::string_view second) {
    thread_local const Context context = new_context();
    start(context.get());
    feed(context.get(), first);
    feed(context.get(), second);
    return end(context.get());
}

struct Sha256::State {
    Context context{new_context()};
};

Sha256::Sha256() : state_{std::make_unique<State>()} {
    start(state_->context.get());
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::update(std::string_view bytes) {
    feed(state_->context.get(), bytes);
    return *this;
}

Digest Sha256::finish() {
    const Digest digest = end(state_->context.get());
    start(state_->context.get());
    return digest;
}

Digest hmac_sha256(std::string_view key, std::string_view message) {
    SOCBOT_CHECK(key.size() <= INT_MAX, "keys are short");
    // OpenSSL reads a null key as "no key given", which is not the empty key.
    if (key.empty()) key = "";
    Digest digest{};
    unsigned length = 0;
    const unsigned char* done = HMAC(
        EVP_sha256(),
        key.data(),
        static_cast<int>(key.size()),
        // OpenSSL takes bytes as unsigned char; the cast changes only the type.
        reinterpret_cast<const unsigned char*>(message.data()),
        message.size(),
        digest.data(),
        &length
    );
    SOCBOT_CHECK(done != nullptr && length == digest.size(), "HMAC-SHA-256 gives 32 bytes");
    return digest;
}

std::uint64_t head64(const Digest& digest) noexcept {
    std::uint64_t head = 0;
    for (std::size_t i = 0; i < sizeof head; ++i)
        head = (head << 8U) | digest[i];
    return head;
}

bool constant_time_equal(std::string_view a, std::string_view b) noexcept {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string_view as_bytes(const Digest& digest) noexcept {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace socbot
