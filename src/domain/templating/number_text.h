// Numbers as JavaScript prints them (ECMA-262, Number::toString) and as d3-format groups them.
#pragma once

#include "domain/templating/number_locale.h"

#include <string>

namespace socbot::templating {

// "5", "0.1", "1e+21", "NaN". Shortest digits that read back as the same double.
std::string number_text(double value);

// d3-format ",.Nf" after rounding half up at N decimals: "1,834.57", U+2212 for minus, no sign on a
// rounded zero. More than 20 decimals print as 20.
std::string grouped_fixed(double value, int decimals, const NumberLocale& locale = {});

// What string(n) prints: thousands separators, U+2212 for minus, the digits of number_text.
std::string grouped(double value, const NumberLocale& locale = {});

// JavaScript's Math.round: half up.
double round_half_up(double value);

}  // namespace socbot::templating
