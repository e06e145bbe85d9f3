// Names, paths, elements and calls.
#include "domain/templating/evaluator.h"

#include "base/text.h"
#include "domain/templating/number_text.h"
#include "domain/templating/unicode.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace socbot::templating {

namespace {

const json::value* follow(const json::value* base, std::span<const Step> steps) {
    for (const Step& step : steps) {
        if (base == nullptr) return nullptr;
        base = step.index ? find_step(*base, *step.index) : find_step(*base, step.name);
    }
    return base;
}

// Follows the steps and keeps only what they lead to.
Value follow_owned(Value base, std::span<const Step> steps) {
    const json::value* found = follow(&base.json(), steps);
    if (found == nullptr) return {};
    if (base.is_reference()) return Value::refer(*found);
    return Value{json::value(*found)};
}

Value reserved(std::string_view name, const Scope& scope, std::span<const Step> rest) {
    const auto from = [rest](const json::value* base) {
        const json::value* found = follow(base, rest);
        return found == nullptr ? Value{} : Value::refer(*found);
    };
    if (equals_ignore_case_ascii(name, "$root")) return from(scope.root);
    if (equals_ignore_case_ascii(name, "$data")) return from(scope.data);
    if (equals_ignore_case_ascii(name, "$host")) return from(scope.host);
    if (equals_ignore_case_ascii(name, "$index") && scope.index && rest.empty())
        return Value{json::value(*scope.index)};
    if (equals_ignore_case_ascii(name, "$_acTemplateVersion")) {
        json::value version = {{"major", 2}, {"minor", 3}, {"patch", 1}, {"suffix", ""}};
        return follow_owned(Value{std::move(version)}, rest);
    }
    return {};
}

// Iterators from the inside out, then the reserved names, then $data.
Value look_up(std::span<const Step> steps, const Scope& scope) {
    const std::string& name = steps.front().name;
    for (const Iterator* it = scope.iterator; it != nullptr; it = it->outer) {
        if (!equals_ignore_case_ascii(it->name, name)) continue;
        if (const auto* found = follow(it->item, steps.subspan(1))) return Value::refer(*found);
    }
    if (name.starts_with('$')) return reserved(name, scope, steps.subspan(1));
    const json::value* found = follow(scope.data, steps);
    return found == nullptr ? Value{} : Value::refer(*found);
}

// The character of a text that a numeric name stands for: 'abc'['1'] is "b".
std::optional<std::string> unit_of(const json::value& base, std::string_view key) {
    const auto text = text_of(base);
    if (!text || key.empty() || key.size() > 6) return std::nullopt;
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
    const std::u16string units = to_utf16(*text);
    if (error != std::errc{} || end != key.data() + key.size() || index >= units.size() ||
        std::to_string(index) != key)
        return std::nullopt;
    return to_utf8(std::u16string_view{units}.substr(index, 1));
}

std::string path_text(std::span<const Step> steps) {
    std::string out;
    for (const Step& step : steps) {
        if (step.index) {
            out += "[" + number_text(*step.index) + "]";
        } else if (step.written == Step::Written::quoted) {
            out += "['" + step.name + "']";
        } else if (step.written == Step::Written::bare) {
            out += "[" + step.name + "]";
        } else {
            if (!out.empty()) out += ".";
            out += step.name;
        }
    }
    return out;
}

// The official engine splits a path at dots and brackets, whatever is in quotes.
std::vector<Step> steps_of(std::string_view path) {
    std::vector<Step> steps;
    while (!path.empty()) {
        const auto end = std::min(path.find_first_of(".[]"), path.size());
        std::string_view part = path.substr(0, end);
        const char quote = part.empty() ? ' ' : part.front();
        if (part.size() > 1 && (quote == '\'' || quote == '"') && part.back() == quote)
            part = part.substr(1, part.size() - 2);
        if (end > 0) steps.push_back({std::string{part}, std::nullopt, Step::Written::name});
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return steps;
}

}  // namespace

std::optional<Failure> Evaluator::charge(std::size_t steps) {
    if (steps > steps_left_) {
        steps_left_ = 0;
        return beyond("expansion takes more than " + std::to_string(limits().steps) + " steps");
    }
    steps_left_ -= steps;
    return std::nullopt;
}

std::optional<Failure> Evaluator::charge_text(std::size_t bytes) {
    if (bytes > limits().output_bytes)
        return beyond("a text is longer than " + std::to_string(limits().output_bytes) + " bytes");
    return charge(1 + bytes / 64);
}

Outcome Evaluator::text(std::string text) {
    if (auto limit = charge_text(text.size())) return *std::move(limit);
    return Value::text(text);
}

Result<Pattern> Evaluator::pattern(std::string_view source) {
    constexpr std::size_t kKept = 16;
    if (const auto found = patterns_.find(source); found != patterns_.end()) return found->second;
    auto compiled = Pattern::compile(source, limits().regex_bytes);
    if (compiled && patterns_.size() < kKept) patterns_.emplace(source, *compiled);
    return compiled;
}

std::uint64_t Evaluator::next_random(std::uint64_t seed) noexcept {
    std::uint64_t x = seed + ++drawn_ * 0x9E3779B97F4A7C15U;
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31U);
}

json::value* Evaluator::in_place(const Value& value) {
    if (!mutable_data_ || !value.is_reference()) return nullptr;
    // The expansion of a template that changes data works on copies of its own (template.cpp), so
    // everything a reference can reach here is ours.
    return const_cast<json::value*>(value.target());
}

void Evaluator::replace(json::value& place, json::value value) {
    replaced_.push_back(std::move(place));
    place = std::move(value);
}

Value Evaluator::look_up_path(std::string_view path, const Scope& scope) {
    const auto steps = steps_of(path);
    return steps.empty() ? Value{} : look_up(steps, scope);
}

Value Evaluator::follow_path(Value base, std::string_view path) {
    const auto steps = steps_of(path);
    return steps.empty() ? Value{} : follow_owned(std::move(base), steps);
}

Outcome Evaluator::evaluate(const Node& node, const Scope& scope, bool substitute) {
    if (auto limit = charge(1)) return *std::move(limit);
    switch (node.type) {
        case Node::Type::constant:
            return node.undefined ? Value{} : Value{json::value(node.constant)};
        case Node::Type::name:
            return name(node, scope, substitute);
        case Node::Type::member:
            return name_or_member(node, scope, substitute);
        case Node::Type::element:
            return element(node, scope, substitute);
        case Node::Type::call:
            return call(node, scope, substitute);
    }
    return Value{};
}

std::optional<Failure> Evaluator::path_steps(
    const Node& node,
    const Scope& scope,
    bool substitute,
    std::vector<Step>& steps,
    const Node*& start
) {
    if (node.type == Node::Type::name) {
        steps.push_back({node.text, std::nullopt, Step::Written::name});
        return std::nullopt;
    }
    if (node.type != Node::Type::member && node.type != Node::Type::element) {
        start = &node;
        return std::nullopt;
    }
    if (auto failure = path_steps(node.children[0], scope, substitute, steps, start))
        return failure;
    if (node.type == Node::Type::member) {
        steps.push_back({node.text, std::nullopt, Step::Written::name});
        return std::nullopt;
    }
    auto index = evaluate(node.children[1], scope, substitute);
    if (!index) return std::move(index.failure());
    if (const auto text = text_of(index->json())) {
        // What begins with a number is written without quotes.
        const bool digit = !text->empty() && text->front() >= '0' && text->front() <= '9';
        steps.push_back(
            {std::string{*text}, std::nullopt, digit ? Step::Written::bare : Step::Written::quoted}
        );
    } else if (const auto number = number_of(index->json())) {
        steps.push_back({number_text(*number), number, Step::Written::bare});
    } else {
        return fail(canonical_text(node) + ": an index must be a number or a name");
    }
    return std::nullopt;
}

// A name alone: what most expressions of a card are.
Outcome Evaluator::name(const Node& node, const Scope& scope, bool substitute) {
    Step step;
    step.name = node.text;
    Value found = look_up({&step, 1}, scope);
    if (found.is_undefined() && substitute && strict()) return text("${" + node.text + "}");
    return found;
}

Outcome Evaluator::name_or_member(const Node& node, const Scope& scope, bool substitute) {
    std::vector<Step> steps;
    const Node* start = nullptr;
    if (auto failure = path_steps(node, scope, substitute, steps, start))
        return *std::move(failure);
    Value found;
    if (start == nullptr) {
        found = look_up(steps, scope);
    } else {
        auto base = evaluate(*start, scope, substitute);
        if (!base) return base;
        found = follow_owned(std::move(*base), steps);
    }
    if (found.is_undefined() && substitute && strict()) return text("${" + path_text(steps) + "}");
    return found;
}

// The last step in brackets, which is an error where a path would be undefined.
Outcome Evaluator::element(const Node& node, const Scope& scope, bool substitute) {
    auto base = evaluate(node.children[0], scope, substitute);
    auto index = base ? evaluate(node.children[1], scope, false) : Outcome{Value{}};
    for (Outcome* part : {&base, &index}) {
        if (*part) continue;
        // The official engine gives nothing back here, which its caller takes apart and throws.
        if (part->failure().kind == Failure::Kind::returned)
            part->failure().kind = Failure::Kind::thrown;
        return std::move(*part);
    }
    std::array<Step, 1> step;
    if (const auto text = text_of(index->json())) {
        if (const auto unit = unit_of(base->json(), *text)) return Value::text(*unit);
        step[0].name = *text;
        return follow_owned(std::move(*base), step);
    }
    const auto number = integer_of(index->json());
    if (!number) return fail(canonical_text(node) + ": an index must be an integer or a name");
    if (base->is_nothing()) return Value{};
    if (!base->json().is_array()) return fail(canonical_text(node) + ": not a list");
    step[0].index = static_cast<double>(*number);
    if (find_step(base->json(), *step[0].index) == nullptr)
        return fail(std::to_string(*number) + " is out of range for " + canonical_text(node));
    return follow_owned(std::move(*base), step);
}

Outcome Evaluator::call(const Node& node, const Scope& scope, bool substitute) {
    if (node.builtin == nullptr) return thrown("unknown function " + node.text);
    const Builtin& builtin = *node.builtin;
    if (builtin.evaluation == Evaluation::lazy)
        return builtin.run({*this, node, scope, substitute, {}});
    const bool comparison = builtin.evaluation == Evaluation::comparison;
    std::vector<Value> args;
    args.reserve(node.children.size());
    for (const Node& child : node.children) {
        auto value = evaluate(child, scope, substitute && !comparison);
        if (!value) {
            if (comparison && value.failure().kind == Failure::Kind::returned)
                return Value::boolean(false);
            return value;
        }
        args.push_back(std::move(*value));
    }
    return builtin.run({*this, node, scope, substitute, args});
}

}  // namespace socbot::templating
