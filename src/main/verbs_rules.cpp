// rule eval, rule import: the rule language outside a server.
#include "base/json_writer.h"
#include "base/text.h"
#include "domain/alarm/alarm_json.h"
#include "domain/rules/expression.h"
#include "domain/rules/matchers.h"
#include "domain/settings/zones_tz.h"
#include "domain/triage/policy.h"
#include "main/system.h"
#include "main/terminal.h"
#include "main/verbs.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>

namespace socbot {

namespace {

namespace json = boost::json;

void write_value(JsonWriter& out, const RuleValue& value) {
    if (const auto* truth = std::get_if<bool>(&value.value)) {
        out.boolean(*truth);
    } else if (const auto* number = std::get_if<std::int64_t>(&value.value)) {
        out.number(*number);
    } else if (const auto* text = std::get_if<std::string>(&value.value)) {
        out.string(*text);
    } else {
        out.open_array();
        for (const RuleValue& item : std::get<RuleValue::List>(value.value))
            write_value(out, item);
        out.close_array();
    }
}

std::string text_of(const json::object& line, std::string_view name) {
    const auto* member = line.if_contains(name);
    return member != nullptr && member->is_string() ? std::string{member->as_string()} : "";
}

// What a line's alarm says of itself, else as a server would decide.
struct Told {
    Alarm alarm;
    CustomerCode customer;
    Kind kind{Kind::other};
};

Result<Told> told_by(const json::object& line, const Policy& policy) {
    Told told;
    const auto* member = line.if_contains("alarm");
    if (member == nullptr) return told;
    if (!member->is_object()) return Error{Errc::invalid_input, "alarm: no JSON object"};
    const std::string text = json::serialize(*member);
    auto alarm = alarm_from_json(text);
    if (!alarm) return std::move(alarm).error().with_context("alarm");
    auto envelope = replay_envelope(text);
    if (!envelope) return std::move(envelope).error().with_context("alarm");
    told.alarm = *std::move(alarm);
    told.customer = envelope->customer;
    const auto kind = parse_kind(text_of(member->as_object(), "kind"));
    told.kind = kind ? *kind : policy.kind_of(told.alarm, told.customer);
    return told;
}

class Evaluator {
public:
    Evaluator(const Zones& zones, Policy policy) : zones_{zones}, policy_{std::move(policy)} {}

    Result<RuleValue> value(const json::object& line) const {
        const auto* source = line.if_contains("expression");
        if (source == nullptr || !source->is_string())
            return Error{Errc::invalid_input, "expression is missing"};
        RuleLimits limits;
        limits.zones = &zones_;
        const auto expression = Expression::compile(source->as_string(), limits);
        if (!expression) return expression.error();
        const auto told = told_by(line, policy_);
        if (!told) return told.error();
        const std::string given = text_of(line, "now");
        const auto now = given.empty() ? wall_now(SystemClock{}) : parse_rfc3339(given);
        if (!now) return Error{Errc::invalid_input, "now is no RFC 3339 time"};
        return expression->evaluate(
            {.alarm = told->alarm,
             .customer = told->customer.str(),
             .kind = told->kind,
             .now = *now,
             .zones = &zones_}
        );
    }

private:
    const Zones& zones_;
    Policy policy_;
};

std::string answer(const json::object& line, const Evaluator& evaluator) {
    std::string out;
    JsonWriter writer{out};
    writer.open_object();
    if (const auto* id = line.if_contains("id")) writer.key("id").raw(json::serialize(*id));
    const auto value = evaluator.value(line);
    if (value) {
        writer.key("value");
        write_value(writer, *value);
    } else {
        writer.key("error").string(to_valid_utf8(value.error().message()));
    }
    writer.close_object();
    return out;
}

}  // namespace

int rule_eval_verb() {
    const auto zones = make_system_zones();
    auto policy = Policy::make({});
    if (!policy) return fail(policy.error());
    const Evaluator evaluator{*zones, *std::move(policy)};
    std::string line;
    int code = 0;
    while (std::getline(std::cin, line)) {
        if (trim_ascii(line).empty()) continue;
        boost::system::error_code ec;
        const auto parsed = json::parse(line, ec);
        if (ec || !parsed.is_object()) {
            print_problem("a line is no JSON object");
            code = 1;
            continue;
        }
        print_line(answer(parsed.as_object(), evaluator));
    }
    return code;
}

int rule_import_verb() {
    std::string line;
    int code = 0;
    while (std::getline(std::cin, line)) {
        if (trim_ascii(line).empty()) continue;
        if (const auto rule = rule_from_matchers(line)) {
            print_line(*rule);
        } else {
            code = fail(rule.error());
        }
    }
    return code;
}

}  // namespace socbot
