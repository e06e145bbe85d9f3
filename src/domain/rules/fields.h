// What a rule may read: static tables over the alarm and its records. Reading never allocates;
// lists are visited.
#pragma once

#include "domain/rules/rule.h"
#include "domain/rules/type.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace socbot::rules {

// A reference to something callable, valid while the callable lives. Returns true to stop.
template <class Item>
class Visitor {
public:
    template <class Callable>
    // Implicit on purpose: lambdas are passed where they stand.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Visitor(Callable& callable)
        : target_{&callable}, call_{[](void* target, Item item) {
              return (*static_cast<Callable*>(target))(item);
          }} {}
    bool operator()(Item item) const { return call_(target_, item); }

private:
    void* target_;
    bool (*call_)(void*, Item);
};

using StringVisitor = Visitor<std::string_view>;
using IntegerVisitor = Visitor<std::int64_t>;
using RecordVisitor = Visitor<const void*>;

// Exactly one reader is set, that of the field's type; bool, severity, kind and times read as
// integers (times in milliseconds).
struct Field {
    std::string_view name;
    Type type;
    std::string_view note;
    std::string_view (*string)(const RuleSubject&){nullptr};
    std::int64_t (*integer)(const RuleSubject&){nullptr};
    // Visits the items that are there (not empty, not 0); true when the visitor stopped.
    bool (*strings)(const RuleSubject&, StringVisitor){nullptr};
    bool (*integers)(const RuleSubject&, IntegerVisitor){nullptr};
    bool (*records)(const RuleSubject&, RecordVisitor){nullptr};
    // When not empty, the only values this string can have.
    std::span<const std::string_view> words{};
    // Of an integer that may be missing: whether it is there. A string is missing when empty and
    // has no words; a list is never missing.
    bool (*has)(const RuleSubject&){nullptr};
};

std::span<const Field> fields();
// By name, or by the name OCSF has for it ("finding_info.title").
const Field* find_field(std::string_view name);

// Of a record: string or int; missing when empty or 0.
struct Member {
    Base owner;
    std::string_view name;
    Type type;
    std::string_view note;
    std::string_view (*string)(const void*){nullptr};
    std::int64_t (*integer)(const void*){nullptr};
    bool alias{false};
};

std::span<const Member> members();
const Member* find_member(Base owner, std::string_view name);
std::string member_suggestion(Base owner, std::string_view word);

// "; did you mean 'severity'?" or nothing.
std::string suggestion(std::string_view word, std::span<const std::string_view> candidates);
std::string field_suggestion(std::string_view word);

}  // namespace socbot::rules
