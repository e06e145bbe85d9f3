// Hexadecimal and base64. Decoding is strict (RFC 4648 sections 3.3 and 3.5): one text for each
// value, so a signature or token can't be respelled.
#include "base/digest.h"

namespace socbot {
namespace {

constexpr std::string_view kHexDigits{"0123456789abcdef"};
constexpr std::string_view kStandard{
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"};
constexpr std::string_view kUrl{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"};

constexpr unsigned kNone = 0xFF;

constexpr unsigned hex_value(char c) noexcept {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10U;
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10U;
    return kNone;
}

using Values = std::array<std::uint8_t, 256>;

constexpr Values values_of(std::string_view alphabet) {
    Values values{};
    values.fill(kNone);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
    return values;
}
constexpr Values kStandardValues = values_of(kStandard);
constexpr Values kUrlValues = values_of(kUrl);

std::string encode(std::string_view bytes, std::string_view alphabet) {
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const char byte : bytes) {
        bits = (bits << 8U) | static_cast<unsigned char>(byte);
        held += 8;
        while (held >= 6) {
            held -= 6;
            out.push_back(alphabet[(bits >> held) & 0x3FU]);
        }
    }
    if (held > 0) out.push_back(alphabet[(bits << (6U - held)) & 0x3FU]);
    return out;
}

// `text` without padding.
std::optional<std::string> decode(std::string_view text, const Values& values) {
    if (text.size() % 4 == 1) return std::nullopt;
    std::string out;
    out.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const char c : text) {
        const unsigned value = values[static_cast<unsigned char>(c)];
        if (value == kNone) return std::nullopt;
        bits = (bits << 6U) | value;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        out.push_back(static_cast<char>(static_cast<unsigned char>((bits >> held) & 0xFFU)));
    }
    const std::uint32_t left_over = bits & ((1U << held) - 1U);
    if (left_over != 0) return std::nullopt;
    return out;
}

}  // namespace

std::string to_hex(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const unsigned byte = static_cast<unsigned char>(c);
        out.push_back(kHexDigits[byte >> 4U]);
        out.push_back(kHexDigits[byte & 0xFU]);
    }
    return out;
}

std::optional<std::string> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    std::string out;
    out.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const unsigned high = hex_value(text[i]);
        const unsigned low = hex_value(text[i + 1]);
        if (high == kNone || low == kNone) return std::nullopt;
        out.push_back(static_cast<char>(static_cast<unsigned char>((high << 4U) | low)));
    }
    return out;
}

std::string to_base64(std::string_view bytes) {
    std::string out = encode(bytes, kStandard);
    while (out.size() % 4 != 0)
        out.push_back('=');
    return out;
}

std::string to_base64url(std::string_view bytes) {
    return encode(bytes, kUrl);
}

std::optional<std::string> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    for (int padding = 0; padding < 2 && text.ends_with('='); ++padding)
        text.remove_suffix(1);
    return decode(text, kStandardValues);
}

std::optional<std::string> from_base64url(std::string_view text) {
    return decode(text, kUrlValues);
}

}  // namespace socbot
