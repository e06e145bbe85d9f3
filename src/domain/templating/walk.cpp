// The walk of the official engine: repetition by $data, conditions by $when, splicing of lists.
//
// Lenient mode differs where the official engine would lose the card or show "${name}": a failing
// string reads as the fallback text, a failing $data drops its object, a failing $when keeps it,
// and each is reported. Undefined names are undefined there, so `??` and exists() see them.
#include "domain/templating/walk.h"

namespace socbot::templating {

namespace {

constexpr std::size_t kMaxProblems = 100;

void append_text(json::string& out, const json::value& value) {
    if (const auto* text = value.if_string()) {
        out += *text;
    } else {
        out += js_text(value);
    }
}

}  // namespace

// What $data repeats its object over. `value` owns what the items refer to.
struct Walk::Contexts {
    Value value;
    std::vector<const json::value*> items;
    bool repeats{false};
};

Outcome Walk::failed(const Part& part, Failure failure, Value instead) {
    if (!lenient() || failure.kind == Failure::Kind::limit) {
        failure.message = (part.path.empty() ? "/" : part.path) + ": " + failure.message;
        return failure;
    }
    if (problems_.size() < kMaxProblems)
        problems_.push_back({part.path, std::move(failure.message)});
    return instead;
}

std::optional<Failure> Walk::count(std::size_t nodes, std::size_t bytes) {
    nodes_ += nodes;
    bytes_ += bytes;
    const Limits& limits = options_.limits;
    if (nodes_ > limits.output_nodes)
        return beyond("output has more than " + std::to_string(limits.output_nodes) + " nodes");
    if (bytes_ > limits.output_bytes)
        return beyond("output is larger than " + std::to_string(limits.output_bytes) + " bytes");
    return evaluator_.charge(nodes);
}

std::optional<Failure> Walk::count(const json::value& value) {
    const Size size = size_of(value);
    return count(size.nodes, size.bytes);
}

Outcome Walk::expand(const Part& part, const Scope& scope) {
    switch (part.type) {
        case Part::Type::literal:
            if (auto limit = count(part.literal)) return *std::move(limit);
            return Value{json::value(part.literal, storage_)};
        case Part::Type::broken:
        case Part::Type::expression:
            return expression(part, scope);
        case Part::Type::array:
            return array(part, scope);
        case Part::Type::object:
            return object(part, scope);
    }
    return Value{};
}

Outcome Walk::evaluate_text(const Part& part, const Scope& scope, bool substitute) {
    if (part.type == Part::Type::broken) return fail(js_text(part.literal));
    if (!part.text.typed) return put_together(part, scope, substitute);
    return evaluator_.evaluate(part.text.pieces.front(), scope, substitute);
}

// A failed piece shows as its source; one without a value fails the string (strict) or reads as the
// fallback (lenient).
Outcome Walk::put_together(const Part& part, const Scope& scope, bool substitute) {
    json::string out(storage_);
    for (const Node& piece : part.text.pieces) {
        if (const auto* plain = piece.constant.if_string()) {
            out += *plain;
            if (auto limit = evaluator_.charge_text(out.size())) return *std::move(limit);
            continue;
        }
        auto value = evaluator_.evaluate(piece, scope, substitute);
        if (!value && value.failure().kind == Failure::Kind::limit) return value;
        if (lenient()) {
            if (!value) {
                (void)failed(part, std::move(value.failure()), {});
                out += options_.fallback_text;
            } else if (value->is_nothing()) {
                out += options_.fallback_text;
            } else {
                append_text(out, value->json());
            }
        } else if (!value) {
            out += "${" + canonical_text(piece) + "}";
        } else if (value->is_nothing()) {
            return thrown("cannot read properties of null (reading 'toString')");
        } else {
            append_text(out, value->json());
        }
        if (auto limit = evaluator_.charge_text(out.size())) return *std::move(limit);
    }
    return Value{json::value(std::move(out))};
}

Outcome Walk::expression(const Part& part, const Scope& scope) {
    auto value = evaluate_text(part, scope, true);
    if (!value) {
        value = failed(part, std::move(value.failure()), Value::text(options_.fallback_text));
    } else if (lenient() && value->is_undefined()) {
        const std::string text = canonical_text(part.text.pieces.front());
        value =
            failed(part, fail(text + " is not in the data"), Value::text(options_.fallback_text));
    }
    if (!value || value->is_undefined()) return value;
    if (auto limit = count(value->json())) return failed(part, *std::move(limit), {});
    return Value{std::move(*value).take(storage_)};
}

Outcome Walk::array(const Part& part, const Scope& scope) {
    if (auto limit = count(1, 2)) return *std::move(limit);
    json::array out(storage_);
    out.reserve(part.items.size());
    for (const Part& item : part.items) {
        auto value = expand(item, scope);
        if (!value) return value;
        if (value->is_undefined()) {
            out.emplace_back(nullptr);
            continue;
        }
        json::value expanded = std::move(*value).take(storage_);
        if (expanded.is_null()) continue;
        if (auto* list = expanded.if_array()) {
            for (json::value& inner : *list)
                out.push_back(std::move(inner));
        } else {
            out.push_back(std::move(expanded));
        }
    }
    return Value{json::value(std::move(out))};
}

std::optional<Failure> Walk::contexts(const Part& part, const Scope& scope, Contexts& out) {
    const Part& data = *part.data;
    const bool text = data.type == Part::Type::expression || data.type == Part::Type::broken;
    auto value = text ? evaluate_text(data, scope, true) : expand(data, scope);
    if (value && lenient() && value->is_undefined()) value = fail("$data is not in the data");
    if (!value) {
        auto instead = failed(data, std::move(value.failure()), {});
        if (!instead) return std::move(instead.failure());
        // The root has nothing to fall back to but the data it was given.
        if (part.path.empty()) out.items.push_back(scope.data);
        return std::nullopt;
    }
    out.value = std::move(*value);
    if (const auto* list = out.value.json().if_array()) {
        out.repeats = true;
        for (const json::value& item : *list)
            out.items.push_back(&item);
    } else {
        out.items.push_back(out.value.is_undefined() ? scope.data : &out.value.json());
    }
    return std::nullopt;
}

std::optional<Failure> Walk::keeps_mixed(const Part& when, const Scope& scope, bool& kept) {
    kept = false;
    for (const Node& piece : when.text.pieces) {
        auto value = evaluator_.evaluate(piece, scope, false);
        if (value) continue;
        if (value.failure().kind == Failure::Kind::returned) return std::nullopt;
        return std::move(failed(when, std::move(value.failure()), {}).failure());
    }
    return std::nullopt;
}

std::optional<Failure> Walk::keeps(const Part& part, const Scope& scope, bool& kept) {
    kept = true;
    if (!part.when) return std::nullopt;
    const Part& when = *part.when;
    if (when.type != Part::Type::expression && when.type != Part::Type::broken) {
        kept = !is_truthy(when.literal);
        return std::nullopt;
    }
    // Mixed text is never the boolean true.
    if (!lenient() && when.type == Part::Type::expression && !when.text.typed)
        return keeps_mixed(when, scope, kept);
    auto value = evaluate_text(when, scope, false);
    if (!value && !lenient() && value.failure().kind == Failure::Kind::returned) {
        kept = false;
        return std::nullopt;
    }
    if (!value) value = failed(when, std::move(value.failure()), Value::boolean(true));
    if (!value) return std::move(value.failure());
    kept = value->json().is_bool() && value->json().get_bool();
    return std::nullopt;
}

// An object that $data does not repeat: nearly all of them.
Outcome Walk::once(const Part& part, const Scope& scope) {
    if (auto limit = evaluator_.charge(1)) return failed(part, *std::move(limit), {});
    bool kept = true;
    if (auto failure = keeps(part, scope, kept)) return *std::move(failure);
    if (!kept) return Value{json::value(nullptr)};
    return members(part, scope);
}

Outcome Walk::object(const Part& part, const Scope& scope) {
    if (!part.data) return once(part, scope);
    Contexts found;
    if (auto failure = contexts(part, scope, found)) return *std::move(failure);
    json::array results(storage_);
    for (std::size_t i = 0; i < found.items.size(); ++i) {
        Scope inner = scope;
        inner.data = found.items[i];
        if (found.repeats) inner.index = static_cast<std::int64_t>(i);
        if (auto limit = evaluator_.charge(1)) return failed(part, *std::move(limit), {});
        bool kept = true;
        if (auto failure = keeps(part, inner, kept)) return *std::move(failure);
        if (!kept) continue;
        auto result = members(part, inner);
        if (!result) return result;
        results.push_back(std::move(*result).take(storage_));
    }
    if (results.empty()) return Value{json::value(nullptr)};
    if (results.size() == 1) return Value{std::move(results.front())};
    return Value{json::value(std::move(results))};
}

Outcome Walk::members(const Part& part, const Scope& scope) {
    json::object out(storage_);
    out.reserve(part.members.size());
    if (auto limit = count(1, 2)) return failed(part, *std::move(limit), {});
    for (const auto& [key, member] : part.members) {
        if (auto limit = count(0, key.size() + 4)) return failed(part, *std::move(limit), {});
        auto value = expand(member, scope);
        if (!value) return value;
        // Keys of a template are unique, as those of the JSON it was.
        if (!value->is_undefined()) out.emplace(key, std::move(*value).take(storage_));
    }
    return Value{json::value(std::move(out))};
}

}  // namespace socbot::templating
