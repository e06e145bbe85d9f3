// Numbers as JavaScript prints them (ECMA-262, Number::toString) and as d3-format groups them.
#pragma once

#include <string>

namespace socbot::templating {

// "5", "0.1", "1e+21", "NaN". Shortest digits that read back as the same double.
std::string number_text(double value);

// d3-format ",.Nf" for en-US after rounding half up at N decimals: "1,834.57", U+2212 for minus,
// no sign on a rounded zero. `decimals` 0..20.
std::string grouped_fixed(double value, int decimals);

// What string(n) prints: thousands separators, U+2212 for minus, the digits of number_text.
std::string grouped(double value);

// JavaScript's Math.round: half up.
double round_half_up(double value);

}  // namespace socbot::templating
