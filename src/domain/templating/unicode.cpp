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

// The languages whose mappings differ from the root's.
bool has_own_rules(std::string_view locale) noexcept {
    const std::string_view language = locale.substr(0, 2);
    return language == "tr" || language == "az" || language == "lt" || language == "el";
}

icu::Locale icu_locale(const std::string& locale) {
    return has_own_rules(locale) ? icu::Locale{locale.substr(0, 2).c_str()}
                                 : icu::Locale::getRoot();
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

std::string to_lower(std::string_view text, const std::string& locale) {
    if (is_ascii(text) && !has_own_rules(locale)) return to_lower_ascii(text);
    return from_icu(to_icu(text).toLower(icu_locale(locale)));
}

std::string to_upper(std::string_view text, const std::string& locale) {
    if (is_ascii(text) && !has_own_rules(locale)) return to_upper_ascii(text);
    return from_icu(to_icu(text).toUpper(icu_locale(locale)));
}

bool is_language_tag(std::string_view text) noexcept {
    std::size_t part = 0;
    for (std::size_t start = 0; start <= text.size(); ++part) {
        const auto end = std::min(text.find('-', start), text.size());
        const std::string_view subtag = text.substr(start, end - start);
        const bool letters = std::all_of(subtag.begin(), subtag.end(), [part](char c) {
            const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            return letter || (part > 0 && c >= '0' && c <= '9');
        });
        const bool fits = part > 0 ? !subtag.empty() && subtag.size() <= 8
                                   : subtag.size() >= 2 && subtag.size() <= 8 && subtag.size() != 4;
        if (!letters || !fits) return false;
        start = end + 1;
    }
    return true;
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
