// The fast public operation against OpenSSL's, over random numbers and those at the edges. Without
// a processor that can, there is nothing to test.
#include "domain/intake/fast_rsa.h"

#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <memory>
#include <string>
#include <vector>

namespace socbot {

namespace {

using Number = std::unique_ptr<BIGNUM, decltype(&BN_free)>;

Number number() {
    return {BN_new(), &BN_free};
}

std::string bytes_of(const BIGNUM* value) {
    std::vector<unsigned char> bytes(kFastRsaBytes);
    BN_bn2binpad(value, bytes.data(), static_cast<int>(bytes.size()));
    return {bytes.begin(), bytes.end()};
}

class FastRsaTest : public ::testing::Test {
protected:
    void SetUp() override {
        const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{
            EVP_RSA_gen(2048), &EVP_PKEY_free};
        BIGNUM* modulus = nullptr;
        EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_RSA_N, &modulus);
        modulus_.reset(modulus);
        use(modulus_.get());
        if (!fast_) GTEST_SKIP() << "this processor has no AVX-512 IFMA";
    }
    void use(const BIGNUM* modulus) { fast_ = FastRsa::make(bytes_of(modulus), 65'537); }

    // What OpenSSL makes of it.
    std::string power(const BIGNUM* base, const BIGNUM* modulus) {
        auto exponent = number();
        auto result = number();
        BN_set_word(exponent.get(), 65'537);
        BN_mod_exp(result.get(), base, exponent.get(), modulus, context_.get());
        return bytes_of(result.get());
    }

    std::unique_ptr<BN_CTX, decltype(&BN_CTX_free)> context_{BN_CTX_new(), &BN_CTX_free};
    Number modulus_{nullptr, &BN_free};
    std::unique_ptr<const FastRsa> fast_;
};

TEST_F(FastRsaTest, AgreesOnRandomNumbers) {
    auto base = number();
    for (int i = 0; i < 500; ++i) {
        BN_rand_range(base.get(), modulus_.get());
        const auto signature = bytes_of(base.get());
        auto encoded = power(base.get(), modulus_.get());
        ASSERT_TRUE(fast_->matches(signature, encoded)) << i;
        auto& byte = encoded[static_cast<std::size_t>(i) % encoded.size()];
        byte = static_cast<char>(byte ^ (1 << (i % 8)));
        ASSERT_FALSE(fast_->matches(signature, encoded)) << i;
    }
}

// Carries through every digit: numbers of long runs of ones and zeros, and moduli of the same.
TEST_F(FastRsaTest, AgreesOnLongRunsOfBits) {
    auto modulus = number();
    auto base = number();
    int compared = 0;
    for (int run = 1; run < 2047; run += 41) {
        // 2^2048 - 2^run + 1: all ones above.
        BN_zero(modulus.get());
        BN_set_bit(modulus.get(), 2048);
        auto part = number();
        BN_set_bit(part.get(), run);
        BN_sub(modulus.get(), modulus.get(), part.get());
        BN_add_word(modulus.get(), 1);
        use(modulus.get());
        ASSERT_TRUE(fast_);
        for (int bits = 1; bits < 2048; bits += 97) {
            BN_zero(base.get());
            BN_set_bit(base.get(), bits);
            BN_sub_word(base.get(), 1);
            for (int side = 0; side < 2; ++side) {
                if (side == 1) BN_sub(base.get(), modulus.get(), base.get());
                if (BN_cmp(base.get(), modulus.get()) >= 0 || BN_is_negative(base.get()) != 0)
                    continue;
                const auto expected = power(base.get(), modulus.get());
                ASSERT_TRUE(fast_->matches(bytes_of(base.get()), expected)) << run << " " << bits;
                ++compared;
            }
        }
    }
    EXPECT_GT(compared, 1000);
}

TEST_F(FastRsaTest, AgreesOnTheSmallestAndLargest) {
    auto base = number();
    const std::string zero(kFastRsaBytes, '\0');
    EXPECT_TRUE(fast_->matches(zero, zero));
    BN_one(base.get());
    EXPECT_TRUE(fast_->matches(bytes_of(base.get()), bytes_of(base.get())));
    BN_sub(base.get(), modulus_.get(), base.get());  // n - 1, whose odd powers are n - 1
    EXPECT_TRUE(fast_->matches(bytes_of(base.get()), bytes_of(base.get())));
}

// RFC 8017 section 5.2.2: a signature outside 0 to n - 1 is none.
TEST_F(FastRsaTest, RefusesWhatIsNoRepresentative) {
    const std::string zero(kFastRsaBytes, '\0');
    EXPECT_FALSE(fast_->matches(bytes_of(modulus_.get()), zero)) << "n is 0 mod n";
    EXPECT_FALSE(fast_->matches(std::string(kFastRsaBytes, '\xff'), zero));
    EXPECT_FALSE(fast_->matches(zero.substr(1), zero));
    EXPECT_FALSE(fast_->matches(zero + zero, zero));
    EXPECT_FALSE(fast_->matches(zero, zero.substr(1)));
}

TEST(FastRsa, IsMadeForOneKindOfKeyOnly) {
    std::string modulus(kFastRsaBytes, '\xff');
    EXPECT_FALSE(FastRsa::make(modulus, 3));
    EXPECT_FALSE(FastRsa::make(modulus + "\xff", 65'537));
    EXPECT_FALSE(FastRsa::make(modulus.substr(1), 65'537));
    modulus.back() = '\xfe';
    EXPECT_FALSE(FastRsa::make(modulus, 65'537)) << "even";
    modulus.back() = '\xff';
    modulus.front() = '\x7f';
    EXPECT_FALSE(FastRsa::make(modulus, 65'537)) << "of 2047 bits";
}

}  // namespace

}  // namespace socbot
