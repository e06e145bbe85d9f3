// Many rules at once. Each is filed under something that an alarm must have for it to hold (an
// equality, or a piece of text it looks for), so the cost of an alarm grows with the rules that can
// match, not with all. The result is that of asking every rule.
#pragma once

#include "domain/rules/rule.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace socbot {

struct RuleSetLimits {
    std::size_t rules{20'000};
    // Of the worst alarm through all rules, in the steps of RuleLimits::cost.
    std::uint64_t cost{20'000'000};
};

class RuleSet {
public:
    RuleSet();
    ~RuleSet();
    RuleSet(RuleSet&&) noexcept;
    RuleSet& operator=(RuleSet&&) noexcept;

    // invalid_input: too many rules, or together they may cost too much.
    static Result<RuleSet> make(std::vector<Rule> rules, const RuleSetLimits& limits = {});

    // Memory of a caller that asks again and again; of one thread at a time.
    struct Scratch {
        std::vector<std::uint32_t> seen, candidates, matching;
        std::uint32_t round{0};
        std::string folded;
    };
    // The rules that hold, by their place in `rules`, ascending. Valid until `scratch` is used
    // again. Afterwards scratch.candidates holds those that the index could not exclude.
    std::span<const std::uint32_t> match(const RuleSubject& subject, Scratch& scratch) const;

    std::size_t size() const noexcept;
    const Rule& rule(std::size_t at) const;
    // How many are filed under something.
    std::size_t indexed() const noexcept;

private:
    struct Index;
    std::vector<Rule> rules_;
    std::unique_ptr<const Index> index_;
};

}  // namespace socbot
