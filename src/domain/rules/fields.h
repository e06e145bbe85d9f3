// What a rule may read: a static table over the alarm. Reading never allocates; lists are visited.
#pragma once

#include "domain/rules/rule.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace socbot::rules {

enum class Type { boolean, integer, string, severity, kind, strings, integers };

// "list(string)".
std::string_view type_name(Type type);

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

// Exactly the reader of the field's type is set; severity, kind and bool read as integers.
struct Field {
    std::string_view name;
    Type type;
    std::string_view note;
    std::string_view (*string)(const RuleSubject&){nullptr};
    std::int64_t (*integer)(const RuleSubject&){nullptr};
    // Visits the items that are there (not empty, not 0); true when the visitor stopped.
    bool (*strings)(const RuleSubject&, StringVisitor){nullptr};
    bool (*integers)(const RuleSubject&, IntegerVisitor){nullptr};
    // When not empty, the only values this string can have.
    std::span<const std::string_view> words{};
};

std::span<const Field> fields();
const Field* find_field(std::string_view name);

// "; did you mean 'severity'?" or nothing.
std::string suggestion(std::string_view word, std::span<const std::string_view> candidates);
std::string field_suggestion(std::string_view word);

}  // namespace socbot::rules
