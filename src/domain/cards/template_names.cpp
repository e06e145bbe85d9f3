// Follows $data: below "$data": "${facts}" the members of a fact are in reach, and so on. Where
// that cannot be told nothing is said about names.
#include "domain/cards/template_names.h"

#include "base/text.h"
#include "domain/templating/interpolation.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

namespace socbot::cards {
namespace {

namespace json = boost::json;
using templating::Node;
using templating::Problem;

constexpr std::size_t kMostProblems{50};
constexpr unsigned kDepth{64};

// The contract, docs/card-data.schema.json; a test holds the three together.
constexpr std::array<std::string_view, 21> kRoot{
    "severity", "style", "colour",   "kind",  "customer", "customerName", "id",
    "chip",     "title", "sentence", "facts", "alerts",   "why",          "context",
    "time",     "clock", "changed",  "foot",  "lines",    "actions",      "fallback"};
constexpr std::array<std::string_view, 4> kFact{"name", "value", "colour", "weight"};
constexpr std::array<std::string_view, 5> kAction{"label", "style", "action", "url", "signed"};

using Names = std::span<const std::string_view>;

// The names that are in reach; unknown ones are all right.
struct Reach {
    bool known{true};
    Names names{kRoot};
};

Reach items_of(std::string_view list, const Reach& outer) {
    // By name only at the root: an item has no lists.
    if (!outer.known || outer.names.data() != kRoot.data()) return {false, {}};
    if (equals_ignore_case_ascii(list, "facts") || equals_ignore_case_ascii(list, "alerts"))
        return {true, kFact};
    if (equals_ignore_case_ascii(list, "actions")) return {true, kAction};
    return {false, {}};
}

bool contains(Names names, std::string_view name) {
    return std::any_of(names.begin(), names.end(), [&](std::string_view known) {
        return equals_ignore_case_ascii(known, name);
    });
}

bool is_iteration(std::string_view function) {
    constexpr std::array<std::string_view, 6> kKnown{
        "foreach", "select", "where", "any", "all", "indicesAndValues"};
    return std::find(kKnown.begin(), kKnown.end(), function) != kKnown.end();
}

class Checker {
public:
    std::vector<Problem> check(const json::value& source) {
        value(source, "", {}, 0);
        return std::move(problems_);
    }

private:
    void add(const std::string& path, std::string message) {
        if (problems_.size() < kMostProblems) problems_.push_back({path, std::move(message)});
    }

    void
    value(const json::value& value, const std::string& path, const Reach& reach, unsigned depth) {
        // Deeper ones are refused when the template is prepared.
        if (depth > kDepth) return;
        if (const auto* text = value.if_string()) {
            string(*text, path, reach);
        } else if (const auto* list = value.if_array()) {
            for (std::size_t i = 0; i < list->size(); ++i)
                this->value((*list)[i], path + "/" + std::to_string(i), reach, depth + 1);
        } else if (const auto* object = value.if_object()) {
            members(*object, path, reach, depth);
        }
    }

    void members(
        const json::object& object,
        const std::string& path,
        const Reach& reach,
        unsigned depth
    ) {
        Reach inner = reach;
        if (const json::value* data = object.if_contains("$data")) {
            value(*data, path + "/$data", reach, depth + 1);
            inner = within(*data, reach);
        }
        for (const auto& [key, member] : object) {
            if (key != "$data") value(member, path + "/" + std::string{key}, inner, depth + 1);
        }
    }

    static Reach within(const json::value& data, const Reach& reach) {
        const auto* text = data.if_string();
        if (text == nullptr) return {false, {}};
        const auto parsed = templating::parse_interpolation(*text, {});
        if (!parsed || !parsed->typed) return {false, {}};
        const Node& node = parsed->pieces.front();
        if (node.type == Node::Type::name) {
            if (equals_ignore_case_ascii(node.text, "$root")) return {};
            return items_of(node.text, reach);
        }
        const bool of_root = node.type == Node::Type::member &&
                             node.children[0].type == Node::Type::name &&
                             equals_ignore_case_ascii(node.children[0].text, "$root");
        return of_root ? items_of(node.text, {}) : Reach{false, {}};
    }

    void string(std::string_view text, const std::string& path, const Reach& reach) {
        if (!templating::is_template(text)) return;
        const auto parsed = templating::parse_interpolation(text, {});
        if (!parsed) return add(path, parsed.error().message());
        std::vector<std::string_view> bound;
        for (const Node& piece : parsed->pieces)
            node(piece, path, reach, bound);
    }

    // `bound`: names of the items that functions go through.
    void node(
        const Node& node,
        const std::string& path,
        const Reach& reach,
        std::vector<std::string_view>& bound
    ) {
        if (node.type == Node::Type::name) return name(node.text, path, reach, bound);
        const bool call = node.type == Node::Type::call;
        if (call && node.builtin == nullptr)
            return add(path, "unknown function " + quote_for_log(node.text, 64));
        const bool iterates = call && is_iteration(node.text) && node.children.size() == 3;
        const std::size_t before = bound.size();
        for (std::size_t i = 0; i < node.children.size(); ++i) {
            if (iterates && i == 1) {
                bound.push_back(node.children[1].text);
            } else {
                this->node(node.children[i], path, reach, bound);
            }
        }
        bound.resize(before);
    }

    void name(
        const std::string& name,
        const std::string& path,
        const Reach& reach,
        const std::vector<std::string_view>& bound
    ) {
        if (name.starts_with('$')) return reserved(name, path);
        if (!reach.known || contains(reach.names, name) || contains(bound, name)) return;
        std::string message = quote_for_log(name, 64) + " is not in the data";
        if (const auto meant = nearest(name, reach.names))
            message += "; did you mean " + std::string{*meant} + "?";
        add(path, std::move(message));
    }

    void reserved(const std::string& name, const std::string& path) {
        constexpr std::array<std::string_view, 5> kKnown{
            "$root", "$data", "$index", "$host", "$_acTemplateVersion"};
        if (!contains(kKnown, name)) add(path, quote_for_log(name, 64) + " is no reserved name");
    }

    std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> check_expressions(const json::value& source) {
    return Checker{}.check(source);
}

}  // namespace socbot::cards
