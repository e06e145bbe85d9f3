// From a tree to the configuration: every key through its table, every problem collected.
#pragma once

#include "main/config/app_config.h"
#include "main/config/context.h"
#include "ports/config_tree.h"

#include <filesystem>
#include <string>
#include <vector>

namespace socbot {

struct BoundConfig {
    AppConfig config;                     // of use only without problems
    std::vector<ConfigProblem> problems;  // by file, line and column
};

// `customers` are the roots of the files of customers.d. Reads secrets through `services`; without
// other effects.
BoundConfig bind_config(
    const ConfigNode& root,
    const std::vector<ConfigNode>& customers,
    const BindServices& services
);

// Reads FILE and customers.d/*.yaml beside it (by name, at most 1,000 of 2 MiB each) and binds
// them. What can't be read is a problem like any other. Blocking.
BoundConfig load_config(const std::filesystem::path& file, const BindServices& services);

// "file:line:column: message", fit for a terminal.
std::string format_problem(const ConfigProblem& problem);

// Keys whose change only a restart can apply, of those that differ: "listen.private". A reload with
// any of these is refused by name.
std::vector<std::string> needs_restart(const AppConfig& running, const AppConfig& wanted);

// docs/configuration.md, whole, from the tables that bind.
std::string render_config_reference();

}  // namespace socbot
