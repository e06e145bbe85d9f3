// How numbers are written in the locales the official packages know (formatNumber, string).
#pragma once

#include <string>
#include <string_view>

namespace socbot::templating {

struct NumberLocale {
    std::string_view decimal{"."};
    std::string_view thousands{","};
    bool by_two{false};         // lakh and crore: groups of two beyond the first three
    bool arabic_digits{false};  // U+0660 to U+0669
};

// "de-DE"; a name that is not known is en-US. Case matters, as in the official packages.
NumberLocale number_locale(std::string_view name);

// "1234567.5" -> "1,234,567.5" as the locale writes it.
std::string localised(std::string_view digits, const NumberLocale& locale);

}  // namespace socbot::templating
