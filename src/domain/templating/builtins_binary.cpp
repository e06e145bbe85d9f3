// base64, data URIs and bytes. What is decoded reads as Latin-1, as atob() gives it: the official
// functions don't decode UTF-8.
#include "base/digest.h"
#include "base/text.h"
#include "domain/templating/ast.h"
#include "domain/templating/bytes.h"
#include "domain/templating/evaluator.h"
#include "domain/templating/unicode.h"

#include <array>

namespace socbot::templating {

namespace {

std::optional<unsigned> sextet(char c) noexcept {
    if (c >= 'A' && c <= 'Z') return static_cast<unsigned>(c - 'A');
    if (c >= 'a' && c <= 'z') return static_cast<unsigned>(c - 'a') + 26;
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0') + 52;
    if (c == '+' || c == '-') return 62U;
    if (c == '/' || c == '_') return 63U;
    return std::nullopt;
}

// Node's Buffer.from(text, 'base64'): both alphabets, other characters are skipped, '=' ends; of a
// UTF-16 unit the lower byte counts.
std::string decoded(std::string_view text) {
    std::string out;
    unsigned bits = 0;
    unsigned count = 0;
    for (const char16_t unit : to_utf16(text)) {
        if (unit == u'=') break;
        const auto value = sextet(static_cast<char>(unit & 0xFFU));
        if (!value) continue;
        bits = (bits << 6U | *value) & 0xFFFFU;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        out += static_cast<char>(bits >> count & 0xFFU);
    }
    return out;
}

std::string from_latin1(std::string_view bytes) {
    std::string out;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80U) {
            out += c;
        } else {
            out += static_cast<char>(0xC0U | byte >> 6U);
            out += static_cast<char>(0x80U | (byte & 0x3FU));
        }
    }
    return out;
}

Outcome bytes(const Call& call, std::string_view content) {
    if (auto limit = call.evaluator.charge_text(content.size() * 8)) return *std::move(limit);
    if (auto limit = call.evaluator.charge(content.size())) return *std::move(limit);
    return Value{json::value(to_byte_object(content))};
}

// Neither text nor bytes: undefined, not an error.
Outcome base64(const Call& call) {
    if (const auto text = call.text(0)) return call.evaluator.text(to_base64(*text));
    const auto content = from_byte_object(call.args[0].json());
    return content ? call.evaluator.text(to_base64(to_valid_utf8(*content))) : Outcome{Value{}};
}

Outcome base64_to_string(const Call& call) {
    const auto text = call.text(0);
    if (!text) return call.wrong(0, "text");
    return call.evaluator.text(from_latin1(decoded(*text)));
}

Outcome base64_to_binary(const Call& call) {
    const auto text = call.text(0);
    if (!text) return call.wrong(0, "text");
    return bytes(call, from_latin1(decoded(*text)));
}

// Also dataUriToBinary, which in the official package takes the bytes of the URI itself.
Outcome binary(const Call& call) {
    const auto text = call.text(0);
    if (!text) return call.wrong(0, "text");
    return bytes(call, *text);
}

Outcome data_uri(const Call& call) {
    const auto text = call.text(0);
    if (!text) return call.wrong(0, "text");
    return call.evaluator.text("data:text/plain;charset=utf-8;base64," + to_base64(*text));
}

Outcome data_uri_to_string(const Call& call) {
    const auto text = call.text(0);
    if (!text) return call.wrong(0, "text");
    return call.evaluator.text(from_latin1(decoded(text->substr(text->find(',') + 1))));
}

constexpr std::array kTable{
    Builtin{"base64", 1, 1, base64},
    Builtin{"base64ToString", 1, 1, base64_to_string},
    Builtin{"base64ToBinary", 1, 1, base64_to_binary},
    Builtin{"binary", 1, 1, binary},
    Builtin{"dataUri", 1, 1, data_uri},
    Builtin{"dataUriToString", 1, 1, data_uri_to_string},
    Builtin{"dataUriToBinary", 1, 1, binary},
};

}  // namespace

std::span<const Builtin> binary_builtins() {
    return kTable;
}

}  // namespace socbot::templating
