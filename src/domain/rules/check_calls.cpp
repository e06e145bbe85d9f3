// Functions and methods of the language: their arguments, and what of them is worked out at load.
#include "base/text.h"
#include "domain/rules/checker.h"
#include "domain/rules/literal.h"
#include "domain/rules/run.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

namespace socbot::rules {

using Node = Rule::Node;
using Op = Node::Op;
using Form = Syntax::Kind;

namespace {

struct PartName {
    std::string_view name;
    Node::Part part;
};
// CEL's methods of timestamps.
constexpr std::array kParts{
    PartName{"getFullYear", Node::Part::year},
    PartName{"getMonth", Node::Part::month},
    PartName{"getDate", Node::Part::date},
    PartName{"getDayOfMonth", Node::Part::day_of_month},
    PartName{"getDayOfWeek", Node::Part::day_of_week},
    PartName{"getHours", Node::Part::hours},
    PartName{"getMinutes", Node::Part::minutes},
    PartName{"getSeconds", Node::Part::seconds},
};

constexpr std::array<std::string_view, 26> kFunctions{
    "contains",   "startsWith", "endsWith", "matches",       "size",         "has",
    "exists",     "exists_one", "all",      "filter",        "map",          "cidr",
    "containsIP", "duration",   "hour",     "weekday",       "timestamp",    "getFullYear",
    "getMonth",   "getDate",    "getHours", "getDayOfMonth", "getDayOfWeek", "getMinutes",
    "getSeconds", "now"};

bool is_loop(std::string_view name) noexcept {
    constexpr std::array<std::string_view, 5> kLoops{
        "exists", "exists_one", "all", "filter", "map"};
    return std::find(kLoops.begin(), kLoops.end(), name) != kLoops.end();
}

Op loop_op(std::string_view name) noexcept {
    if (name == "exists") return Op::exists;
    if (name == "exists_one") return Op::exists_one;
    if (name == "all") return Op::for_all;
    if (name == "filter") return Op::filter;
    return Op::map;
}

std::string usage(const Syntax& syntax) {
    const std::string& name = syntax.text;
    if (name == "map") return "expected list.map(x, value) or list.map(x, condition, value)";
    if (is_loop(name)) return "expected list." + name + "(x, condition)";
    if (name == "has" || name == "size") return "expected " + name + "(value)";
    if (name == "cidr") return "expected cidr(\"10.0.0.0/8\")";
    if (name == "duration") return "expected duration(\"90s\")";
    if (name == "timestamp") return "expected timestamp(\"2026-01-31T08:00:00Z\")";
    if (name == "hour" || name == "weekday") return "expected " + name + "(\"Europe/London\")";
    if (name == "now") return "expected now, without parentheses";
    if (name.starts_with("get")) return "expected time." + name + "(\"Europe/London\")";
    return "expected value." + name + "(argument)";
}

Node operation(const Syntax& syntax, Op op, Type type) {
    Node out;
    out.op = op;
    out.type = type;
    out.at = syntax.at;
    return out;
}

}  // namespace

Result<Node> Checker::call(const Syntax& syntax) {
    const std::string& name = syntax.text;
    if (std::find(kFunctions.begin(), kFunctions.end(), name) == kFunctions.end())
        return error_at(
            syntax.at, "unknown function " + shown(name) + suggestion(name, kFunctions)
        );
    if (name == "size") return size(syntax);
    if (syntax.method) return is_loop(name) ? loop(syntax) : method(syntax);
    if (syntax.children.size() != 1) return error_at(syntax.at, usage(syntax));
    if (name == "has") return has(syntax);
    if (name == "hour" || name == "weekday") return local_part(syntax);
    if (name == "cidr" || name == "duration" || name == "timestamp") return literal_call(syntax);
    return error_at(syntax.at, usage(syntax));
}

Result<Node> Checker::method(const Syntax& syntax) {
    const std::string& name = syntax.text;
    const bool part = name.starts_with("get");
    if (!part && syntax.children.size() != 2) return error_at(syntax.at, usage(syntax));
    auto receiver = node(syntax.children[0]);
    if (!receiver) return receiver;
    if (part) return time_part(syntax, std::move(*receiver));
    if (name == "contains") return contains(syntax, std::move(*receiver));
    if (name == "containsIP") return contains_ip(syntax, std::move(*receiver));
    if (name != "startsWith" && name != "endsWith" && name != "matches")
        return error_at(syntax.at, usage(syntax));
    if (receiver->type != kString)
        return mismatch(syntax.children[0], "string before ." + name, receiver->type);
    if (name == "matches") return matches(syntax, std::move(*receiver));
    return text_test(syntax, std::move(*receiver));
}

Result<Node> Checker::size(const Syntax& syntax) {
    if (syntax.children.size() != 1) return error_at(syntax.at, "size takes one value");
    auto of = node(syntax.children[0]);
    if (!of) return of;
    if (!of->type.list && of->type != kString)
        return mismatch(syntax.children[0], "string or list", of->type);
    Node out = operation(syntax, Op::size, kInteger);
    out.children.push_back(std::move(*of));
    return out;
}

Result<Node> Checker::has(const Syntax& syntax) {
    const Syntax& of = syntax.children[0];
    if (of.kind != Form::name) return error_at(of.at, "has() takes a field, as in has(rule.uid)");
    auto found = name(of);
    if (!found) return found;
    if (found->op != Op::field && found->op != Op::record_part)
        return error_at(of.at, "has() takes a field, as in has(rule.uid)");
    Node out = operation(syntax, Op::has, kBoolean);
    out.children.push_back(std::move(*found));
    return out;
}

// cidr, duration and timestamp of a literal are values, found here with their errors.
Result<Node> Checker::literal_call(const Syntax& syntax) const {
    const Syntax& argument = syntax.children[0];
    if (argument.kind != Form::string) return error_at(argument.at, usage(syntax));
    if (syntax.text == "cidr") {
        auto network = Network::parse(argument.text);
        if (!network) return error_at(argument.at, network.error().message());
        Node out = operation(syntax, Op::constant, kNetwork);
        out.network = std::make_shared<const Network>(*network);
        return out;
    }
    if (syntax.text == "duration") {
        const auto duration = parse_duration(argument.text);
        if (!duration)
            return error_at(argument.at, "expected a duration like '90s', '15m' or '1h30m'");
        Node out = operation(syntax, Op::constant, kDuration);
        out.number = *duration;
        return out;
    }
    const auto time = parse_rfc3339(argument.text);
    if (!time) return error_at(argument.at, "expected a time like '2026-01-31T08:00:00Z'");
    Node out = operation(syntax, Op::constant, kTimestamp);
    out.number = time->ms;
    return out;
}

Result<std::string> Checker::zone(const Syntax& syntax) const {
    if (syntax.kind != Form::string || syntax.text.empty())
        return error_at(syntax.at, "expected a quoted time zone like 'Europe/London'");
    if (limits_.zones != nullptr && syntax.text != "UTC" && !limits_.zones->known(syntax.text))
        return error_at(syntax.at, "unknown time zone " + shown(syntax.text));
    return syntax.text;
}

// hour(zone) and weekday(zone) are of now.
Result<Node> Checker::local_part(const Syntax& syntax) const {
    auto named = zone(syntax.children[0]);
    if (!named) return named.error();
    Node out = operation(syntax, Op::time_part, kInteger);
    out.part = syntax.text == "hour" ? Node::Part::hours : Node::Part::day_of_week;
    out.text = *std::move(named);
    out.children.push_back(operation(syntax, Op::now, kTimestamp));
    return out;
}

Result<Node> Checker::time_part(const Syntax& syntax, Node receiver) const {
    if (receiver.type != kTimestamp)
        return mismatch(syntax.children[0], "timestamp before ." + syntax.text, receiver.type);
    if (syntax.children.size() > 2) return error_at(syntax.at, usage(syntax));
    Node out = operation(syntax, Op::time_part, kInteger);
    out.text = "UTC";
    if (syntax.children.size() == 2) {
        auto named = zone(syntax.children[1]);
        if (!named) return named.error();
        out.text = *std::move(named);
    }
    for (const PartName& known : kParts)
        if (known.name == syntax.text) out.part = known.part;
    out.children.push_back(std::move(receiver));
    return out;
}

// Text in a text, or an item in a list.
Result<Node> Checker::contains(const Syntax& syntax, Node receiver) {
    if (!receiver.type.list) {
        if (receiver.type != kString)
            return mismatch(syntax.children[0], "string or list before .contains", receiver.type);
        return text_test(syntax, std::move(receiver));
    }
    const Type wanted{receiver.type.base};
    if (is_record(wanted))
        return mismatch(syntax.children[0], "a list of plain values", receiver.type);
    auto item = expect(syntax.children[1], wanted);
    if (!item) return item;
    Node out = operation(syntax, Op::in_list, kBoolean);
    out.children.push_back(std::move(*item));
    out.children.push_back(std::move(receiver));
    return out;
}

// As Kubernetes' CEL library spells it.
Result<Node> Checker::contains_ip(const Syntax& syntax, Node receiver) {
    if (receiver.type != kNetwork)
        return mismatch(syntax.children[0], "cidr before .containsIP", receiver.type);
    auto address = expect(syntax.children[1], kString);
    if (!address) return address;
    Node out = operation(syntax, Op::in_network, kBoolean);
    out.network = receiver.network;
    out.children.push_back(std::move(*address));
    return out;
}

Result<Node> Checker::text_test(const Syntax& syntax, Node receiver) {
    auto argument = expect(syntax.children[1], kString);
    if (!argument) return argument;
    Node out = operation(syntax, Op::ends_with, kBoolean);
    if (syntax.text == "contains") out.op = Op::contains;
    if (syntax.text == "startsWith") out.op = Op::starts_with;
    out.children.push_back(std::move(receiver));
    out.children.push_back(std::move(*argument));
    return out;
}

// The pattern is a literal, so that it is compiled once and its errors are found here.
Result<Node> Checker::matches(const Syntax& syntax, Node receiver) const {
    const Syntax& pattern = syntax.children[1];
    if (pattern.kind != Form::string) return error_at(pattern.at, "expected a quoted pattern");
    if (pattern.text.size() > limits_.regex_bytes)
        return error_at(
            pattern.at, "pattern is longer than " + std::to_string(limits_.regex_bytes) + " bytes"
        );
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(1 << 20);
    auto regex = std::make_shared<re2::RE2>(pattern.text, options);
    if (!regex->ok()) return error_at(pattern.at, "pattern: " + regex->error());
    Node out = operation(syntax, Op::matches, kBoolean);
    out.pattern = std::move(regex);
    out.children.push_back(std::move(receiver));
    return out;
}

Result<Node> Checker::loop(const Syntax& syntax) {
    const std::size_t arguments = syntax.children.size();
    if (arguments != 3 && !(syntax.text == "map" && arguments == 4))
        return error_at(syntax.at, usage(syntax));
    const Syntax& item = syntax.children[1];
    if (item.kind != Form::name || item.text.find('.') != std::string::npos)
        return error_at(item.at, "expected a name for the item; " + usage(syntax).substr(9));
    auto list = node(syntax.children[0]);
    if (!list) return list;
    if (!list->type.list)
        return mismatch(syntax.children[0], "a list before ." + syntax.text, list->type);
    if (scope_.size() >= std::min(limits_.loops, kMaxLoops))
        return error_at(syntax.at, "loops are nested deeper than " + std::to_string(scope_.size()));
    Node out = operation(syntax, loop_op(syntax.text), kBoolean);
    out.slot = static_cast<unsigned>(scope_.size());
    scope_.push_back({item.text, {list->type.base}});
    out.children.push_back(std::move(*list));
    auto checked = loop_body(syntax, std::move(out));
    scope_.pop_back();
    return checked;
}

Result<Node> Checker::loop_body(const Syntax& syntax, Node out) {
    if (out.op != Op::map) {
        auto condition = expect(syntax.children[2], kBoolean);
        if (!condition) return condition;
        if (out.op == Op::filter) out.type = out.children[0].type;
        out.children.push_back(std::move(*condition));
        return out;
    }
    const Syntax& value = syntax.children.back();
    auto mapped = node(value);
    if (!mapped) return mapped;
    if (mapped->type.list || mapped->type == kNetwork)
        return mismatch(value, "a single value", mapped->type);
    out.type = {mapped->type.base, true};
    out.children.push_back(std::move(*mapped));
    if (syntax.children.size() == 3) return out;
    auto condition = expect(syntax.children[2], kBoolean);
    if (!condition) return condition;
    out.children.push_back(std::move(*condition));
    return out;
}

}  // namespace socbot::rules
