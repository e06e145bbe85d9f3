// YAML text as the neutral configuration tree, with the line of everything. yaml-cpp accepts more
// than a configuration should: duplicate keys (the last wins), aliases (a few lines that expand to
// gigabytes), any depth, explicit tags. All of these are refused here, so nothing behind it has to.
#pragma once

#include "ports/config_tree.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace socbot {

struct YamlLimits {
    std::size_t bytes{2U << 20U};
    std::size_t nodes{20'000};  // scalars, nulls, lists and maps; keys are not counted
    std::size_t depth{32};      // lists and maps inside each other
};

struct YamlDocument {
    ConfigNode root;                      // empty (monostate) for an empty document
    std::vector<ConfigProblem> problems;  // empty: the document is sound
};

// Reads one document. Repeated keys are all reported (the first keeps its value); a syntax error or
// a passed limit ends the reading, so the tree may be cut when there are problems. `file` is only
// for positions. Never throws on any text.
YamlDocument
parse_yaml(std::string_view text, const std::string& file, const YamlLimits& limits = {});

}  // namespace socbot
