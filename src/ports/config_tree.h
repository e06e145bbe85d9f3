// A configuration file as a neutral tree with positions, whatever syntax it came in.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace socbot {

struct ConfigPosition {
    std::string file;
    unsigned line{0};    // from 1
    unsigned column{0};  // from 1
};

// A scalar keeps its text; whoever binds it decides what it means. `quoted` tells "12" from 12.
struct ConfigNode {
    struct Scalar {
        std::string text;
        bool quoted{false};
    };
    using List = std::vector<ConfigNode>;
    struct Member;
    using Map = std::vector<Member>;  // in file order, keys unique

    ConfigPosition position;
    std::variant<std::monostate, Scalar, List, Map> value;  // monostate: null or empty
};

struct ConfigNode::Member {
    std::string key;
    ConfigPosition position;
    ConfigNode node;
};

struct ConfigProblem {
    ConfigPosition position;
    std::string message;
};

}  // namespace socbot
