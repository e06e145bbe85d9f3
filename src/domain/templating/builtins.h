// The functions of Adaptive Expressions that this engine has, as a table. A function is its name,
// how many arguments it takes and an evaluator; each family of functions has a file of its own.
//
// The time and the seed of what needs a clock or randomness are inputs of the expansion.
#pragma once

#include "domain/templating/value.h"

#include <span>
#include <string_view>

namespace socbot::templating {

class Evaluator;
struct Node;
struct Scope;

// One call being evaluated. `args` are the values of eager functions; lazy ones evaluate the node's
// children themselves.
struct Call {
    Evaluator& evaluator;
    const Node& node;
    const Scope& scope;
    bool substitute;
    std::span<Value> args;

    // Arguments as what a function needs; nullopt when they are something else.
    std::optional<std::string_view> text(std::size_t i) const;
    std::optional<double> number(std::size_t i) const;  // NaN is none
    std::optional<std::int64_t> integer(std::size_t i) const;
    const json::array* array(std::size_t i) const;
    // "substring(a, 9): argument 2 must be an integer".
    Failure wrong(std::size_t i, std::string_view expected) const;
};

enum class Evaluation {
    eager,      // arguments are evaluated first; a failure of one is the failure of the call
    lazy,       // the function decides
    comparison  // eager, without substitution of undefined names; a failed argument gives false
};

inline constexpr unsigned kAnyNumber = 255;

struct Builtin {
    std::string_view name;
    unsigned min_args{0};
    unsigned max_args{0};
    Outcome (*run)(const Call& call){nullptr};
    Evaluation evaluation{Evaluation::eager};
    bool mutates{false};   // changes its first argument in place, visible later in the expansion
    bool iterates{false};  // the second argument is the name of the item in the third
};

// nullptr when there is no such function. Names are case-sensitive and already normalised.
const Builtin* find_builtin(std::string_view name);

// "add" -> "+"; other names come back as they are.
std::string_view normalised_name(std::string_view name);

std::span<const Builtin> logic_builtins();
std::span<const Builtin> math_builtins();
std::span<const Builtin> string_builtins();
std::span<const Builtin> collection_builtins();
std::span<const Builtin> iterate_builtins();
std::span<const Builtin> object_builtins();
std::span<const Builtin> date_builtins();
std::span<const Builtin> clock_builtins();
std::span<const Builtin> binary_builtins();
std::span<const Builtin> misc_builtins();
std::span<const Builtin> uri_builtins();

}  // namespace socbot::templating
