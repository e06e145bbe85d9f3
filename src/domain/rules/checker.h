// The type checker of one rule. Names are resolved here: a loop's variable hides a field, a field
// hides a bare word. Not for other folders.
#pragma once

#include "domain/rules/check.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace socbot::rules {

class Checker {
public:
    explicit Checker(const RuleLimits& limits) : limits_{limits} {}

    // Of any type.
    Result<Rule::Node> node(const Syntax& syntax);
    // Of exactly this type; a word or a quoted word will do for a severity or a kind.
    Result<Rule::Node> expect(const Syntax& syntax, Type type);

private:
    using Node = Rule::Node;
    struct Variable {
        std::string name;
        Type type;
    };

    Result<Node> name(const Syntax& syntax) const;
    Result<Node> variable(const Syntax& syntax, unsigned slot) const;
    // The loop variable that a name begins with.
    std::optional<unsigned> slot_of(std::string_view name) const;
    Result<Node> word(const Syntax& syntax, Type type) const;
    Result<void> known_word(const Syntax& syntax, const Field* field) const;
    Result<Node> element(const Syntax& syntax, Type type, const Field* field);
    Result<Node> list(const Syntax& syntax);
    Result<Node> logic(const Syntax& syntax);
    Result<Node> choice(const Syntax& syntax);
    Result<Node> relation(const Syntax& syntax);
    Result<Node> membership(const Syntax& syntax);
    Result<Node> math(const Syntax& syntax);
    Result<Node> minus(const Syntax& syntax);

    Result<Node> call(const Syntax& syntax);
    Result<Node> method(const Syntax& syntax);
    Result<Node> size(const Syntax& syntax);
    Result<Node> has(const Syntax& syntax);
    Result<Node> literal_call(const Syntax& syntax) const;
    Result<Node> local_part(const Syntax& syntax) const;
    Result<Node> contains(const Syntax& syntax, Node receiver);
    Result<Node> contains_ip(const Syntax& syntax, Node receiver);
    Result<Node> text_test(const Syntax& syntax, Node receiver);
    Result<Node> matches(const Syntax& syntax, Node receiver) const;
    Result<Node> time_part(const Syntax& syntax, Node receiver) const;
    Result<std::string> zone(const Syntax& syntax) const;
    Result<Node> loop(const Syntax& syntax);
    Result<Node> loop_body(const Syntax& syntax, Node out);

    const RuleLimits& limits_;
    std::vector<Variable> scope_;
};

Error mismatch(const Syntax& syntax, const std::string& expected, Type got);
// "severity (unknown, informational, ...)".
std::string described(Type type);
// A name as an error shows it.
std::string shown(std::string_view name);

}  // namespace socbot::rules
