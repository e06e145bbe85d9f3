// Logic, comparisons and conditions.
#include "domain/templating/ast.h"
#include "domain/templating/evaluator.h"
#include "domain/templating/unicode.h"

#include <array>

namespace socbot::templating {

namespace {

// A failed operand counts as false; what is thrown and limits go on.
Outcome operand(const Call& call, std::size_t i) {
    auto value = call.evaluator.evaluate(call.node.children[i], call.scope, false);
    if (!value && value.failure().kind == Failure::Kind::returned) return Value::boolean(false);
    return value;
}

Outcome both(const Call& call) {
    for (std::size_t i = 0; i < call.node.children.size(); ++i) {
        auto value = operand(call, i);
        if (!value) return value;
        if (!is_true(value->json())) return Value::boolean(false);
    }
    return Value::boolean(true);
}

// When none is true the last raw value is the result, as in the official engine.
Outcome either(const Call& call) {
    Value last = Value::boolean(false);
    for (std::size_t i = 0; i < call.node.children.size(); ++i) {
        auto value = call.evaluator.evaluate(call.node.children[i], call.scope, false);
        if (!value && value.failure().kind != Failure::Kind::returned) return value;
        if (value && is_true(value->json())) return Value::boolean(true);
        // A failed operand leaves undefined behind, but all() its true.
        const bool all = !value && call.node.children[i].text == "all";
        last = value ? std::move(*value) : (all ? Value::boolean(true) : Value{});
    }
    return last;
}

Outcome negate(const Call& call) {
    auto value = operand(call, 0);
    if (!value) return value;
    return Value::boolean(!is_true(value->json()));
}

Outcome choose(const Call& call) {
    auto condition = operand(call, 0);
    if (!condition) return condition;
    const std::size_t branch = is_true(condition->json()) ? 1 : 2;
    return call.evaluator.evaluate(call.node.children[branch], call.scope, call.substitute);
}

Outcome equal(const Call& call) {
    return Value::boolean(equals(call.args[0].json(), call.args[1].json()));
}

Outcome unequal(const Call& call) {
    return Value::boolean(!equals(call.args[0].json(), call.args[1].json()));
}

Outcome compare(const Call& call, bool (*holds)(int)) {
    if (call.args[0].is_nothing() || call.args[1].is_nothing()) return Value::boolean(false);
    const auto x = call.number(0);
    const auto y = call.number(1);
    if (x && y) {
        if (*x != *x || *y != *y) return Value::boolean(false);
        return Value::boolean(holds(*x < *y ? -1 : (*x > *y ? 1 : 0)));
    }
    const auto a = call.text(0);
    const auto b = call.text(1);
    if (a && b) return Value::boolean(holds(compare_utf16(*a, *b)));
    return fail(
        js_text(call.args[0].json()) + " and " + js_text(call.args[1].json()) +
        " must be comparable"
    );
}

Outcome less(const Call& call) {
    return compare(call, [](int order) { return order < 0; });
}
Outcome less_or_equal(const Call& call) {
    return compare(call, [](int order) { return order <= 0; });
}
Outcome greater(const Call& call) {
    return compare(call, [](int order) { return order > 0; });
}
Outcome greater_or_equal(const Call& call) {
    return compare(call, [](int order) { return order >= 0; });
}

Outcome exists(const Call& call) {
    return Value::boolean(!call.args[0].is_nothing());
}

Outcome empty(const Call& call) {
    const json::value& value = call.args[0].json();
    if (const auto text = call.text(0)) return Value::boolean(text->empty());
    if (const auto* list = call.array(0)) return Value::boolean(list->empty());
    if (const auto* object = value.if_object()) return Value::boolean(object->empty());
    return Value::boolean(value.is_null());
}

// Anything whose text holds "false" is false, a list of it too.
Outcome to_bool(const Call& call) {
    if (const auto number = call.number(0)) return Value::boolean(*number != 0.0);
    const json::value& value = call.args[0].json();
    if (to_lower(js_text(value)).find("false") != std::string::npos) return Value::boolean(false);
    return Value::boolean(is_true(value));
}

Outcome coalesce(const Call& call) {
    for (Value& value : call.args)
        if (!value.is_nothing()) return std::move(value);
    return Value{};
}

Outcome contains_value(const Call& call) {
    const json::value& where = call.args[0].json();
    const auto wanted = call.text(1);
    if (const auto text = call.text(0))
        return Value::boolean(wanted && text->find(*wanted) != std::string_view::npos);
    if (const auto* object = where.if_object())
        return Value::boolean(wanted && find_member(*object, *wanted) != nullptr);
    if (const auto* list = call.array(0)) {
        for (const auto& item : *list)
            if (equals(item, call.args[1].json())) return Value::boolean(true);
    }
    return Value::boolean(false);
}

// A failed argument is no failure: nothing is contained.
Outcome contains(const Call& call) {
    std::array<Value, 2> args;
    for (std::size_t i = 0; i < args.size(); ++i) {
        auto value = call.evaluator.evaluate(call.node.children[i], call.scope, call.substitute);
        if (!value && value.failure().kind == Failure::Kind::returned) return Value::boolean(false);
        if (!value) return value;
        args[i] = std::move(*value);
    }
    return contains_value({call.evaluator, call.node, call.scope, call.substitute, args});
}

Outcome is_match(const Call& call) {
    const auto source = call.text(1);
    if (!source) return call.wrong(1, "text");
    if (!call.args[0].is_undefined() && !call.text(0)) return call.wrong(0, "text");
    const auto pattern = call.evaluator.pattern(*source);
    if (!pattern) return fail(pattern.error().message());
    return Value::boolean(pattern->found_in(call.text(0).value_or("")));
}

constexpr std::array kTable{
    Builtin{"&&", 1, kAnyNumber, both, Evaluation::lazy},
    Builtin{"||", 1, kAnyNumber, either, Evaluation::lazy},
    Builtin{"!", 1, 1, negate, Evaluation::lazy},
    Builtin{"if", 3, 3, choose, Evaluation::lazy},
    Builtin{"==", 2, 2, equal, Evaluation::comparison},
    Builtin{"!=", 2, 2, unequal, Evaluation::comparison},
    Builtin{"<", 2, 2, less, Evaluation::comparison},
    Builtin{"<=", 2, 2, less_or_equal, Evaluation::comparison},
    Builtin{">", 2, 2, greater, Evaluation::comparison},
    Builtin{">=", 2, 2, greater_or_equal, Evaluation::comparison},
    Builtin{"exists", 1, 1, exists, Evaluation::comparison},
    Builtin{"empty", 1, 1, empty, Evaluation::comparison},
    Builtin{"bool", 1, 1, to_bool, Evaluation::comparison},
    Builtin{"coalesce", 1, kAnyNumber, coalesce},
    Builtin{"contains", 2, 2, contains, Evaluation::lazy},
    Builtin{"isMatch", 2, 2, is_match},
};

}  // namespace

std::span<const Builtin> logic_builtins() {
    return kTable;
}

}  // namespace socbot::templating
