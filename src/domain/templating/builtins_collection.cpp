// Lists and objects as wholes.
#include "domain/templating/ast.h"
#include "domain/templating/evaluator.h"
#include "domain/templating/number_text.h"
#include "domain/templating/unicode.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace socbot::templating {

namespace {

Outcome count(const Call& call) {
    const json::value& value = call.args[0].json();
    if (const auto text = call.text(0))
        return Value::number(static_cast<double>(to_utf16(*text).size()));
    if (const auto* list = call.array(0)) return Value::number(static_cast<double>(list->size()));
    if (const auto* object = value.if_object())
        return Value::number(static_cast<double>(object->size()));
    return call.wrong(0, "text, a list or an object");
}

// An item of a list, without copying when the list is referred to.
Value item_of(const Value& list, std::size_t i) {
    const json::value& item = list.json().get_array()[i];
    return list.is_reference() ? Value::refer(item) : Value{json::value(item)};
}

Outcome end_of(const Call& call, bool last) {
    if (const auto text = call.text(0)) {
        const std::u16string units = to_utf16(*text);
        if (units.empty()) return Value{};
        return Value::text(to_utf8(units.substr(last ? units.size() - 1 : 0, 1)));
    }
    const auto* list = call.array(0);
    if (list == nullptr || list->empty()) return Value{};
    return item_of(call.args[0], last ? list->size() - 1 : 0);
}

Outcome first(const Call& call) {
    return end_of(call, false);
}
Outcome last(const Call& call) {
    return end_of(call, true);
}

// Items from..to of a list or units of a text, the end not included; both are in range.
Outcome slice(const Call& call, std::int64_t from, std::int64_t to) {
    const auto begin = static_cast<std::size_t>(from);
    const auto size = static_cast<std::size_t>(std::max<std::int64_t>(to - from, 0));
    if (const auto text = call.text(0))
        return Value::text(to_utf8(std::u16string_view{to_utf16(*text)}.substr(begin, size)));
    const auto* list = call.array(0);
    if (auto limit = call.evaluator.charge(size)) return *std::move(limit);
    return Value{json::value(json::array(
        list->begin() + from, list->begin() + from + std::max<std::int64_t>(to - from, 0)
    ))};
}

std::optional<std::int64_t> size_of_sequence(const Call& call) {
    if (const auto text = call.text(0)) return static_cast<std::int64_t>(to_utf16(*text).size());
    if (const auto* list = call.array(0)) return static_cast<std::int64_t>(list->size());
    return std::nullopt;
}

Outcome take(const Call& call) {
    const auto size = size_of_sequence(call);
    const auto wanted = call.integer(1);
    if (!size) return call.wrong(0, "text or a list");
    if (!wanted) return call.wrong(1, "an integer");
    return slice(call, 0, std::clamp<std::int64_t>(*wanted, 0, *size));
}

Outcome skip(const Call& call) {
    const auto* list = call.array(0);
    const auto wanted = call.integer(1);
    if (list == nullptr) return call.wrong(0, "a list");
    if (!wanted) return call.wrong(1, "an integer");
    const auto size = static_cast<std::int64_t>(list->size());
    return slice(call, std::clamp<std::int64_t>(*wanted, 0, size), size);
}

Outcome sub_array(const Call& call) {
    const auto* list = call.array(0);
    const auto from = call.integer(1);
    if (list == nullptr) return call.wrong(0, "a list");
    const auto size = static_cast<std::int64_t>(list->size());
    if (!from || *from < 0 || *from > size) return call.wrong(1, "a position in the list");
    const auto to = call.args.size() > 2 ? call.integer(2) : size;
    if (!to || *to < 0 || *to > size) return call.wrong(2, "a position in the list");
    return slice(call, *from, *to);
}

// JavaScript's <, undefined being nullptr.
bool comes_before(const json::value* a, const json::value* b) {
    if (a == nullptr || b == nullptr) return false;
    const auto text = [](const json::value& value) -> std::optional<std::string> {
        if (value.is_string() || value.is_structured()) return js_text(value);
        return std::nullopt;
    };
    const auto s = text(*a);
    const auto t = text(*b);
    if (s && t) return compare_utf16(*s, *t) < 0;
    return js_number(*a) < js_number(*b);
}

// The member as JavaScript's item[key] finds it: case matters.
const json::value* own_member(const json::value& item, std::string_view key) {
    if (const auto* object = item.if_object()) return object->if_contains(key);
    return item.is_array() ? find_step(item, key) : nullptr;
}

// Without a key JavaScript's default order, which is of texts; with one, > on the members.
Outcome sorted(const Call& call, bool descending) {
    const auto* list = call.array(0);
    if (list == nullptr) return call.wrong(0, "a list");
    const bool by_key = call.args.size() > 1;
    const std::string key =
        by_key && is_truthy(call.args[1].json()) ? js_text(call.args[1].json()) : std::string{};
    const bool null_item = std::any_of(list->begin(), list->end(), [](const json::value& item) {
        return item.is_null();
    });
    if (by_key && null_item && list->size() > 1) return thrown("an item to sort is null");
    const auto weight = static_cast<std::size_t>(std::log2(static_cast<double>(list->size() + 1)));
    if (auto limit = call.evaluator.charge(list->size() * (1 + weight))) return *std::move(limit);
    json::array items(list->begin(), list->end());
    std::stable_sort(items.begin(), items.end(), [&](const json::value& a, const json::value& b) {
        if (!by_key) return compare_utf16(js_text(a), js_text(b)) < 0;
        return comes_before(own_member(a, key), own_member(b, key));
    });
    if (descending) std::reverse(items.begin(), items.end());
    return Value{json::value(std::move(items))};
}

Outcome sort_by(const Call& call) {
    return sorted(call, false);
}
Outcome sort_by_descending(const Call& call) {
    return sorted(call, true);
}

// The items of lists once each, by ===: an object that stands in the data is one object wherever it
// is seen.
class Distinct {
public:
    explicit Distinct(const Call& call) : call_{call} {}
    bool holds(const json::value& item) const {
        return std::any_of(items_.begin(), items_.end(), [&item](const json::value* other) {
            return identical(item, *other);
        });
    }
    std::optional<Failure> add(const json::value& item) {
        if (auto limit = call_.evaluator.charge(1 + items_.size() / 8)) return limit;
        if (!holds(item)) items_.push_back(&item);
        return std::nullopt;
    }
    Value list() const {
        json::array out;
        for (const json::value* item : items_)
            out.push_back(*item);
        return Value{json::value(std::move(out))};
    }

private:
    const Call& call_;
    std::vector<const json::value*> items_;
};

Outcome together(const Call& call) {
    Distinct distinct{call};
    for (std::size_t i = 0; i < call.args.size(); ++i) {
        const auto* list = call.array(i);
        if (list == nullptr) return call.wrong(i, "a list");
        for (const auto& item : *list)
            if (auto limit = distinct.add(item)) return *std::move(limit);
    }
    return distinct.list();
}

Outcome intersection(const Call& call) {
    for (std::size_t i = 0; i < call.args.size(); ++i)
        if (call.array(i) == nullptr) return call.wrong(i, "a list");
    Distinct distinct{call};
    for (const auto& item : *call.array(0)) {
        bool everywhere = true;
        for (std::size_t i = 1; i < call.args.size(); ++i) {
            const auto& list = *call.array(i);
            if (auto limit = call.evaluator.charge(1 + list.size() / 8)) return *std::move(limit);
            everywhere = everywhere &&
                         std::any_of(list.begin(), list.end(), [&item](const json::value& other) {
                             return identical(item, other);
                         });
        }
        if (!everywhere) continue;
        if (auto limit = distinct.add(item)) return *std::move(limit);
    }
    return distinct.list();
}

void flatten_into(json::array& out, const json::array& list, double depth) {
    for (const auto& item : list) {
        if (item.is_array() && depth > 0) {
            flatten_into(out, item.get_array(), depth - 1);
        } else {
            out.push_back(item);
        }
    }
}

Outcome flatten(const Call& call) {
    const auto* list = call.array(0);
    if (list == nullptr) return call.wrong(0, "a list");
    // What is no number or below 1 counts as 1.
    const double depth = call.args.size() > 1 ? call.number(1).value_or(1) : 100.0;
    if (auto limit = call.evaluator.charge(size_of(call.args[0].json()).nodes))
        return *std::move(limit);
    json::array out;
    flatten_into(out, *list, depth < 1 ? 1 : std::ceil(depth));
    return Value{json::value(std::move(out))};
}

Outcome indices_and_values(const Call& call) {
    const json::value& value = call.args[0].json();
    json::array out;
    if (const auto* list = call.array(0)) {
        if (auto limit = call.evaluator.charge(list->size())) return *std::move(limit);
        for (std::size_t i = 0; i < list->size(); ++i)
            out.push_back(json::object{{"index", i}, {"value", (*list)[i]}});
    } else if (const auto* object = value.if_object()) {
        if (auto limit = call.evaluator.charge(object->size())) return *std::move(limit);
        for (const auto* member : ordered_members(*object))
            out.push_back(json::object{{"index", member->key()}, {"value", member->value()}});
    } else if (value.is_null() && !call.args[0].is_undefined()) {
        return thrown(canonical_text(call.node) + ": null has no values");
    } else {
        return call.wrong(0, "a list or an object");
    }
    return Value{json::value(std::move(out))};
}

Outcome create_array(const Call& call) {
    json::array out;
    for (Value& value : call.args)
        out.push_back(std::move(value).take());
    return Value{json::value(std::move(out))};
}

Outcome range(const Call& call) {
    const auto start = call.integer(0);
    const auto size = call.integer(1);
    if (!start) return call.wrong(0, "an integer");
    if (!size || *size <= 0) return call.wrong(1, "an integer above 0");
    const auto most = static_cast<std::int64_t>(call.evaluator.limits().range_items);
    if (*size > most) return beyond("range has more than " + std::to_string(most) + " items");
    if (auto limit = call.evaluator.charge(static_cast<std::size_t>(*size)))
        return *std::move(limit);
    json::array out;
    for (std::int64_t i = 0; i < *size; ++i)
        out.push_back(make_number(static_cast<double>(*start + i)));
    return Value{json::value(std::move(out))};
}

constexpr std::array kTable{
    Builtin{"count", 1, 1, count},
    Builtin{"first", 1, 1, first},
    Builtin{"last", 1, 1, last},
    Builtin{"take", 2, 2, take},
    Builtin{"skip", 2, 2, skip},
    Builtin{"subArray", 2, 3, sub_array},
    Builtin{"sortBy", 1, 2, sort_by},
    Builtin{"sortByDescending", 1, 2, sort_by_descending},
    Builtin{"unique", 1, 1, together},
    Builtin{"union", 1, kAnyNumber, together},
    Builtin{"intersection", 1, kAnyNumber, intersection},
    Builtin{"flatten", 1, 2, flatten},
    Builtin{"indicesAndValues", 1, 1, indices_and_values},
    Builtin{"createArray", 0, kAnyNumber, create_array},
    Builtin{"range", 2, 2, range},
};

}  // namespace

std::span<const Builtin> collection_builtins() {
    return kTable;
}

}  // namespace socbot::templating
