// Building: every rule is filed under the requirement that fewest rules share. Matching: the
// alarm's values name candidates, which are then asked in order.
#include "domain/rules/rule_set.h"

#include "base/check.h"
#include "domain/rules/index.h"

#include <algorithm>
#include <limits>
#include <map>

namespace socbot {

namespace {

using rules::Column;
using rules::Key;
using rules::Requirement;

bool is_text(const Column& column) noexcept {
    const rules::Type type = column.member != nullptr ? column.member->type : column.field->type;
    return type.base == rules::Base::string;
}

// Calls visit(text) or visit(number) for each value of the column.
template <class Visit>
void each_value(const Column& column, const RuleSubject& subject, const Visit& visit) {
    const rules::Field& field = *column.field;
    if (field.string != nullptr) {
        visit(field.string(subject));
    } else if (field.strings != nullptr) {
        auto hand_on = [&visit](std::string_view text) {
            visit(text);
            return false;
        };
        field.strings(subject, hand_on);
    } else if (field.integer != nullptr) {
        visit(field.integer(subject));
    } else if (field.integers != nullptr) {
        auto hand_on = [&visit](std::int64_t number) {
            visit(number);
            return false;
        };
        field.integers(subject, hand_on);
    } else {
        auto hand_on = [&](const void* record) {
            if (column.member->string != nullptr) {
                visit(column.member->string(record));
            } else {
                visit(column.member->integer(record));
            }
            return false;
        };
        field.records(subject, hand_on);
    }
}

std::uint64_t hash_of(const Key& key) noexcept {
    return is_text(key.column) ? rules::hash_of(std::string_view{key.text})
                               : rules::hash_of(key.number);
}

}  // namespace

struct RuleSet::Index {
    struct Entry {
        Column column;
        rules::ValueTable values;
        rules::PartTable parts;
    };
    std::vector<Entry> columns;
    std::vector<std::uint32_t> always;  // ascending
};

namespace {

class Filing {
public:
    explicit Filing(const std::vector<Rule>& rules) {
        for (const Rule& rule : rules) {
            needs_.push_back(rules::requirements(rule.root()));
            for (const Requirement& need : needs_.back())
                for (const Key& key : need)
                    ++uses_[key];
        }
    }

    void file() {
        for (std::size_t at = 0; at < needs_.size(); ++at) {
            const auto id = static_cast<std::uint32_t>(at);
            const Requirement* best = rarest(needs_[at]);
            if (best == nullptr) {
                always.push_back(id);
                continue;
            }
            for (const Key& key : *best) {
                Tables& tables = columns[key.column];
                Posting& posting = key.part ? tables.parts[key.text] : tables.values[hash_of(key)];
                if (posting.empty() || posting.back() != id) posting.push_back(id);
            }
        }
    }

    using Posting = rules::Posting;
    struct Tables {
        std::map<std::uint64_t, Posting> values;
        std::map<std::string, Posting> parts;
    };
    std::map<Column, Tables> columns;
    std::vector<std::uint32_t> always;

private:
    // A part may be in many texts that do not match, so it counts double.
    std::size_t weight(const Requirement& need) const {
        std::size_t total = 0;
        for (const Key& key : need)
            total += uses_.at(key) * (key.part ? 2 : 1);
        return total;
    }
    const Requirement* rarest(const std::vector<Requirement>& needs) const {
        const Requirement* best = nullptr;
        std::size_t least = std::numeric_limits<std::size_t>::max();
        for (const Requirement& need : needs) {
            const std::size_t found = weight(need);
            if (found >= least) continue;
            least = found;
            best = &need;
        }
        return best;
    }

    std::vector<std::vector<Requirement>> needs_;
    std::map<Key, std::size_t> uses_;
};

}  // namespace

RuleSet::RuleSet() : index_{std::make_unique<const Index>()} {}
RuleSet::~RuleSet() = default;
RuleSet::RuleSet(RuleSet&&) noexcept = default;
RuleSet& RuleSet::operator=(RuleSet&&) noexcept = default;

Result<RuleSet> RuleSet::make(std::vector<Rule> rules, const RuleSetLimits& limits) {
    if (rules.size() > limits.rules)
        return Error{Errc::invalid_input, "more than " + std::to_string(limits.rules) + " rules"};
    std::uint64_t cost = 0;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        cost += rules[i].cost();
        if (cost > limits.cost)
            return Error{
                Errc::invalid_input,
                "the first " + std::to_string(i + 1) + " rules can take " + std::to_string(cost) +
                    " steps an alarm, more than " + std::to_string(limits.cost)};
    }
    Filing filing{rules};
    filing.file();
    auto index = std::make_unique<Index>();
    index->always = std::move(filing.always);
    for (const auto& [column, tables] : filing.columns) {
        auto& entry = index->columns.emplace_back();
        entry.column = column;
        entry.values.build(tables.values);
        entry.parts.build(tables.parts);
    }
    RuleSet set;
    set.rules_ = std::move(rules);
    set.index_ = std::move(index);
    return set;
}

namespace {

// Candidates, each once, in the order they are found.
class Gatherer {
public:
    Gatherer(RuleSet::Scratch& scratch, std::size_t rules) : scratch_{scratch} {
        scratch_.candidates.clear();
        scratch_.matching.clear();
        if (scratch_.seen.size() != rules || ++scratch_.round == 0) {
            scratch_.seen.assign(rules, 0);
            scratch_.round = 1;
        }
    }
    void add(std::span<const std::uint32_t> found) const {
        for (const std::uint32_t id : found) {
            if (scratch_.seen[id] == scratch_.round) continue;
            scratch_.seen[id] = scratch_.round;
            scratch_.candidates.push_back(id);
        }
    }
    template <class Entry>
    void look_up(const Entry& entry, std::string_view text) const {
        // An empty item of a list is a value; an empty field is a missing one, and its rule says
        // no.
        if (!entry.values.empty()) add(entry.values.find(rules::hash_of(text)));
        if (text.empty() || entry.parts.empty()) return;
        rules::fold(text, scratch_.folded);
        entry.parts.search(scratch_.folded, [this](auto found) { add(found); });
    }
    template <class Entry>
    void look_up(const Entry& entry, std::int64_t number) const {
        add(entry.values.find(rules::hash_of(number)));
    }

private:
    RuleSet::Scratch& scratch_;
};

}  // namespace

std::span<const std::uint32_t> RuleSet::match(const RuleSubject& subject, Scratch& scratch) const {
    const Gatherer gatherer{scratch, rules_.size()};
    for (const auto& entry : index_->columns)
        each_value(entry.column, subject, [&](auto value) { gatherer.look_up(entry, value); });
    auto& candidates = scratch.candidates;
    std::sort(candidates.begin(), candidates.end());
    const auto filed = static_cast<std::ptrdiff_t>(candidates.size());
    candidates.insert(candidates.end(), index_->always.begin(), index_->always.end());
    std::inplace_merge(candidates.begin(), candidates.begin() + filed, candidates.end());
    for (const std::uint32_t id : candidates)
        if (rules_[id].matches(subject)) scratch.matching.push_back(id);
    return scratch.matching;
}

std::size_t RuleSet::size() const noexcept {
    return rules_.size();
}

const Rule& RuleSet::rule(std::size_t at) const {
    SOCBOT_CHECK(at < rules_.size(), "the set names only its own rules");
    return rules_[at];
}

std::size_t RuleSet::indexed() const noexcept {
    return rules_.size() - index_->always.size();
}

}  // namespace socbot
