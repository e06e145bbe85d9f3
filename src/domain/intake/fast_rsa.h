// The public operation of RSA for the one kind of key that Amazon SNS signs with (2048 bits,
// exponent 65537), on processors with AVX-512 IFMA. A verification is nearly all of what a signed
// alarm costs before it is stored; this takes about a third of the time OpenSSL's takes.
//
// It only ever says yes: when it does not, the caller asks OpenSSL, so that no mistake here could
// lose a genuine message. Nothing here is secret, so nothing runs in constant time.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

namespace socbot {

inline constexpr std::size_t kFastRsaBytes{256};

class FastRsa {
public:
    // nullptr unless `modulus` is an odd number of exactly 2048 bits (256 bytes, most significant
    // first), `exponent` is 65537, and this processor can.
    static std::unique_ptr<const FastRsa> make(std::string_view modulus, std::uint64_t exponent);

    ~FastRsa();
    FastRsa(const FastRsa&) = delete;
    FastRsa& operator=(const FastRsa&) = delete;

    // signature ^ 65537 mod modulus is exactly `encoded` (RFC 8017 section 8.2.2, by comparing the
    // whole encoded message). Both have 256 bytes; false otherwise. Thread-safe.
    bool matches(std::string_view signature, std::string_view encoded) const;

private:
    struct Numbers;
    explicit FastRsa(std::unique_ptr<const Numbers> numbers);
    std::unique_ptr<const Numbers> numbers_;
};

}  // namespace socbot
