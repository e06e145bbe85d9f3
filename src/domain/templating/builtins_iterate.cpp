// foreach, select, where, any, all: an expression evaluated once for each item. An object is read
// as a list of {key, value}.
#include "domain/templating/ast.h"
#include "domain/templating/evaluator.h"

#include <array>

namespace socbot::templating {

namespace {

json::array entries(const json::object& object) {
    json::array out;
    for (const auto* member : ordered_members(object))
        out.push_back(json::object{{"key", member->key()}, {"value", member->value()}});
    return out;
}

// Calls each(item, outcome of the expression) until it returns false. The items stay alive as long
// as `source` and `made`.
class Iteration {
public:
    explicit Iteration(const Call& call) : call_{call} {}

    std::optional<Failure> open(bool null_throws = true) {
        auto value =
            call_.evaluator.evaluate(call_.node.children[0], call_.scope, call_.substitute);
        if (!value) return std::move(value.failure());
        source_ = std::move(*value);
        if (source_.json().is_array()) {
            items_ = &source_.json().get_array();
        } else if (const auto* object = source_.json().if_object()) {
            made_ = entries(*object);
            items_ = &made_;
        } else if (source_.json().is_null() && !source_.is_undefined() && null_throws) {
            return thrown(canonical_text(call_.node) + ": null has no items");
        } else {
            return fail(
                canonical_text(call_.node) + ": the first argument must be a list or an object"
            );
        }
        return std::nullopt;
    }

    // A returned failure is given to `each` as undefined with `swallow`, else it ends the run.
    template <class Each>
    std::optional<Failure> run(bool swallow, Each each) {
        for (const json::value& item : *items_) {
            const Iterator iterator{call_.node.children[1].text, &item, call_.scope.iterator};
            Scope scope = call_.scope;
            scope.iterator = &iterator;
            auto value = call_.evaluator.evaluate(call_.node.children[2], scope, call_.substitute);
            if (!value && swallow && value.failure().kind == Failure::Kind::returned)
                value = Value{};
            if (!value) return std::move(value.failure());
            if (!each(item, std::move(*value))) break;
        }
        return std::nullopt;
    }

    bool from_object() const noexcept { return items_ == &made_; }

private:
    const Call& call_;
    Value source_;
    json::array made_;
    const json::array* items_{nullptr};
};

Outcome select(const Call& call) {
    Iteration iteration{call};
    if (auto failure = iteration.open(false)) return *std::move(failure);
    json::array out;
    std::optional<Failure> limit;
    auto failure = iteration.run(false, [&](const json::value&, Value value) {
        out.push_back(std::move(value).take());
        limit = call.evaluator.charge(size_of(out.back()).nodes);
        return !limit;
    });
    if (failure) return *std::move(failure);
    if (limit) return *std::move(limit);
    return Value{json::value(std::move(out))};
}

Outcome where(const Call& call) {
    Iteration iteration{call};
    if (auto failure = iteration.open()) return *std::move(failure);
    json::array list;
    json::object object;
    std::optional<Failure> limit;
    auto failure = iteration.run(true, [&](const json::value& item, const Value& value) {
        if (!is_true(value.json())) return true;
        limit = call.evaluator.charge(size_of(item).nodes);
        if (iteration.from_object()) {
            object[item.at("key").get_string()] = item.at("value");
        } else {
            list.push_back(item);
        }
        return !limit;
    });
    if (failure) return *std::move(failure);
    if (limit) return *std::move(limit);
    if (iteration.from_object()) return Value{json::value(std::move(object))};
    return Value{json::value(std::move(list))};
}

Outcome search(const Call& call, bool wanted) {
    Iteration iteration{call};
    if (auto failure = iteration.open()) return *std::move(failure);
    bool found = false;
    auto failure = iteration.run(true, [&](const json::value&, const Value& value) {
        found = is_true(value.json()) == wanted;
        return !found;
    });
    if (failure) return *std::move(failure);
    return Value::boolean(found == wanted);
}

Outcome any(const Call& call) {
    return search(call, true);
}
Outcome all(const Call& call) {
    return search(call, false);
}

constexpr std::array kTable{
    Builtin{"select", 3, 3, select, Evaluation::lazy, false, true},
    Builtin{"foreach", 3, 3, select, Evaluation::lazy, false, true},
    Builtin{"where", 3, 3, where, Evaluation::lazy, false, true},
    Builtin{"any", 3, 3, any, Evaluation::lazy, false, true},
    Builtin{"all", 3, 3, all, Evaluation::lazy, false, true},
};

}  // namespace

std::span<const Builtin> iterate_builtins() {
    return kTable;
}

}  // namespace socbot::templating
