// The binary form of rows and journal entries: see the header. Only one encoding of a value is
// accepted (no overlong varints, no other booleans), so equal bytes and equal values are the same.
#include "base/codec.h"

namespace socbot {
namespace {

constexpr unsigned kVarintBits = 7;
constexpr std::uint64_t kMoreFollows = 0x80;

char to_char(std::uint64_t byte) noexcept {
    return static_cast<char>(static_cast<unsigned char>(byte));
}

}  // namespace

Writer& Writer::u(std::uint64_t value) {
    while (value >= kMoreFollows) {
        out_.push_back(to_char((value & 0x7FU) | kMoreFollows));
        value >>= kVarintBits;
    }
    out_.push_back(to_char(value));
    return *this;
}

Writer& Writer::i(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    return u((bits << 1U) ^ (value < 0 ? ~std::uint64_t{0} : 0));
}

Writer& Writer::b(bool value) {
    return u(value ? 1 : 0);
}

Writer& Writer::f(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    for (unsigned shift = 0; shift < 64; shift += 8)
        out_.push_back(to_char((bits >> shift) & 0xFFU));
    return *this;
}

Writer& Writer::s(std::string_view bytes) {
    u(bytes.size());
    return raw(bytes);
}

std::uint64_t Reader::u() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += kVarintBits) {
        if (rest_.empty()) throw CodecError{"number is cut short"};
        const std::uint64_t byte = static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(1);
        if (shift == 63 && byte > 1) throw CodecError{"number does not fit 64 bits"};
        if (shift > 0 && byte == 0) throw CodecError{"number is longer than it must be"};
        value |= (byte & 0x7FU) << shift;
        if ((byte & kMoreFollows) == 0) return value;
    }
    throw CodecError{"number does not end"};
}

std::int64_t Reader::i() {
    const std::uint64_t bits = u();
    return static_cast<std::int64_t>((bits >> 1U) ^ (~(bits & 1U) + 1U));
}

bool Reader::b() {
    const std::uint64_t value = u();
    if (value > 1) throw CodecError{"boolean is neither 0 nor 1"};
    return value == 1;
}

double Reader::f() {
    if (rest_.size() < sizeof(double)) throw CodecError{"floating-point number is cut short"};
    std::uint64_t bits = 0;
    for (unsigned at = 0; at < sizeof(double); ++at)
        bits |= std::uint64_t{static_cast<unsigned char>(rest_[at])} << (at * 8U);
    rest_.remove_prefix(sizeof(double));
    return std::bit_cast<double>(bits);
}

std::string_view Reader::s() {
    const std::uint64_t length = u();
    if (length > rest_.size()) throw CodecError{"text is cut short"};
    const std::string_view bytes = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return bytes;
}

std::size_t Reader::count(std::size_t limit) {
    const std::uint64_t value = u();
    if (value > limit) throw CodecError{"too many elements"};
    return value;
}

void append_key_u64(std::string& key, std::uint64_t value) {
    for (unsigned shift = 64; shift > 0; shift -= 8)
        key.push_back(to_char((value >> (shift - 8)) & 0xFFU));
}

void append_key_text(std::string& key, std::string_view text) {
    for (const char c : text) {
        key.push_back(c);
        if (c == '\0') key.push_back('\xFF');
    }
    // Below any escaped zero, so a text sorts before its own continuations.
    key.append("\0\1", 2);
}

}  // namespace socbot
