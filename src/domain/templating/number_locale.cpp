// The table is that of adaptive-expressions 4.23.3 (lib/localeInfo.js), by family.
#include "domain/templating/number_locale.h"

#include <algorithm>

namespace socbot::templating {

namespace {

constexpr std::string_view kArabic =
    " ar-BH ar-PS ar-EG ar-IQ ar-AE ar-MR ar-TD ar-SY ar-JO ar-ER ar-LB ar-YE ar-SS ar-SO ar-DJ "
    "ar-SD ar-001 ar-SA ar-KW ar-QA ar-IL ar-OM ar-KM ";
constexpr std::string_view kCommaAndDot =
    " ar-MA it-IT ca-ES es-ES ar-DZ nl-NL ar-TN pt-BR ar-LY pl-PL mk-MK de-DE es-BO ";
constexpr std::string_view kCommaAndBlank = " uk-UA sv-SE fi-FI cs-CZ fr-CA ru-RU hu-HU fr-FR ";

bool holds(std::string_view names, std::string_view name) {
    return name.find(' ') == std::string_view::npos &&
           names.find(" " + std::string{name} + " ") != std::string_view::npos;
}

// Whether a separator stands before the digit that `left` digits (itself included) end with.
bool is_boundary(std::size_t left, bool by_two) noexcept {
    if (!by_two || left <= 3) return left % 3 == 0;
    return left % 2 == 1;
}

}  // namespace

NumberLocale number_locale(std::string_view name) {
    if (holds(kArabic, name)) return {"\xD9\xAB", "\xD9\xAC", false, true};
    if (holds(kCommaAndDot, name)) return {",", ".", false, false};
    if (holds(kCommaAndBlank, name)) return {",", "\xC2\xA0", false, false};
    if (name == "de-CH") return {",", "'", false, false};
    if (name == "en-IN") return {".", ",", true, false};
    return {};
}

std::string localised(std::string_view digits, const NumberLocale& locale) {
    const auto whole = std::min(digits.find_first_not_of("0123456789"), digits.size());
    std::string out;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const char c = digits[i];
        if (i > 0 && i < whole && is_boundary(whole - i, locale.by_two)) out += locale.thousands;
        if (c == '.') {
            out += locale.decimal;
        } else if (locale.arabic_digits && c >= '0' && c <= '9') {
            out += '\xD9';
            out += static_cast<char>(0xA0 + (c - '0'));
        } else {
            out += c;
        }
    }
    return out;
}

}  // namespace socbot::templating
