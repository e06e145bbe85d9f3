// The verbs: names, aliases, what each asks for, and its help. One table for parser and help.
#pragma once

#include "domain/commands/authorise.h"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace socbot {

enum class Verb { help, status, open, show, take, release, note, threshold, hidden, why, undo };

struct VerbInfo {
    Verb verb;
    std::string_view name;
    std::vector<std::string_view> aliases;
    bool changing;           // understood by its whole name or an alias only, never by a beginning
    std::optional<Act> act;  // what using it takes at least; none: anybody
    std::string_view summary;                // one line of `help`
    std::vector<std::string_view> examples;  // lines of `help WORD`
};

std::span<const VerbInfo> verbs();
const VerbInfo& info(Verb verb);

// By name, alias or, when it changes nothing, by a beginning of at least three letters that no
// other verb shares. `folded` is lower case.
const VerbInfo* find_verb(std::string_view folded);

// Names and aliases, for suggestions.
std::vector<std::string_view> verb_words();

}  // namespace socbot
