// The table of all families, and the argument checks they share.
#include "domain/templating/builtins.h"

#include "domain/templating/ast.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace socbot::templating {

namespace {

std::map<std::string_view, Builtin> make_table() {
    std::map<std::string_view, Builtin> table;
    for (const auto family :
         {logic_builtins(),
          math_builtins(),
          string_builtins(),
          collection_builtins(),
          iterate_builtins(),
          object_builtins(),
          date_builtins(),
          clock_builtins(),
          binary_builtins(),
          misc_builtins(),
          uri_builtins()}) {
        for (const Builtin& builtin : family) {
            const bool added = table.emplace(builtin.name, builtin).second;
            SOCBOT_CHECK(added, "two functions of one name");
        }
    }
    return table;
}

struct Alias {
    std::string_view alias, name;
};
constexpr std::array<Alias, 16> kAliases{
    {{"add", "+"},
     {"sub", "-"},
     {"mul", "*"},
     {"div", "/"},
     {"exp", "^"},
     {"mod", "%"},
     {"and", "&&"},
     {"or", "||"},
     {"not", "!"},
     {"equals", "=="},
     {"greater", ">"},
     {"greaterOrEquals", ">="},
     {"less", "<"},
     {"lessOrEquals", "<="},
     {"&", "concat"},
     {"??", "coalesce"}}};

}  // namespace

std::optional<std::string_view> Call::text(std::size_t i) const {
    return i < args.size() ? text_of(args[i].json()) : std::nullopt;
}

std::optional<double> Call::number(std::size_t i) const {
    const auto number = i < args.size() ? number_of(args[i].json()) : std::nullopt;
    return number && std::isnan(*number) ? std::nullopt : number;
}

std::optional<std::int64_t> Call::integer(std::size_t i) const {
    const auto number = this->number(i);
    if (!number || *number != std::trunc(*number) || std::isinf(*number)) return std::nullopt;
    // Beyond what a double counts one by one, any count is too large alike.
    constexpr double kMost = 9007199254740991.0;
    return static_cast<std::int64_t>(std::clamp(*number, -kMost, kMost));
}

const json::array* Call::array(std::size_t i) const {
    return i < args.size() ? args[i].json().if_array() : nullptr;
}

Failure Call::wrong(std::size_t i, std::string_view expected) const {
    return fail(
        canonical_text(node) + ": argument " + std::to_string(i + 1) + " must be " +
        std::string{expected}
    );
}

const Builtin* find_builtin(std::string_view name) {
    static const auto table = make_table();
    const auto found = table.find(name);
    return found == table.end() ? nullptr : &found->second;
}

std::string_view normalised_name(std::string_view name) {
    for (const Alias& alias : kAliases)
        if (alias.alias == name) return alias.name;
    return name;
}

}  // namespace socbot::templating
