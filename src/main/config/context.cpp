// Access to the tree's nodes, with a problem where a node has another form than expected.
#include "main/config/context.h"

#include <algorithm>

namespace socbot {
namespace {

bool is_empty(const ConfigNode& node) {
    if (const auto* list = std::get_if<ConfigNode::List>(&node.value)) {
        return list->empty();
    }
    if (const auto* map = std::get_if<ConfigNode::Map>(&node.value)) {
        return map->empty();
    }
    return std::holds_alternative<std::monostate>(node.value);
}

template <class Wanted>
const Wanted*
value_of(BindContext& context, const ConfigNode& node, std::string_view what, const char* form) {
    static const Wanted nothing;
    if (std::holds_alternative<std::monostate>(node.value)) {
        return &nothing;
    }
    const auto* const value = std::get_if<Wanted>(&node.value);
    if (value == nullptr) {
        context.problem(node.position, "'" + std::string{what} + "' takes " + form);
    }
    return value;
}

}  // namespace

void refuse_unless_empty(
    BindContext& context,
    const ConfigNode::Member& member,
    const char* ability
) {
    if (!is_empty(member.node)) {
        context.problem(
            member.position,
            "'" + member.key + "' is not available in this version: " + ability + "; remove it"
        );
    }
}

const ConfigNode::Map* map_of(BindContext& context, const ConfigNode& node, std::string_view what) {
    return value_of<ConfigNode::Map>(context, node, what, "keys with values (key: value)");
}

const ConfigNode::List*
list_of(BindContext& context, const ConfigNode& node, std::string_view what) {
    return value_of<ConfigNode::List>(context, node, what, "a list ([a, b] or lines with '- ')");
}

const ConfigNode::Member* find_member(const ConfigNode::Map& map, std::string_view key) {
    const auto found =
        std::find_if(map.begin(), map.end(), [key](const ConfigNode::Member& member) {
            return member.key == key;
        });
    return found == map.end() ? nullptr : &*found;
}

std::filesystem::path path_from(const ConfigPosition& at, std::string_view text) {
    const std::filesystem::path path{text};
    return path.is_absolute() ? path : std::filesystem::path{at.file}.parent_path() / path;
}

}  // namespace socbot
