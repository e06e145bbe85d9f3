// UTF-8 by the table of RFC 3629 section 4 (the same as Unicode 15 table 3-7): the second byte's
// range depends on the first, which is what keeps out overlong forms, surrogates and the range past
// U+10FFFF.
#include "base/utf8.h"

#include "base/text.h"

#include <cstdint>
#include <cstring>

namespace socbot {
namespace {

constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;

unsigned byte_at(std::string_view bytes, std::size_t at) noexcept {
    return static_cast<unsigned char>(bytes[at]);
}

// What a first byte promises: how long the sequence is and where its second byte must lie.
struct Lead {
    std::size_t length{0};  // 0: no sequence starts with it
    unsigned second_low{0x80};
    unsigned second_high{0xBF};
};

constexpr Lead lead_of(unsigned first) noexcept {
    if (first < 0xC2) return {};
    if (first < 0xE0) return {2, 0x80, 0xBF};
    if (first == 0xE0) return {3, 0xA0, 0xBF};
    if (first == 0xED) return {3, 0x80, 0x9F};
    if (first < 0xF0) return {3, 0x80, 0xBF};
    if (first == 0xF0) return {4, 0x90, 0xBF};
    if (first < 0xF4) return {4, 0x80, 0xBF};
    if (first == 0xF4) return {4, 0x80, 0x8F};
    return {};
}

// Bytes of plain ASCII at the start, eight at a time: nearly all text is.
std::size_t ascii_prefix(std::string_view bytes) noexcept {
    std::size_t at = 0;
    while (bytes.size() - at >= sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + at, sizeof word);
        if ((word & kHighBits) != 0) break;
        at += sizeof word;
    }
    while (at < bytes.size() && byte_at(bytes, at) < 0x80)
        ++at;
    return at;
}

// The length of the valid text at the start.
std::size_t valid_prefix(std::string_view bytes) noexcept {
    std::size_t at = 0;
    for (;;) {
        at += ascii_prefix(bytes.substr(at));
        if (at == bytes.size()) return at;
        const DecodedCodePoint next = decode_utf8(bytes.substr(at));
        if (!next.valid) return at;
        at += next.length;
    }
}

}  // namespace

DecodedCodePoint decode_utf8(std::string_view bytes) noexcept {
    constexpr char32_t replacement = 0xFFFD;
    const unsigned first = byte_at(bytes, 0);
    if (first < 0x80) return {static_cast<char32_t>(first), 1, true};
    const Lead lead = lead_of(first);
    if (lead.length == 0) return {replacement, 1, false};

    char32_t code = first & (0x7FU >> lead.length);
    for (std::size_t i = 1; i < lead.length; ++i) {
        const unsigned low = i == 1 ? lead.second_low : 0x80U;
        const unsigned high = i == 1 ? lead.second_high : 0xBFU;
        if (i >= bytes.size()) return {replacement, i, false};
        const unsigned next = byte_at(bytes, i);
        if (next < low || next > high) return {replacement, i, false};
        code = (code << 6U) | (next & 0x3FU);
    }
    return {code, lead.length, true};
}

void append_utf8(std::string& out, char32_t code) {
    const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0U | (code >> 6U));
        put(0x80U | (code & 0x3FU));
    } else if (code < 0x10000) {
        put(0xE0U | (code >> 12U));
        put(0x80U | ((code >> 6U) & 0x3FU));
        put(0x80U | (code & 0x3FU));
    } else {
        put(0xF0U | (code >> 18U));
        put(0x80U | ((code >> 12U) & 0x3FU));
        put(0x80U | ((code >> 6U) & 0x3FU));
        put(0x80U | (code & 0x3FU));
    }
}

bool is_valid_utf8(std::string_view bytes) noexcept {
    return valid_prefix(bytes) == bytes.size();
}

std::string to_valid_utf8(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size());
    while (!bytes.empty()) {
        const std::size_t valid = valid_prefix(bytes);
        out.append(bytes.substr(0, valid));
        bytes.remove_prefix(valid);
        if (bytes.empty()) break;
        out.append(kReplacementCharacter);
        bytes.remove_prefix(decode_utf8(bytes).length);
    }
    return out;
}

}  // namespace socbot
