// Only "holds" counts, so && needs all its children, || one, and a loop what its body needs of one
// item. What is not understood needs nothing. Patterns: RE2's own prefilter names texts of which a
// match holds at least one.
#include "domain/rules/requirement.h"

#include "domain/rules/run.h"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <optional>

namespace socbot::rules {

using Node = Rule::Node;
using Op = Node::Op;

namespace {

// Beyond ASCII the prefilter's and our folding may differ, so such patterns have no parts.
bool is_plain(const std::string& pattern) {
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (static_cast<unsigned char>(pattern[i]) >= 0x80U) return false;
        if (pattern[i] != '\\' || i + 1 == pattern.size()) continue;
        ++i;
        constexpr std::string_view kCodes = "xpPC01234567";
        if (kCodes.find(pattern[i]) != std::string_view::npos) return false;
    }
    return true;
}

std::vector<std::string> parts_of(const re2::RE2& pattern) {
    if (!is_plain(pattern.pattern())) return {};
    re2::FilteredRE2 filter{static_cast<int>(kPartBytes)};
    int id = 0;
    re2::RE2::Options options;
    options.Copy(pattern.options());
    if (filter.Add(pattern.pattern(), options, &id) != re2::RE2::NoError) return {};
    std::vector<std::string> parts;
    filter.Compile(&parts);
    const bool usable = std::all_of(parts.begin(), parts.end(), [](const std::string& part) {
        return part.size() >= kPartBytes && std::all_of(part.begin(), part.end(), [](char c) {
                   return static_cast<unsigned char>(c) < 0x80U;
               });
    });
    return usable ? parts : std::vector<std::string>{};
}

class Collector {
public:
    std::vector<Requirement> of(const Node& node) {
        switch (node.op) {
            case Op::all:
                return of_all(node);
            case Op::any:
                return of_any(node);
            case Op::exists:
            case Op::exists_one:
                return of_loop(node);
            case Op::compare:
                return wrapped(of_compare(node));
            case Op::in_list:
                return wrapped(of_membership(node));
            case Op::contains:
            case Op::starts_with:
            case Op::ends_with:
                return wrapped(of_text(node));
            case Op::matches:
                return wrapped(of_pattern(node));
            case Op::field:
                if (node.type == kBoolean)
                    return {{Key{.column = {node.field}, .text = {}, .number = 1}}};
                return {};
            default:
                return {};
        }
    }

private:
    static std::vector<Requirement> wrapped(std::optional<Requirement> one) {
        if (!one) return {};
        return {std::move(*one)};
    }

    std::vector<Requirement> of_all(const Node& node) {
        std::vector<Requirement> list;
        for (const Node& child : node.children)
            for (Requirement& one : of(child))
                list.push_back(std::move(one));
        return list;
    }

    std::vector<Requirement> of_any(const Node& node) {
        Requirement keys;
        for (const Node& child : node.children) {
            std::vector<Requirement> needs = of(child);
            if (needs.empty()) return {};
            const auto fewest = std::min_element(
                needs.begin(),
                needs.end(),
                [](const Requirement& a, const Requirement& b) { return a.size() < b.size(); }
            );
            keys.insert(keys.end(), fewest->begin(), fewest->end());
        }
        return {std::move(keys)};
    }

    std::vector<Requirement> of_loop(const Node& node) {
        const Node& list = node.children[0];
        const Field* const outer = ranges_[node.slot];
        ranges_[node.slot] = list.op == Op::field ? list.field : nullptr;
        auto needs = of(node.children[1]);
        ranges_[node.slot] = outer;
        return needs;
    }

    std::optional<Column> column(const Node& node) const {
        if (node.op == Op::field && !node.type.list) return Column{node.field};
        if (node.op != Op::variable && node.op != Op::record_part) return std::nullopt;
        const Field* range = ranges_[node.slot];
        if (range == nullptr) return std::nullopt;
        return Column{range, node.op == Op::record_part ? node.member : nullptr};
    }

    static Key value_key(Column column, const Node& constant) {
        return {.column = column, .text = constant.text, .number = constant.number};
    }

    std::optional<Requirement> of_compare(const Node& node) const {
        if (node.relation != Node::Relation::equal) return std::nullopt;
        for (const std::size_t side : {0U, 1U}) {
            const auto place = column(node.children[side]);
            const Node& other = node.children[1 - side];
            if (place && other.op == Op::constant) return Requirement{value_key(*place, other)};
        }
        return std::nullopt;
    }

    std::optional<Requirement> of_membership(const Node& node) const {
        const Node& item = node.children[0];
        const Node& list = node.children[1];
        if (item.op == Op::constant && list.op == Op::field)
            return Requirement{value_key({list.field}, item)};
        const auto place = column(item);
        if (!place || list.op != Op::list) return std::nullopt;
        Requirement keys;
        for (const Node& child : list.children) {
            if (child.op != Op::constant) return std::nullopt;
            keys.push_back(value_key(*place, child));
        }
        return keys;
    }

    std::optional<Requirement> of_text(const Node& node) const {
        const auto place = column(node.children[0]);
        if (!place || node.children[1].op != Op::constant) return std::nullopt;
        Key key{.column = *place, .part = true, .text = {}};
        fold(node.children[1].text, key.text);
        if (key.text.size() < kPartBytes) return std::nullopt;
        return Requirement{std::move(key)};
    }

    std::optional<Requirement> of_pattern(const Node& node) const {
        const auto place = column(node.children[0]);
        if (!place) return std::nullopt;
        Requirement keys;
        for (std::string& part : parts_of(*node.pattern))
            keys.push_back({.column = *place, .part = true, .text = std::move(part)});
        if (keys.empty()) return std::nullopt;
        return keys;
    }

    // Of the loops around: the field whose items the variable is.
    std::array<const Field*, kMaxLoops> ranges_{};
};

}  // namespace

std::vector<Requirement> requirements(const Node& root) {
    return Collector{}.of(root);
}

void fold(std::string_view text, std::string& out) {
    out.clear();
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (static_cast<unsigned char>(c) >= 0x80U) {
            const std::string_view rest = text.substr(i);
            if (rest.starts_with("\xE2\x84\xAA")) {
                out += 'k';
                i += 2;
                continue;
            }
            if (rest.starts_with("\xC5\xBF")) {
                out += 's';
                ++i;
                continue;
            }
        }
        out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    }
}

}  // namespace socbot::rules
