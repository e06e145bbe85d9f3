// Repeated and unknown names, and how problems show words and places.
#include "main/config/names.h"

#include "base/text.h"

#include <string_view>

namespace socbot {

void NameSet::define(
    const std::string& name,
    const ConfigPosition& at,
    std::vector<ConfigProblem>& problems
) {
    const auto [known, fresh] = defined_.emplace(name, at);
    if (!fresh) {
        problems.push_back(
            {at,
             "the " + what_ + " " + shown(name) + " is already defined at " +
                 format_position(known->second)}
        );
    }
}

void NameSet::resolve(std::vector<ConfigProblem>& problems) const {
    std::vector<std::string> known;
    known.reserve(defined_.size());
    for (const auto& [name, at] : defined_) {
        known.push_back(name);
    }
    for (const Reference& reference : references_) {
        if (!defined_.contains(reference.name)) {
            problems.push_back(
                {reference.at,
                 "no " + what_ + " " + shown(reference.name) + " is configured" +
                     suggestion(reference.name, known)}
            );
        }
    }
}

std::string suggestion(const std::string& word, const std::vector<std::string>& candidates) {
    const std::vector<std::string_view> views{candidates.begin(), candidates.end()};
    const auto near = nearest(word, views);
    return near ? "; did you mean '" + std::string{*near} + "'?" : std::string{};
}

std::string format_position(const ConfigPosition& at) {
    const std::string place = std::to_string(at.line) + ":" + std::to_string(at.column);
    return at.file.empty() ? place : at.file + ":" + place;
}

std::string shown(std::string_view word) {
    std::string text = escape_for_terminal(word);
    for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at)) {
        text.replace(at, 1, "\\n");
    }
    return "'" + cut_utf8(text, 64) + "'";
}

}  // namespace socbot
