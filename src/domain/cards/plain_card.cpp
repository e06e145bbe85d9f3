// The strip, title, sentence, alerts, time, foot and buttons, with no layout but their order.
#include "domain/cards/plain_card.h"

#include "domain/cards/fit.h"
#include "domain/cards/template_data.h"
#include "domain/cards/words.h"

#include <boost/json.hpp>

#include <algorithm>

namespace socbot::cards {
namespace {

namespace json = boost::json;

json::object text_block(std::string_view escaped) {
    return {{"type", "TextBlock"}, {"text", escaped}, {"wrap", true}};
}

const json::string& string_at(const json::object& object, std::string_view name) {
    return object.at(name).as_string();
}

bool is_link(const json::value& action) {
    return string_at(action.as_object(), "action").empty();
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

json::array body_of(const json::object& data) {
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
    return body;
}

std::string card_of(const json::object& data, const std::string& version) {
    json::array actions;
    for (const json::value& action : data.at("actions").as_array())
        actions.push_back(plain_action(action.as_object()));
    json::object card;
    card["type"] = "AdaptiveCard";
    card["version"] = version;
    card["fallbackText"] = data.at("fallback");
    card["body"] = body_of(data);
    if (!actions.empty()) card["actions"] = std::move(actions);
    return json::serialize(card);
}

// Whether there was anything to leave out.
bool clear(json::value& member) {
    if (json::array* const list = member.if_array()) {
        const bool had = !list->empty();
        list->clear();
        return had;
    }
    const bool had = !member.as_string().empty();
    member = "";
    return had;
}

bool keep_links_only(json::value& actions) {
    json::array& list = actions.as_array();
    const auto end = std::remove_if(list.begin(), list.end(), [](const json::value& action) {
        return !is_link(action);
    });
    const bool had = end != list.end();
    list.erase(end, list.end());
    return had;
}

}  // namespace

std::string plain_card(
    const CardView& view,
    const json::array& actions,
    const CardLimits& limits,
    std::vector<std::string>& left_out
) {
    CardView small = fitted(view, Fit::essential, limits.buttons, left_out);
    json::object data;
    const auto made = [&] {
        data["foot"] = escape_card_markdown(foot_of(small, left_out));
        return card_of(data, limits.version);
    };
    data = data_of(small, {}, actions);
    std::string card = made();
    for (const char* name : {"lines", "alerts", "time", "sentence"}) {
        if (card.size() <= limits.bytes) return card;
        if (!clear(data.at(name))) continue;
        left_out.emplace_back(name);
        card = made();
    }
    if (card.size() > limits.bytes && !small.foot.empty()) {
        small.foot.clear();
        left_out.emplace_back("the foot");
        card = made();
    }
    if (card.size() > limits.bytes && keep_links_only(data.at("actions"))) {
        left_out.emplace_back("buttons");
        card = made();
    }
    if (card.size() > limits.bytes && clear(data.at("actions"))) {
        left_out.emplace_back("the link");
        card = made();
    }
    return card;
}

json::object note_element(const std::string& escaped) {
    json::object note = text_block(escaped);
    note["size"] = "Small";
    note["isSubtle"] = true;
    return note;
}

}  // namespace socbot::cards
