// SHA-256, HMAC, hexadecimal and base64, over OpenSSL. Pure: bytes in, bytes out.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace socbot {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view bytes);
Digest sha256(std::string_view first, std::string_view second);  // of both, one after the other

// SHA-256 fed in pieces. Not copyable; finish() resets it for the next message.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    Sha256& update(std::string_view bytes);
    Digest finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

Digest hmac_sha256(std::string_view key, std::string_view message);

// The first 8 bytes, big endian: a stable 64-bit hash for windows and jitter.
std::uint64_t head64(const Digest& digest) noexcept;

// Compares in time that depends on the lengths only.
bool constant_time_equal(std::string_view a, std::string_view b) noexcept;

std::string_view as_bytes(const Digest& digest) noexcept;

std::string to_hex(std::string_view bytes);                     // lower case
std::optional<std::string> from_hex(std::string_view text);     // either case; nullopt if malformed
std::string to_base64(std::string_view bytes);                  // RFC 4648 section 4, padded
std::string to_base64url(std::string_view bytes);               // section 5, no padding
std::optional<std::string> from_base64(std::string_view text);  // strict: alphabet, padding
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace socbot
