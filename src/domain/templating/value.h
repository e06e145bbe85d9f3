// What an expression computes with: a JSON value or undefined, which is not null.
//
// A Value owns its JSON or refers to JSON that outlives it (the data of the expansion, an item
// being iterated). A member of a reference is a reference, a member of an owned value is owned, so
// copying happens only where a value is kept.
#pragma once

#include "base/check.h"

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace socbot::templating {

namespace json = boost::json;

class Value {
public:
    Value() = default;  // undefined
    explicit Value(json::value value) : state_{std::in_place_index<1>, std::move(value)} {}
    static Value text(std::string_view text) { return Value{json::value(json::string(text))}; }
    static Value boolean(bool value) { return Value{json::value(value)}; }
    static Value number(double value);
    // `target` must outlive the Value.
    static Value refer(const json::value& target) {
        Value value;
        value.state_.emplace<2>(&target);
        return value;
    }

    bool is_undefined() const noexcept { return state_.index() == 0; }
    bool is_nothing() const noexcept { return json().is_null(); }  // null or undefined
    bool is_reference() const noexcept { return state_.index() == 2; }
    // Null when undefined.
    const json::value& json() const noexcept;
    json::value take() &&;
    // The same in `storage`: moved where it is there already.
    json::value take(const json::storage_ptr& storage) &&;
    // What is referred to, for the functions that change their argument; nullptr when owned.
    const json::value* target() const noexcept {
        return is_reference() ? *std::get_if<2>(&state_) : nullptr;
    }

private:
    std::variant<std::monostate, json::value, const json::value*> state_;
};

// Why an evaluation has no value. The official engine tells errors that functions return, which
// operators such as && swallow, from exceptions, which nothing swallows; a limit is ours and ends
// the expansion in both modes.
struct Failure {
    enum class Kind { returned, thrown, limit };
    Kind kind{Kind::returned};
    std::string message;
};

class [[nodiscard]] Outcome {
public:
    // Implicit on purpose: `return value;` and `return fail(...);` both read well.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Outcome(Value value) : state_{std::in_place_index<0>, std::move(value)} {}
    // NOLINTNEXTLINE(google-explicit-constructor)
    Outcome(Failure failure) : state_{std::in_place_index<1>, std::move(failure)} {}

    explicit operator bool() const noexcept { return state_.index() == 0; }
    Value& operator*() {
        SOCBOT_CHECK(state_.index() == 0, "value of a failed Outcome");
        return *std::get_if<0>(&state_);
    }
    Value* operator->() { return &**this; }
    Failure& failure() {
        SOCBOT_CHECK(state_.index() == 1, "failure of a successful Outcome");
        return *std::get_if<1>(&state_);
    }

private:
    std::variant<Value, Failure> state_;
};

inline Failure fail(std::string message) {
    return {Failure::Kind::returned, std::move(message)};
}
inline Failure thrown(std::string message) {
    return {Failure::Kind::thrown, std::move(message)};
}
inline Failure beyond(std::string limit) {
    return {Failure::Kind::limit, std::move(limit)};
}

// A number as JSON; integral ones as integers, so that 5.0 prints as 5.
json::value make_number(double value);
std::optional<double> number_of(const json::value& value) noexcept;
// A number without a fraction that fits.
std::optional<std::int64_t> integer_of(const json::value& value) noexcept;
std::optional<std::string_view> text_of(const json::value& value) noexcept;

// Adaptive Expressions: false, null and undefined are false, all else is true.
bool is_true(const json::value& value) noexcept;
// JavaScript: 0, NaN and "" are false too.
bool is_truthy(const json::value& value) noexcept;

// JavaScript's Number(value) of what is no undefined: NaN for text that is no number.
double js_number(const json::value& value);

// The == of Adaptive Expressions: deep, numbers within the double epsilon, no coercion.
bool equals(const json::value& a, const json::value& b);

// JavaScript's ===: a list or an object is identical to itself alone.
bool identical(const json::value& a, const json::value& b);

// JavaScript's String(value): "1,2" for an array, "[object Object]" for an object.
std::string js_text(const json::value& value);
// JSON.stringify: numbers as JavaScript prints them.
std::string json_text(const json::value& value);

// Case-insensitive; the first match wins even before an exact one, as the official packages do.
const json::value* find_member(const json::object& object, std::string_view key);
// The member or the element a path step names; nullptr when there is none.
const json::value* find_step(const json::value& base, std::string_view key);
const json::value* find_step(const json::value& base, double index);

// Members in JavaScript's order: integer-like keys ascending, then as written.
std::vector<const json::key_value_pair*> ordered_members(const json::object& object);

// The JSON nodes and text bytes a value has.
struct Size {
    std::size_t nodes{0};
    std::size_t bytes{0};
};
Size size_of(const json::value& value);

}  // namespace socbot::templating
