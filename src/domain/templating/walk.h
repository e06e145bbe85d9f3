// Expands a prepared template over one set of data.
#pragma once

#include "domain/templating/evaluator.h"
#include "domain/templating/prepared.h"
#include "domain/templating/value.h"

#include <boost/json/value.hpp>

#include <optional>
#include <vector>

namespace socbot::templating {

class Walk {
public:
    // What comes out is built in `storage`.
    Walk(const Options& options, bool mutable_data, const json::storage_ptr& storage)
        : options_{options}, storage_{storage}, evaluator_{options, mutable_data} {}

    // Undefined when the whole template expands to nothing. A failure ends the expansion.
    Outcome expand(const Part& part, const Scope& scope);

    // Lenient mode: what was replaced by the fallback.
    std::vector<Problem> take_problems() && { return std::move(problems_); }

private:
    struct Contexts;

    Outcome expression(const Part& part, const Scope& scope);
    Outcome array(const Part& part, const Scope& scope);
    Outcome object(const Part& part, const Scope& scope);
    Outcome once(const Part& part, const Scope& scope);
    Outcome members(const Part& part, const Scope& scope);
    Outcome evaluate_text(const Part& part, const Scope& scope, bool substitute);
    Outcome put_together(const Part& part, const Scope& scope, bool substitute);
    std::optional<Failure> contexts(const Part& part, const Scope& scope, Contexts& out);
    // Whether the object stays; a failure ends the expansion.
    std::optional<Failure> keeps(const Part& part, const Scope& scope, bool& kept);

    std::optional<Failure> keeps_mixed(const Part& when, const Scope& scope, bool& kept);

    std::optional<Failure> count(const json::value& value);
    std::optional<Failure> count(std::size_t nodes, std::size_t bytes);
    // Lenient mode notes the failure and goes on with `instead`; a limit always ends the expansion.
    Outcome failed(const Part& part, Failure failure, Value instead);
    bool lenient() const noexcept { return options_.mode == Mode::lenient; }

    const Options& options_;
    const json::storage_ptr& storage_;
    Evaluator evaluator_;
    std::size_t nodes_{0};
    std::size_t bytes_{0};
    std::vector<Problem> problems_;
};

}  // namespace socbot::templating
