// Names a configuration defines and refers to: repeated and unknown ones are found once everything
// is bound, since a file may use a name before it defines it.
#pragma once

#include "ports/config_tree.h"

#include <map>
#include <string>
#include <vector>

namespace socbot {

class NameSet {
public:
    // `what` names the thing in messages: "customer".
    explicit NameSet(std::string what) : what_{std::move(what)} {}

    void
    define(const std::string& name, const ConfigPosition& at, std::vector<ConfigProblem>& problems);
    void refer(const std::string& name, const ConfigPosition& at) {
        references_.push_back({name, at});
    }
    bool defined(const std::string& name) const { return defined_.contains(name); }
    // A problem for every reference to a name that nothing defined, with the nearest that is.
    void resolve(std::vector<ConfigProblem>& problems) const;

private:
    struct Reference {
        std::string name;
        ConfigPosition at;
    };
    std::string what_;
    std::map<std::string, ConfigPosition> defined_;
    std::vector<Reference> references_;
};

// "; did you mean 'x'?" or nothing.
std::string suggestion(const std::string& word, const std::vector<std::string>& candidates);

// "file:line:column"; without a file "line:column".
std::string format_position(const ConfigPosition& at);

// A word of the file inside a message: quoted, escaped, cut.
std::string shown(std::string_view word);

}  // namespace socbot
