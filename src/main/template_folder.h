// Reads the folder of a team's own card templates: NAME.json for every room, LANGUAGE/NAME.json for
// the rooms of a language. Bounded; what does not belong there is a problem with the nearest name.
#pragma once

#include "domain/cards/template_set.h"

#include <filesystem>
#include <vector>

namespace socbot {

struct TemplateFolder {
    std::vector<TemplateFile> files;  // by path
    std::vector<TemplateProblem> problems;
};

// An empty path gives an empty folder. A file that cannot be read is among the files with an empty
// text, so that it counts as broken and not as removed.
TemplateFolder read_template_folder(const std::filesystem::path& folder);

// Everything wrong with the folder and the templates in it, a line each: "PATH: message".
std::vector<std::string> template_problems(const std::filesystem::path& folder);

}  // namespace socbot
