// The data contract of templates, and the escaping of every text in it.
#include "domain/cards/template_data.h"

#include "base/text.h"
#include "domain/cards/words.h"

#include <boost/json.hpp>

namespace socbot {
namespace cards {
namespace {

namespace json = boost::json;

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

// Puts members into one object, all in its storage.
class Members {
public:
    Members(json::object& object, std::size_t count) : object_{object} { object_.reserve(count); }

    void plain(std::string_view name, std::string_view value) { object_.emplace(name, value); }
    void text(std::string_view name, std::string_view value) {
        object_.emplace(name, std::string_view{escape_card_markdown(value)});
    }
    json::array& list(std::string_view name) {
        return object_.emplace(name, json::array(object_.storage())).first->value().as_array();
    }
    void put(std::string_view name, const json::array& list) { object_.emplace(name, list); }

private:
    json::object& object_;
};

void add_fact(json::array& list, const Fact& fact) {
    json::object& object = list.emplace_back(json::object(list.storage())).as_object();
    Members members{object, 4};
    members.text("name", fact.name);
    members.text("value", fact.value);
    members.plain("colour", fact.emphasised ? "attention" : "default");
    members.plain("weight", fact.emphasised ? "bolder" : "default");
}

void add_facts(Members& members, const CardView& view) {
    json::array& facts = members.list("facts");
    facts.reserve(view.facts.size());
    for (const Fact& fact : view.facts)
        add_fact(facts, fact);
    json::array& alerts = members.list("alerts");
    for (const Fact& fact : view.facts) {
        if (fact.emphasised) add_fact(alerts, fact);
    }
}

}  // namespace

json::array actions_of(const CardView& view, const RenderContext& context) {
    json::array actions;
    for (const Button& button : view.buttons) {
        if (!usable(button)) continue;
        const bool link = button.action.empty();
        json::object& action = actions.emplace_back(json::object()).as_object();
        Members members{action, 5};
        // Titles are plain text in every client.
        members.plain("label", cut_code_points(to_plain_line(button.label), 40));
        members.plain("style", button.primary ? "positive" : "default");
        members.plain("action", button.action);
        members.plain("url", link ? std::string_view{button.url} : std::string_view{});
        members.plain("signed", link || !context.sign ? std::string{} : context.sign(button));
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

std::string fallback_of(const CardView& view) {
    return escape_card_markdown(notification_line(view));
}

json::object data_of(
    const CardView& view,
    const std::string& foot,
    const json::array& actions,
    const json::storage_ptr& storage
) {
    const Look look = look_of(view);
    json::object data(storage);
    Members members{data, 24};
    members.plain("severity", severity_word(view.severity));
    members.plain("style", look.style);
    members.plain("colour", look.colour);
    members.plain("kind", display_name(view.kind));
    members.text("customer", view.customer);
    members.text("customerName", view.customer_name);
    members.text("id", view.episode ? view.episode.str() : std::string{});
    members.text("chip", view.chip);
    members.text("title", view.title);
    members.text("sentence", view.sentence);
    add_facts(members, view);
    members.text("why", view.why);
    members.text("context", view.context);
    members.text("time", view.time);
    members.text("clock", view.clock);
    members.text("changed", view.changed);
    members.text("foot", foot);
    json::array& lines = members.list("lines");
    for (const std::string& line : view.lines)
        lines.emplace_back(std::string_view{escape_card_markdown(line)});
    members.put("actions", actions);
    members.plain("fallback", fallback_of(view));
    return data;
}

}  // namespace cards

boost::json::value template_data(const CardView& view, const RenderContext& context) {
    std::vector<std::string> left_out;
    const CardView whole = cards::fitted(view, cards::Fit::full, context.limits.buttons, left_out);
    return cards::data_of(
        whole, cards::foot_of(whole, left_out), cards::actions_of(whole, context)
    );
}

}  // namespace socbot
