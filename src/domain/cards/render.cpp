// Rendering: fit, fill the template, check, and when anything goes wrong a plain card made in code.
// A card that says less is better than an alarm nobody sees.
#include "domain/cards/render.h"

#include "base/digest.h"
#include "base/text.h"
#include "domain/cards/fit.h"
#include "domain/cards/words.h"

#include <boost/json.hpp>

namespace socbot {
namespace {

namespace json = boost::json;
using namespace cards;

constexpr std::string_view kDot{" \xC2\xB7 "};

// Container style and text colour by severity; both are theme colours, readable in light and dark.
// The word always stands beside them.
struct Look {
    const char* style;
    const char* colour;
};
Look look_of(const CardView& view) {
    if (view.state == CardState::closed) return {"good", "good"};
    switch (view.severity) {
        case Severity::critical:
            return {"attention", "attention"};
        case Severity::high:
            return {"warning", "warning"};
        case Severity::medium:
            return {"accent", "accent"};
        case Severity::low:
        case Severity::informational:
        case Severity::unknown:
            break;
    }
    return {"emphasis", "default"};
}

std::string severity_word(Severity severity) {
    return to_upper_ascii(severity == Severity::unknown ? "unrated" : to_word(severity));
}

json::value text(std::string_view plain) {
    return json::string{escape_card_markdown(plain)};
}

// A link goes out only as https and in the characters of RFC 3986 section 2 (but brackets, which
// only an IPv6 host may have): the platforms open whatever they are given.
bool usable_link(std::string_view url) {
    constexpr std::string_view allowed{
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#@!$&'()*+,;=%"};
    return url.starts_with("https://") && url.size() <= 2048 &&
           url.find_first_not_of(allowed) == std::string_view::npos;
}

bool usable(const Button& button) {
    return !button.action.empty() || usable_link(button.url);
}

json::array actions_of(const CardView& view, const RenderContext& context) {
    json::array actions;
    for (const Button& button : view.buttons) {
        if (!usable(button)) continue;
        json::object action;
        // Titles are plain text in every client.
        action["label"] = cut_code_points(to_plain_line(button.label), 40);
        action["style"] = button.primary ? "positive" : "default";
        action["action"] = button.action;
        action["url"] = button.action.empty() ? button.url : "";
        action["signed"] =
            button.action.empty() || !context.sign ? std::string{} : context.sign(button);
        actions.push_back(std::move(action));
    }
    return actions;
}

std::string foot_of(const CardView& view, const std::vector<std::string>& left_out) {
    std::string lost;
    for (const std::string& what : left_out)
        lost = join({lost, what}, ", ");
    if (!lost.empty()) lost = "not shown: " + lost;
    return join({view.foot, lost}, kDot);
}

json::object fact_member(const Fact& fact) {
    json::object out;
    out["name"] = text(fact.name);
    out["value"] = text(fact.value);
    out["colour"] = fact.emphasised ? "attention" : "default";
    out["weight"] = fact.emphasised ? "bolder" : "default";
    return out;
}

// `view` is fitted already.
json::object data_of(const CardView& view, const std::string& foot, const json::array& actions) {
    const Look look = look_of(view);
    json::object data;
    data["severity"] = severity_word(view.severity);
    data["style"] = look.style;
    data["colour"] = look.colour;
    data["kind"] = display_name(view.kind);
    data["customer"] = text(view.customer);
    data["customerName"] = text(view.customer_name);
    data["id"] = view.episode ? text(view.episode.str()) : json::string{};
    data["chip"] = text(view.chip);
    data["title"] = text(view.title);
    data["sentence"] = text(view.sentence);
    json::array facts;
    json::array alerts;
    for (const Fact& fact : view.facts) {
        facts.push_back(fact_member(fact));
        if (fact.emphasised) alerts.push_back(fact_member(fact));
    }
    data["facts"] = std::move(facts);
    data["alerts"] = std::move(alerts);
    data["why"] = text(view.why);
    data["context"] = text(view.context);
    data["time"] = text(view.time);
    data["clock"] = text(view.clock);
    data["changed"] = text(view.changed);
    data["foot"] = text(foot);
    json::array lines;
    for (const std::string& line : view.lines)
        lines.push_back(text(line));
    data["lines"] = std::move(lines);
    data["actions"] = actions;
    std::string fallback = notification_line(view);
    if (fallback.empty()) fallback = view.title.empty() ? "socbot" : view.title;
    data["fallback"] = text(fallback);
    return data;
}

json::object text_block(std::string_view escaped) {
    json::object block;
    block["type"] = "TextBlock";
    block["text"] = escaped;
    block["wrap"] = true;
    return block;
}

const json::string& string_at(const json::object& object, std::string_view name) {
    return object.at(name).as_string();
}

json::object plain_action(const json::object& action) {
    json::object out;
    const bool link = string_at(action, "action").empty();
    out["type"] = link ? "Action.OpenUrl" : "Action.Submit";
    out["title"] = action.at("label");
    if (link) {
        out["url"] = action.at("url");
    } else {
        out["data"] = json::object{{"socbot", action.at("signed")}};
    }
    return out;
}

// The essentials, without a template. `data` is that of data_of, with every text bounded.
json::object plain_card(const json::object& data, const std::string& version) {
    std::string strip;
    for (const char* name : {"severity", "customer", "id", "chip"})
        strip = join({strip, std::string_view{string_at(data, name)}}, kDot);
    json::array body;
    json::object head = text_block(strip);
    head["weight"] = "bolder";
    body.push_back(std::move(head));
    for (const char* name : {"title", "sentence"}) {
        if (!string_at(data, name).empty()) body.push_back(text_block(string_at(data, name)));
    }
    for (const json::value& alert : data.at("alerts").as_array()) {
        const json::object& fact = alert.as_object();
        json::object block = text_block(
            std::string{string_at(fact, "name")} + ": " + std::string{string_at(fact, "value")}
        );
        block["weight"] = "bolder";
        body.push_back(std::move(block));
    }
    for (const json::value& line : data.at("lines").as_array())
        body.push_back(text_block(line.as_string()));
    for (const char* name : {"time", "foot"}) {
        if (!string_at(data, name).empty()) body.push_back(text_block(string_at(data, name)));
    }
    json::array actions;
    for (const json::value& action : data.at("actions").as_array())
        actions.push_back(plain_action(action.as_object()));
    json::object card;
    card["type"] = "AdaptiveCard";
    card["version"] = version;
    card["fallbackText"] = data.at("fallback");
    card["body"] = std::move(body);
    if (!actions.empty()) card["actions"] = std::move(actions);
    return card;
}

// Whether a client would show it at all. Members a client ignores are no reason to lose the layout:
// `card preview` reports those.
bool is_card(const json::value& value) {
    const json::object* const card = value.if_object();
    if (card == nullptr) return false;
    const json::value* const type = card->if_contains("type");
    const json::value* const body = card->if_contains("body");
    return type != nullptr && type->is_string() && type->as_string() == "AdaptiveCard" &&
           body != nullptr && body->is_array() && !body->as_array().empty();
}

bool too_many_actions(const json::object& card, unsigned limit) {
    const json::value* const actions = card.if_contains("actions");
    return actions != nullptr && actions->is_array() && actions->as_array().size() > limit;
}

// The template's card, or nothing with the reason.
struct Filled {
    std::string card;
    std::string problem;
    std::vector<std::string> failed;  // strings of the template that did
};
Filled
fill(const templating::Template& prepared, const json::object& data, const CardLimits& limits) {
    // Parentheses: in braces a value of one value is an array.
    auto expansion = prepared.expand({.root = json::value(data)});
    if (!expansion) return {{}, "the template failed: " + expansion.error().message(), {}};
    if (!is_card(expansion->output)) return {{}, "the template gave no card", {}};
    json::object& card = expansion->output.as_object();
    if (too_many_actions(card, limits.buttons))
        return {{}, "the template gave too many buttons", {}};
    // What the platform shows is decided by the platform, not by the template.
    card["version"] = limits.version;
    const json::value* const fallback = card.if_contains("fallbackText");
    if (fallback == nullptr || !fallback->is_string() || fallback->as_string().empty())
        card["fallbackText"] = data.at("fallback");
    Filled filled{json::serialize(expansion->output), {}, {}};
    for (const templating::Problem& problem : expansion->problems)
        filled.failed.push_back("template " + problem.path + ": " + problem.message);
    return filled;
}

std::string template_name(const CardView& view) {
    return view.template_name == "alarm" ? to_word(view.kind) : view.template_name;
}

// Never fails: whatever does not fit is dropped, the buttons last.
std::string plain_json(
    const CardView& view,
    const json::array& actions,
    const CardLimits& limits,
    std::vector<std::string>& left_out
) {
    const CardView small = fitted(view, Fit::no_facts, limits.buttons, left_out);
    json::object data = data_of(small, foot_of(small, left_out), actions);
    std::string card = json::serialize(plain_card(data, limits.version));
    for (const char* name : {"lines", "alerts", "foot", "time", "sentence", "actions"}) {
        if (card.size() <= limits.bytes) break;
        json::value& member = data.at(name);
        if (member.is_array()) {
            if (member.as_array().empty()) continue;
            member.as_array().clear();
        } else {
            if (member.as_string().empty()) continue;
            member = "";
        }
        left_out.emplace_back(name);
        card = json::serialize(plain_card(data, limits.version));
    }
    return card;
}

}  // namespace

json::value template_data(const CardView& view, const RenderContext& context) {
    std::vector<std::string> left_out;
    const CardView whole = fitted(view, Fit::whole, context.limits.buttons, left_out);
    return data_of(whole, foot_of(whole, left_out), actions_of(whole, context));
}

Rendered render_card(const CardView& view, const RenderContext& context) {
    const CardLimits& limits = context.limits;
    const std::string name = context.templates.nearest(template_name(view), context.language);
    std::vector<std::string> none;
    // Signed once, whatever happens to the rest.
    const json::array actions = actions_of(fitted(view, Fit::whole, limits.buttons, none), context);
    std::vector<std::string> left_out;
    if (const templating::Template* prepared = context.templates.find(name)) {
        std::string problem;
        for (const Fit fit : {Fit::whole, Fit::short_facts, Fit::no_facts}) {
            left_out.clear();
            const CardView kept = fitted(view, fit, limits.buttons, left_out);
            Filled filled =
                fill(*prepared, data_of(kept, foot_of(kept, left_out), actions), limits);
            problem = std::move(filled.problem);
            if (!problem.empty()) break;  // less text will not mend the template
            if (filled.card.size() > limits.bytes) continue;
            for (std::string& failed : filled.failed)
                left_out.push_back(std::move(failed));
            return {std::move(filled.card), context.templates.hash(name), std::move(left_out)};
        }
        left_out.clear();
        left_out.emplace_back(problem.empty() ? "the layout (too large)" : "the layout");
        std::string card = plain_json(view, actions, limits, left_out);
        if (!problem.empty()) left_out.push_back(std::move(problem));
        return {std::move(card), context.templates.hash(name), std::move(left_out)};
    }
    left_out.emplace_back("the layout");
    std::string card = plain_json(view, actions, limits, left_out);
    left_out.push_back("no template named " + quote_for_log(name, 64));
    return {std::move(card), {}, std::move(left_out)};
}

Result<CardTemplates> CardTemplates::prepare(const std::map<std::string, std::string>& sources) {
    CardTemplates templates;
    for (const auto& [name, source] : sources) {
        const std::string context = "template " + quote_for_log(name, 64);
        if (source.size() > templating::Limits{}.template_bytes)
            return Error{Errc::invalid_input, context + ": larger than 256 KiB"};
        json::error_code failure;
        json::parse_options options;
        options.max_depth = templating::Limits{}.depth;
        const json::value parsed = json::parse(source, failure, {}, options);
        if (failure)
            return Error{Errc::invalid_input, context + ": not JSON: " + failure.message()};
        auto prepared = templating::Template::prepare(parsed);
        if (!prepared) return std::move(prepared).error().with_context(context);
        templates.entries_.emplace(
            name, Entry{std::move(*prepared), to_hex(as_bytes(sha256(source)))}
        );
    }
    return templates;
}

const templating::Template* CardTemplates::find(std::string_view name) const {
    const auto entry = entries_.find(name);
    return entry == entries_.end() ? nullptr : &entry->second.prepared;
}

std::string CardTemplates::nearest(std::string_view name, std::string_view language) const {
    while (!language.empty()) {
        std::string key{language};
        key.append("/").append(name);
        if (entries_.contains(key)) return key;
        const std::size_t part = language.rfind('-');
        language = part == std::string_view::npos ? std::string_view{} : language.substr(0, part);
    }
    return std::string{name};
}

std::string CardTemplates::hash(std::string_view name) const {
    const auto entry = entries_.find(name);
    return entry == entries_.end() ? std::string{} : entry->second.hash;
}

}  // namespace socbot
