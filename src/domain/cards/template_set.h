// The templates of a team beside the shipped ones: by name, and by name and language. What is
// broken never takes the place of what works. Pure: reading the folder is main's.
#pragma once

#include "base/ids.h"
#include "domain/cards/render.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace socbot {

// "malware", or "de/malware" for the rooms of a language.
using TemplateKey = std::string;

// One file: where it stands in words for the reader, what it is to be, and its text.
struct TemplateFile {
    std::string origin;
    TemplateKey key;
    std::string text;
};

struct TemplateProblem {
    std::string origin;
    std::string message;  // with the JSON pointer, when it has one
};

// What keeps a template from being used, empty for a good one: it is filled from the sample of its
// name and from a card with hardly any text, and what comes out must be a card without a problem.
// At most 20 problems. `name`: one of shipped().
std::vector<std::string> check_template(std::string_view name, std::string_view text);

struct TemplateSet {
    CardTemplates templates;                    // the shipped ones and `custom`
    std::map<TemplateKey, std::string> custom;  // the texts in use
    std::vector<TemplateProblem> problems;
};

// A file that is broken leaves the text that `last_good` has for its key, else the shipped one. Two
// files of one key: the first counts. internal when a shipped template does not prepare.
Result<TemplateSet> assemble_templates(
    const std::vector<TemplateFile>& files,
    const std::map<TemplateKey, std::string>& last_good
);

// Which language's templates a room gets.
struct RoomLanguages {
    std::string usual;  // of rooms not named; empty: none in particular
    std::map<RoomRef, std::string> rooms;

    const std::string& of(const RoomRef& room) const {
        const auto found = rooms.find(room);
        return found == rooms.end() ? usual : found->second;
    }
};

// "de", "pt-br": a language tag (RFC 5646) in lower case, at most 35 bytes. Empty when it is none.
std::string canonical_language(std::string_view tag);

}  // namespace socbot
