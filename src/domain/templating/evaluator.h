// Evaluates expressions over the data of one expansion. Lives for one expansion, on one thread.
//
// Every step and every byte of an intermediate text is charged to a budget, so an expression can't
// run long or grow large whatever the data is.
#pragma once

#include "domain/templating/ast.h"
#include "domain/templating/pattern.h"
#include "domain/templating/template.h"
#include "domain/templating/value.h"

#include <deque>
#include <map>
#include <string>

namespace socbot::templating {

// An iterator of foreach, where, ...: its name and the item; names it doesn't know go outwards.
struct Iterator {
    std::string_view name;
    const json::value* item{nullptr};
    const Iterator* outer{nullptr};
};

// What names mean at a place of the template.
struct Scope {
    const json::value* root{nullptr};
    const json::value* host{nullptr};
    const json::value* data{nullptr};   // nullptr: undefined
    std::optional<std::int64_t> index;  // $index
    const Iterator* iterator{nullptr};
    const Data* inputs{nullptr};  // the time and the seed
};

// A step of a path: a member's name, or what an index evaluated to.
struct Step {
    std::string name;
    std::optional<double> index;
    enum class Written { name, quoted, bare };  // .name, ['name'], [name]
    Written written{Written::name};
};

class Evaluator {
public:
    Evaluator(const Options& options, bool mutable_data)
        : options_{options}, mutable_data_{mutable_data}, steps_left_{options.limits.steps} {}

    // `substitute`: an undefined path reads as its own text, "${path}"; always off in lenient mode.
    Outcome evaluate(const Node& node, const Scope& scope, bool substitute);

    // Takes `steps` from the budget and checks the size of a text; the Failure is a limit.
    std::optional<Failure> charge(std::size_t steps);
    std::optional<Failure> charge_text(std::size_t bytes);
    // A text as a value, charged.
    Outcome text(std::string text);

    const Limits& limits() const noexcept { return options_.limits; }
    bool strict() const noexcept { return options_.mode == Mode::strict; }
    // What a path that was written as text leads to, from the names of the scope or within a value.
    Value look_up_path(std::string_view path, const Scope& scope);
    static Value follow_path(Value base, std::string_view path);
    Result<Pattern> pattern(std::string_view source);
    // The next number of the expansion's sequence; the same for the same seed (SplitMix64).
    std::uint64_t next_random(std::uint64_t seed) noexcept;

    // Held while text of the data is evaluated as a template, which may call for the same again.
    class Nested {
    public:
        explicit Nested(Evaluator& evaluator) : evaluator_{evaluator} { ++evaluator_.nested_; }
        ~Nested() { --evaluator_.nested_; }
        Nested(const Nested&) = delete;
        Nested& operator=(const Nested&) = delete;
        // False when it is nested too deep.
        explicit operator bool() const noexcept { return evaluator_.nested_ <= 4; }

    private:
        Evaluator& evaluator_;
    };

    // The JSON a changing function may change in place: strict mode does so, like the official
    // engine; otherwise nullptr, and the function changes a copy.
    json::value* in_place(const Value& value);
    // Replaces what stands there. The old value stays alive until the end of the expansion, because
    // scopes may still refer into it.
    void replace(json::value& place, json::value value);

private:
    Outcome name(const Node& node, const Scope& scope, bool substitute);
    Outcome name_or_member(const Node& node, const Scope& scope, bool substitute);
    Outcome element(const Node& node, const Scope& scope, bool substitute);
    Outcome call(const Node& node, const Scope& scope, bool substitute);
    // The steps from the outermost name or, when the path begins with something else, from `start`.
    std::optional<Failure> path_steps(
        const Node& node,
        const Scope& scope,
        bool substitute,
        std::vector<Step>& steps,
        const Node*& start
    );

    const Options& options_;
    bool mutable_data_;
    std::size_t steps_left_;
    std::uint64_t drawn_{0};
    unsigned nested_{0};
    std::deque<json::value> replaced_;
    std::map<std::string, Pattern, std::less<>> patterns_;
};

}  // namespace socbot::templating
