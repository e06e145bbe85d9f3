// ICU does the conversions and the case mapping; ASCII takes the short way.
#include "domain/templating/unicode.h"

#include "base/text.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <array>

namespace socbot::templating {

namespace {

bool is_ascii(std::string_view text) noexcept {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x80U;
    });
}

icu::UnicodeString to_icu(std::string_view text) {
    return icu::UnicodeString::fromUTF8(icu::StringPiece{
        text.data(), static_cast<std::int32_t>(text.size())});
}

std::string from_icu(const icu::UnicodeString& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

constexpr std::array<std::string_view, 25> kSpaces{
    " ",
    "\t",
    "\n",
    "\r",
    "\v",
    "\f",
    "\xC2\xA0",
    "\xE1\x9A\x80",
    "\xE2\x80\x80",
    "\xE2\x80\x81",
    "\xE2\x80\x82",
    "\xE2\x80\x83",
    "\xE2\x80\x84",
    "\xE2\x80\x85",
    "\xE2\x80\x86",
    "\xE2\x80\x87",
    "\xE2\x80\x88",
    "\xE2\x80\x89",
    "\xE2\x80\x8A",
    "\xE2\x80\xA8",
    "\xE2\x80\xA9",
    "\xE2\x80\xAF",
    "\xE2\x81\x9F",
    "\xE3\x80\x80",
    "\xEF\xBB\xBF"};

}  // namespace

std::u16string to_utf16(std::string_view text) {
    const icu::UnicodeString units = to_icu(text);
    return {units.getBuffer(), static_cast<std::size_t>(units.length())};
}

std::string to_utf8(std::u16string_view units) {
    return from_icu(icu::UnicodeString{units.data(), static_cast<std::int32_t>(units.size())});
}

int compare_utf16(std::string_view a, std::string_view b) {
    if (is_ascii(a) && is_ascii(b)) return a.compare(b);
    return to_utf16(a).compare(to_utf16(b));
}

std::string to_lower(std::string_view text) {
    if (is_ascii(text)) return to_lower_ascii(text);
    return from_icu(to_icu(text).toLower(icu::Locale::getRoot()));
}

std::string to_upper(std::string_view text) {
    if (is_ascii(text)) return to_upper_ascii(text);
    return from_icu(to_icu(text).toUpper(icu::Locale::getRoot()));
}

std::string_view trim_js(std::string_view text) {
    for (bool changed = true; changed;) {
        changed = false;
        for (const std::string_view space : kSpaces) {
            if (text.starts_with(space)) {
                text.remove_prefix(space.size());
                changed = true;
            }
            if (text.ends_with(space)) {
                text.remove_suffix(space.size());
                changed = true;
            }
        }
    }
    return text;
}

}  // namespace socbot::templating
