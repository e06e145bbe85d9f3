// Lists of names and values as inputs and jobs carry them: encoded as their number, then each.
#pragma once

#include "base/codec.h"

#include <string>
#include <utility>
#include <vector>

namespace socbot {

using Pairs = std::vector<std::pair<std::string, std::string>>;

inline void encode_pairs(Writer& out, const Pairs& pairs) {
    out.u(pairs.size());
    for (const auto& [name, value] : pairs)
        out.s(name).s(value);
}

inline Pairs decode_pairs(Reader& in) {
    Pairs pairs(in.count());
    for (auto& [name, value] : pairs) {
        name = in.str();
        value = in.str();
    }
    return pairs;
}

}  // namespace socbot
