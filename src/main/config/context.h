// What travels with a binding: where secrets and zones come from, the problems so far, and the
// names defined and used. Every problem is collected; binding never stops at the first.
#pragma once

#include "domain/settings/settings.h"
#include "main/config/names.h"
#include "main/config/secrets.h"
#include "ports/config_tree.h"

#include <filesystem>
#include <string>
#include <vector>

namespace socbot {

struct BindServices {
    SecretReader& secrets;
    const Zones& zones;
};

struct BindContext {
    BindServices services;
    std::vector<ConfigProblem> problems;
    NameSet customers{"customer"};
    NameSet connections{"chat connection"};
    NameSet desks{"case desk"};
    NameSet sources{"source"};
    NameSet queues{"queue"};
    NameSet people{"person"};
    NameSet rooms{"room"};

    void problem(const ConfigPosition& at, std::string message) {
        problems.push_back({at, std::move(message)});
    }
};

// What is written here but belongs to an ability this version lacks: refused by name unless empty.
void refuse_unless_empty(
    BindContext& context,
    const ConfigNode::Member& member,
    const char* ability
);

// The members of a map (none for an empty value), nullptr with a problem for anything else.
const ConfigNode::Map* map_of(BindContext& context, const ConfigNode& node, std::string_view what);

// The items of a list, likewise.
const ConfigNode::List*
list_of(BindContext& context, const ConfigNode& node, std::string_view what);

const ConfigNode::Member* find_member(const ConfigNode::Map& map, std::string_view key);

// A path of the file: relative ones are taken from the folder of the file that names them.
std::filesystem::path path_from(const ConfigPosition& at, std::string_view text);

}  // namespace socbot
