// A team's own card templates: where they are and in which language rooms get them.
#include "domain/cards/template_set.h"
#include "main/config/fields.h"
#include "main/config/sections.h"

#include <system_error>

namespace socbot {
namespace {

void bind_folder(BindContext& context, const ConfigNode::Member& member, TemplatesConfig& config) {
    const auto text = read_text(context, member.node, member.key, 4096);
    if (!text) return;
    config.folder = path_from(member.node.position, *text);
    std::error_code ec;
    if (!std::filesystem::is_directory(config.folder, ec))
        context.problem(member.node.position, "'folder': " + shown(*text) + " is no folder");
}

}  // namespace

std::optional<std::string> read_language(BindContext& context, const ConfigNode& node) {
    const auto text = read_text(context, node, "language", 64);
    if (!text) return std::nullopt;
    std::string language = canonical_language(*text);
    if (language.empty()) {
        context.problem(
            node.position, "'language' takes a tag like de or pt-BR, not " + shown(*text)
        );
        return std::nullopt;
    }
    return language;
}

const Section<TemplatesConfig>& templates_section() {
    static const Section<TemplatesConfig> section{
        "templates",
        "A team's own card templates (docs/cards.md). SIGHUP reads the folder again; a template "
        "that "
        "is broken leaves the last good one in use.",
        {
            {{"folder",
              "path",
              "",
              "Holds NAME.json and LANGUAGE/NAME.json; only the shipped templates when absent."},
             bind_folder},
            {{"language", "language tag", "", "Of rooms that have none of their own."},
             [](BindContext& context, const ConfigNode::Member& member, TemplatesConfig& config) {
                 config.languages.usual = read_language(context, member.node).value_or("");
             }},
        }};
    return section;
}

}  // namespace socbot
