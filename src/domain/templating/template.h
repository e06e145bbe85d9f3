// Adaptive Cards Templating with Adaptive Expressions: a template is prepared once and expanded
// many times. A library of its own; knows only base and Boost.JSON values.
//
// Strict mode behaves as the official JavaScript packages (errors included); lenient mode never
// loses a card: a failing string becomes `fallback_text` and is reported. docs/templating.md lists
// the differences that remain.
#pragma once

#include "base/result.h"

#include <boost/json/value.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace socbot::templating {

struct Limits {
    std::size_t template_bytes{256 * 1024};
    unsigned depth{64};  // of the template and of each expression
    std::size_t output_nodes{20'000};
    std::size_t output_bytes{256 * 1024};
    std::size_t range_items{10'000};
    std::size_t regex_bytes{512};
    std::size_t steps{1'000'000};  // of one expansion: evaluated nodes, items, 64 bytes of text
};

enum class Mode { strict, lenient };

struct Options {
    Mode mode{Mode::lenient};
    std::string fallback_text{"-"};
    Limits limits{};
};

struct Problem {
    std::string path;  // JSON pointer of the string in the template
    std::string message;
};

struct Expansion {
    boost::json::value output;
    bool undefined{false};          // the whole template expanded to nothing
    std::vector<Problem> problems;  // lenient mode only
};

// What an expansion reads. Two expansions of the same inputs give the same card: the engine has no
// clock and no randomness of its own.
struct Data {
    boost::json::value root;                   // $root and the first $data
    std::optional<boost::json::value> host{};  // $host; undefined without one
    // Milliseconds since the epoch for utcNow, getPastTime, ...; without it they fail.
    std::optional<std::int64_t> now{};
    std::uint64_t seed{0};  // of newGuid and rand; not for secrets
};

class Template {
public:
    // invalid_input: a syntax error, wrong arity or a limit, with the JSON pointer. Strict mode
    // refuses the whole template; lenient mode keeps the rest and reports when expanding.
    static Result<Template> prepare(const boost::json::value& source, const Options& options = {});

    // invalid_input in strict mode when a string fails; a limit fails in both modes.
    // The output is built in `storage`, which has to outlive it.
    Result<Expansion> expand(const Data& data, const boost::json::storage_ptr& storage = {}) const;

    struct Prepared;

private:
    explicit Template(std::shared_ptr<const Prepared> prepared) : prepared_{std::move(prepared)} {}
    // Shared: immutable, copied into render tasks on several threads.
    std::shared_ptr<const Prepared> prepared_;
};

// JSON text as JSON.stringify writes it: numbers as JavaScript prints them (2.5, not 2.5E0).
std::string to_json(const boost::json::value& value);

// JSON nested as deep as a template may be, which is deeper than Boost.JSON takes by itself (32).
// invalid_input when it is no JSON or nested deeper.
Result<boost::json::value> parse_json(std::string_view text, unsigned depth = Limits{}.depth);

}  // namespace socbot::templating
