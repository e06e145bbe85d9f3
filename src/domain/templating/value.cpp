// Conversions and comparisons as JavaScript and Adaptive Expressions define them.
#include "domain/templating/value.h"

#include "base/json_writer.h"
#include "base/text.h"
#include "domain/templating/bytes.h"
#include "domain/templating/number_text.h"
#include "domain/templating/unicode.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace socbot::templating {

namespace {

const json::value kNull;
constexpr double kMaxSafeInteger = 9007199254740991.0;

bool is_ascii(std::string_view text) noexcept {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x80U;
    });
}

// Whether keys are equal but for case. Every name of a template passes every key before its own, so
// the usual answer, no, has to be quick.
class SameKey {
public:
    explicit SameKey(std::string_view key) : key_{key}, ascii_{is_ascii(key)} {}

    bool operator()(std::string_view other) const {
        if (!ascii_) return to_lower(key_) == to_lower(other);
        // Of all that is not ASCII only the Kelvin sign has an ASCII lower case; it is longer.
        if (other.size() < key_.size()) return false;
        if (other.empty()) return key_.empty();
        if (other.size() == key_.size())
            return ((other.front() ^ key_.front()) & ~0x20) == 0 &&
                   equals_ignore_case_ascii(other, key_);
        return !is_ascii(other) && to_lower(key_) == to_lower(other);
    }

private:
    std::string_view key_;
    bool ascii_;
};

std::optional<std::uint32_t> array_index(std::string_view key) noexcept {
    std::uint32_t index{};
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
    if (error != std::errc{} || end != key.data() + key.size()) return std::nullopt;
    if (key.size() > 1 && key.front() == '0') return std::nullopt;
    return index;
}

bool equal_objects(const json::object& a, const json::object& b) {
    if (a.size() != b.size()) return false;
    return std::all_of(a.begin(), a.end(), [&b](const json::key_value_pair& member) {
        const json::value* other = b.if_contains(member.key());
        return other != nullptr && equals(member.value(), *other);
    });
}

void append_json_text(std::string& out, const json::value& value) {
    if (const auto* text = value.if_string()) {
        out += '"';
        append_json_escaped(out, {text->data(), text->size()});
        out += '"';
    } else if (const auto* array = value.if_array()) {
        out += '[';
        for (const auto& item : *array) {
            if (&item != array->data()) out += ',';
            append_json_text(out, item);
        }
        out += ']';
    } else if (const auto* object = value.if_object()) {
        out += '{';
        bool first = true;
        for (const auto* member : ordered_members(*object)) {
            if (!std::exchange(first, false)) out += ',';
            out += '"';
            append_json_escaped(out, {member->key().data(), member->key().size()});
            out += "\":";
            append_json_text(out, member->value());
        }
        out += '}';
    } else if (const auto number = number_of(value)) {
        out += std::isfinite(*number) ? number_text(*number) : "null";
    } else if (value.is_bool()) {
        out += value.get_bool() ? "true" : "false";
    } else {
        out += "null";
    }
}

void add_size(const json::value& value, Size& size) {
    ++size.nodes;
    if (const auto* text = value.if_string()) {
        size.bytes += text->size() + 2;
    } else if (const auto* array = value.if_array()) {
        size.bytes += 2;
        for (const auto& item : *array)
            add_size(item, size);
    } else if (const auto* object = value.if_object()) {
        size.bytes += 2;
        for (const auto& member : *object) {
            size.bytes += member.key().size() + 4;
            add_size(member.value(), size);
        }
    } else {
        size.bytes += 8;
    }
}

}  // namespace

Value Value::number(double value) {
    return Value{make_number(value)};
}

const json::value& Value::json() const noexcept {
    if (const auto* owned = std::get_if<1>(&state_)) return *owned;
    if (const auto* target = std::get_if<2>(&state_)) return **target;
    return kNull;
}

json::value Value::take() && {
    if (auto* owned = std::get_if<1>(&state_)) return std::move(*owned);
    return json::value(json(), json::storage_ptr{});
}

json::value Value::take(const json::storage_ptr& storage) && {
    if (auto* owned = std::get_if<1>(&state_)) return json::value(std::move(*owned), storage);
    return json::value(json(), storage);
}

json::value make_number(double value) {
    if (std::abs(value) <= kMaxSafeInteger && value == std::trunc(value))
        return json::value(static_cast<std::int64_t>(value));
    return json::value(value);
}

std::optional<double> number_of(const json::value& value) noexcept {
    if (value.is_int64()) return static_cast<double>(value.get_int64());
    if (value.is_uint64()) return static_cast<double>(value.get_uint64());
    if (value.is_double()) return value.get_double();
    return std::nullopt;
}

std::optional<std::int64_t> integer_of(const json::value& value) noexcept {
    const auto number = number_of(value);
    if (!number || *number != std::trunc(*number) || std::abs(*number) > kMaxSafeInteger)
        return std::nullopt;
    return static_cast<std::int64_t>(*number);
}

std::optional<std::string_view> text_of(const json::value& value) noexcept {
    const auto* text = value.if_string();
    if (text == nullptr) return std::nullopt;
    return std::string_view{text->data(), text->size()};
}

bool is_true(const json::value& value) noexcept {
    if (value.is_bool()) return value.get_bool();
    return !value.is_null();
}

bool is_truthy(const json::value& value) noexcept {
    if (const auto* text = value.if_string()) return !text->empty();
    if (const auto number = number_of(value)) return *number != 0.0 && !std::isnan(*number);
    return is_true(value);
}

double js_number(const json::value& value) {
    if (const auto number = number_of(value)) return *number;
    if (value.is_bool()) return value.get_bool() ? 1 : 0;
    if (value.is_null()) return 0;
    const std::string text = js_text(value);
    std::string_view digits = trim_js(text);
    if (digits.empty()) return 0;
    if (digits.starts_with('+')) digits.remove_prefix(1);
    double number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool digits_only = digits.find_first_not_of("0123456789.eE+-") == std::string_view::npos;
    if (error == std::errc{} && end == digits.data() + digits.size() && digits_only) return number;
    return std::numeric_limits<double>::quiet_NaN();
}

bool equals(const json::value& a, const json::value& b) {
    const auto x = number_of(a);
    const auto y = number_of(b);
    if (x && y) return *x == *y || std::abs(*x - *y) < std::numeric_limits<double>::epsilon();
    if (a.is_array() && b.is_array()) {
        const auto& left = a.get_array();
        const auto& right = b.get_array();
        return std::equal(left.begin(), left.end(), right.begin(), right.end(), equals);
    }
    if (a.is_object() && b.is_object()) return equal_objects(a.get_object(), b.get_object());
    if (a.kind() != b.kind()) return false;
    if (a.is_string()) return a.get_string() == b.get_string();
    if (a.is_bool()) return a.get_bool() == b.get_bool();
    return a.is_null();
}

bool identical(const json::value& a, const json::value& b) {
    const auto x = number_of(a);
    const auto y = number_of(b);
    if (x && y) return *x == *y;
    if (a.is_structured() || b.is_structured()) return &a == &b;
    return a.kind() == b.kind() && a == b;
}

std::string js_text(const json::value& value) {
    if (const auto text = text_of(value)) return std::string{*text};
    if (const auto number = number_of(value)) return number_text(*number);
    if (value.is_bool()) return value.get_bool() ? "true" : "false";
    std::string out;
    if (value.is_object()) {
        const auto bytes = from_byte_object(value);
        if (!bytes) return "[object Object]";
        for (const char byte : *bytes)
            out += (out.empty() ? "" : ",") + std::to_string(static_cast<unsigned char>(byte));
        return out;
    }
    if (const auto* array = value.if_array()) {
        for (const auto& item : *array) {
            if (&item != array->data()) out += ',';
            if (!item.is_null()) out += js_text(item);
        }
        return out;
    }
    return "null";
}

std::string json_text(const json::value& value) {
    std::string out;
    append_json_text(out, value);
    return out;
}

const json::value* find_member(const json::object& object, std::string_view key) {
    const SameKey same{key};
    for (const auto& member : object)
        if (same({member.key().data(), member.key().size()})) return &member.value();
    return nullptr;
}

const json::value* find_step(const json::value& base, std::string_view key) {
    if (const auto* object = base.if_object()) return find_member(*object, key);
    const auto index = array_index(key);
    return index ? find_step(base, static_cast<double>(*index)) : nullptr;
}

const json::value* find_step(const json::value& base, double index) {
    if (const auto* object = base.if_object()) return find_member(*object, number_text(index));
    const auto* array = base.if_array();
    if (array == nullptr || index != std::trunc(index) || index < 0) return nullptr;
    if (index >= static_cast<double>(array->size())) return nullptr;
    return &(*array)[static_cast<std::size_t>(index)];
}

std::vector<const json::key_value_pair*> ordered_members(const json::object& object) {
    std::vector<const json::key_value_pair*> members;
    members.reserve(object.size());
    for (const auto& member : object)
        members.push_back(&member);
    const auto rank = [](const json::key_value_pair* member) {
        const auto index = array_index({member->key().data(), member->key().size()});
        return index ? std::uint64_t{*index} : std::numeric_limits<std::uint64_t>::max();
    };
    std::stable_sort(members.begin(), members.end(), [&rank](const auto* a, const auto* b) {
        return rank(a) < rank(b);
    });
    return members;
}

Size size_of(const json::value& value) {
    Size size;
    add_size(value, size);
    return size;
}

}  // namespace socbot::templating
