// What belongs to no family: randomness (from the seed of the expansion), paths, text as template.
#include "domain/templating/ast.h"
#include "domain/templating/evaluator.h"
#include "domain/templating/interpolation.h"
#include "domain/templating/jpath.h"
#include "domain/templating/xml_text.h"
#include "domain/templating/xpath.h"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace socbot::templating {

namespace {

std::uint64_t draw(const Call& call) {
    return call.evaluator.next_random(call.scope.inputs == nullptr ? 0 : call.scope.inputs->seed);
}

// Version 4, RFC 9562 section 5.4.
Outcome new_guid(const Call& call) {
    constexpr std::string_view kHex = "0123456789abcdef";
    constexpr std::string_view kForm = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
    std::uint64_t bits = 0;
    unsigned left = 0;
    std::string out;
    for (const char c : kForm) {
        if (c == '-' || c == '4') {
            out += c;
            continue;
        }
        if (left == 0) {
            bits = draw(call);
            left = 16;
        }
        const auto digit = bits & 15U;
        out += kHex[c == 'y' ? (digit & 3U) | 8U : digit];
        bits >>= 4U;
        --left;
    }
    return Value::text(out);
}

Outcome rand(const Call& call) {
    const auto least = call.integer(0);
    const auto most = call.integer(1);
    if (!least || !most) return call.wrong(least ? 1 : 0, "an integer");
    if (*least > *most) return call.wrong(1, "no less than the first");
    const double part = static_cast<double>(draw(call) >> 11U) * 0x1p-53;  // in [0, 1)
    const auto from = static_cast<double>(*least);
    return Value::number(std::floor(from + part * (static_cast<double>(*most) - from)));
}

bool is_path(const Node& node) {
    if (node.type == Node::Type::name) return true;
    return (node.type == Node::Type::member || node.type == Node::Type::element) &&
           is_path(node.children[0]);
}

// Gives the value. The official function also writes it where the path leads; here no function
// changes the data an expansion was given.
Outcome set_path_to_value(const Call& call) {
    const Node& path = call.node.children[0];
    if (!is_path(path)) return fail(canonical_text(path) + " is not a path");
    auto value = call.evaluator.evaluate(call.node.children[1], call.scope, call.substitute);
    if (value && call.scope.iterator != nullptr)
        return thrown("the memory of an item is read-only");
    return value;
}

Outcome ignore(const Call& call) {
    return call.evaluator.evaluate(call.node.children[0], call.scope, call.substitute);
}

// The official one has no evaluator, so a call of it always throws.
Outcome optional(const Call& call) {
    return thrown(canonical_text(call.node) + ": optional can't be evaluated");
}

const Node* unknown_function(const Node& node) {
    if (node.type == Node::Type::call && node.builtin == nullptr) return &node;
    for (const Node& child : node.children)
        if (const Node* found = unknown_function(child)) return found;
    return nullptr;
}

Node empty_text() {
    Node node;
    node.constant = json::string();
    return node;
}

// Text read as a string of a template, with the names of this place.
Outcome string_or_value(const Call& call) {
    auto argument = call.evaluator.evaluate(call.node.children[0], call.scope, call.substitute);
    if (!argument) return argument;
    const auto text = text_of(argument->json());
    if (!text) return fail(canonical_text(call.node) + ": argument 1 must be text");
    if (auto limit = call.evaluator.charge(1 + text->size())) return *std::move(limit);
    auto parsed = parse_interpolation(*text, call.evaluator.limits());
    if (!parsed) return thrown(parsed.error().message());
    Node concat;
    concat.type = Node::Type::call;
    concat.text = "concat";
    concat.builtin = find_builtin(concat.text);
    concat.children = std::move(parsed->pieces);
    if (const Node* unknown = unknown_function(concat))
        return thrown("unknown function " + unknown->text);
    const Evaluator::Nested nested{call.evaluator};
    if (!nested) return beyond("stringOrValue within stringOrValue is nested too deep");
    if (parsed->typed)
        return call.evaluator.evaluate(concat.children.front(), call.scope, call.substitute);
    if (!parsed->lone_concat) concat.children.insert(concat.children.begin(), empty_text());
    return call.evaluator.evaluate(concat, call.scope, call.substitute);
}

// JSON when the argument is text; the argument itself when it is an object, a list or null.
const json::value* as_json(const Call& call, json::value& parsed) {
    const json::value& value = call.args[0].json();
    if (const auto text = call.text(0)) {
        json::error_code error;
        parsed = json::parse({text->data(), text->size()}, error);
        return error ? nullptr : &parsed;
    }
    const bool object = !call.args[0].is_undefined() && (value.is_null() || value.is_structured());
    return object ? &value : nullptr;
}

Outcome jpath(const Call& call) {
    json::value parsed;
    const json::value* const value = as_json(call, parsed);
    if (value == nullptr) return call.wrong(0, "an object or JSON");
    if (call.args[1].is_nothing()) return call.wrong(1, "a path");
    return apply_jpath(call.evaluator, js_text(call.args[1].json()), *value);
}

Outcome xml(const Call& call) {
    json::value parsed;
    const json::value* value = as_json(call, parsed);
    if (value == nullptr && call.text(0)) return call.wrong(0, "an object or JSON");
    if (auto limit = call.evaluator.charge(size_of(call.args[0].json()).nodes))
        return *std::move(limit);
    auto text = to_xml(value == nullptr ? parsed : *value, call.evaluator.limits().output_bytes);
    if (!text) return beyond("the XML is too long or nested too deep");
    return call.evaluator.text(*std::move(text));
}

Outcome xpath(const Call& call) {
    const auto text = call.text(0);
    const auto path = call.text(1);
    if (!text || !path) return call.wrong(text ? 1 : 0, "text");
    return apply_xpath(call.evaluator, *text, *path);
}

constexpr std::array kTable{
    Builtin{"newGuid", 0, 0, new_guid},
    Builtin{"rand", 2, 2, rand},
    Builtin{"setPathToValue", 2, 2, set_path_to_value, Evaluation::lazy},
    Builtin{"ignore", 1, 1, ignore, Evaluation::lazy},
    Builtin{"optional", 1, 1, optional, Evaluation::lazy},
    Builtin{"stringOrValue", 1, 1, string_or_value, Evaluation::lazy},
    Builtin{"jPath", 2, 2, jpath},
    Builtin{"xml", 1, 1, xml},
    Builtin{"xPath", 2, 2, xpath},
};

}  // namespace

std::span<const Builtin> misc_builtins() {
    return kTable;
}

}  // namespace socbot::templating
