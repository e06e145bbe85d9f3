// Objects, JSON and types.
#include "domain/templating/ast.h"
#include "domain/templating/evaluator.h"
#include "domain/templating/unicode.h"

#include <boost/json/parse.hpp>

#include <array>
#include <cmath>

namespace socbot::templating {

namespace {

Outcome parse_json(const Call& call) {
    const auto text = call.text(0);
    if (!text) return call.wrong(0, "text");
    if (auto limit = call.evaluator.charge_text(text->size())) return *std::move(limit);
    json::error_code error;
    const std::string_view trimmed = trim_js(*text);
    auto value = json::parse({trimmed.data(), trimmed.size()}, error);
    if (error) return call.wrong(0, "JSON");
    if (auto limit = call.evaluator.charge(size_of(value).nodes)) return *std::move(limit);
    return Value{std::move(value)};
}

Outcome json_stringify(const Call& call) {
    if (call.args[0].is_undefined()) return Value{};
    return call.evaluator.text(json_text(call.args[0].json()));
}

// A path within the first argument, or with one argument a name and more at this place.
Outcome get_property(const Call& call) {
    const bool whole = call.args.size() == 1;
    const Value& path = call.args.back();
    if (path.is_nothing() && !whole) return thrown(canonical_text(call.node) + ": no path");
    if (whole && !call.text(0)) return call.wrong(0, "text");
    const std::string text = js_text(path.json());
    Value found = whole ? call.evaluator.look_up_path(text, call.scope)
                        : Evaluator::follow_path(std::move(call.args[0]), text);
    if (found.is_undefined() && call.substitute && call.evaluator.strict())
        return call.evaluator.text("${" + text + "}");
    return found;
}

enum class Change { set, add, remove };

// A copy with the change. Undefined is no member.
json::object changed_copy(const Call& call, const json::object& object, Change what) {
    json::object changed = object;
    const std::string key = js_text(call.args[1].json());
    if (what == Change::remove || call.args[2].is_undefined()) {
        if (const auto found = changed.find(key); found != changed.end())
            changed.stable_erase(found);
    } else {
        changed[key] = std::move(call.args[2]).take();
    }
    return changed;
}

// Strict mode changes the argument itself, as the official engine does; lenient mode a copy.
Outcome change(const Call& call, Change what) {
    if (what == Change::remove && !call.args[0].is_nothing() && !call.args[0].json().is_object())
        return std::move(call.args[0]);
    // A list takes a name without showing it.
    const bool index = find_step(call.args[0].json(), js_text(call.args[1].json())) != nullptr;
    if (call.args[0].json().is_array() && !index) return std::move(call.args[0]);
    const auto* object = call.args[0].json().if_object();
    if (object == nullptr) return call.wrong(0, "an object");
    if (what == Change::add && object->contains(js_text(call.args[1].json())))
        return fail(
            canonical_text(call.node) + ": " + js_text(call.args[1].json()) + " exists already"
        );
    if (auto limit = call.evaluator.charge(object->size())) return *std::move(limit);
    json::object changed = changed_copy(call, *object, what);
    if (json::value* place = call.evaluator.in_place(call.args[0])) {
        call.evaluator.replace(*place, std::move(changed));
        return Value::refer(*place);
    }
    return Value{json::value(std::move(changed))};
}

Outcome set_property(const Call& call) {
    return change(call, Change::set);
}
Outcome add_property(const Call& call) {
    return change(call, Change::add);
}
Outcome remove_property(const Call& call) {
    return change(call, Change::remove);
}

void merge_into(json::object& out, const json::object& from) {
    for (const auto& member : from)
        out[member.key()] = member.value();
}

Outcome merge(const Call& call) {
    json::object out;
    for (std::size_t i = 0; i < call.args.size(); ++i) {
        const json::value& value = call.args[i].json();
        if (auto limit = call.evaluator.charge(size_of(value).nodes)) return *std::move(limit);
        if (const auto* object = value.if_object()) {
            merge_into(out, *object);
            continue;
        }
        const auto* list = value.if_array();
        if (list == nullptr) return call.wrong(i, "an object");
        for (const auto& item : *list) {
            if (item.is_null()) continue;
            if (!item.is_object()) return call.wrong(i, "a list of objects");
            merge_into(out, item.get_object());
        }
    }
    return Value{json::value(std::move(out))};
}

Outcome is_string(const Call& call) {
    return Value::boolean(call.text(0).has_value());
}
Outcome is_integer(const Call& call) {
    const auto number = call.number(0);
    return Value::boolean(number && *number == std::trunc(*number));
}
Outcome is_float(const Call& call) {
    const auto number = call.number(0);
    return Value::boolean(number && *number != std::trunc(*number));
}
Outcome is_array(const Call& call) {
    return Value::boolean(call.array(0) != nullptr);
}
Outcome is_boolean(const Call& call) {
    return Value::boolean(call.args[0].json().is_bool());
}
// JavaScript's typeof: null and lists are objects too.
Outcome is_object(const Call& call) {
    return Value::boolean(
        !call.args[0].is_undefined() &&
        (call.args[0].json().is_null() || call.args[0].json().is_structured())
    );
}

constexpr std::array kTable{
    Builtin{"json", 1, 1, parse_json},
    Builtin{"jsonStringify", 1, 1, json_stringify},
    Builtin{"getProperty", 1, 2, get_property},
    Builtin{"setProperty", 3, 3, set_property, Evaluation::eager, true},
    Builtin{"addProperty", 3, 3, add_property, Evaluation::eager, true},
    Builtin{"removeProperty", 2, 2, remove_property, Evaluation::eager, true},
    Builtin{"merge", 1, kAnyNumber, merge},
    Builtin{"isString", 1, 1, is_string},
    Builtin{"isInteger", 1, 1, is_integer},
    Builtin{"isFloat", 1, 1, is_float},
    Builtin{"isArray", 1, 1, is_array},
    Builtin{"isBoolean", 1, 1, is_boolean},
    Builtin{"isObject", 1, 1, is_object},
};

}  // namespace

std::span<const Builtin> object_builtins() {
    return kTable;
}

}  // namespace socbot::templating
