// The table of all families, and the argument checks they share.
#include "domain/templating/builtins.h"

#include "domain/templating/ast.h"

#include <array>
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
    return i < args.size() ? number_of(args[i].json()) : std::nullopt;
}

std::optional<std::int64_t> Call::integer(std::size_t i) const {
    return i < args.size() ? integer_of(args[i].json()) : std::nullopt;
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
