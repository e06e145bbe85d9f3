// Rendering: fit, fill the template, look at what came out, and when anything goes wrong a plain
// card made in code. A card that says less is better than an alarm nobody sees.
#include "domain/cards/render.h"

#include "base/text.h"
#include "domain/cards/fit.h"
#include "domain/cards/plain_card.h"
#include "domain/cards/template_data.h"
#include "domain/cards/validate.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace socbot {
namespace {

namespace json = boost::json;
using namespace cards;

// Where the data and the card of one attempt are built, all of it freed at once: a card has some
// hundreds of small pieces, and giving each back to the heap would cost more than filling it. A
// card of the usual size fits into the buffer.
// NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): what is not used needs no value
class Pool {
public:
    json::storage_ptr storage() { return &resource_; }

private:
    std::array<unsigned char, 48 * 1024> buffer_;
    json::monotonic_resource resource_{buffer_.data(), buffer_.size()};
};

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

// What the platform shows is decided by the platform: a card of a later version would show only its
// fallback text.
void set_version(json::object& card, const CardLimits& limits) {
    const json::value* const version = card.if_contains("version");
    const bool in_reach = version != nullptr && version->is_string() &&
                          is_version_within(version->as_string(), limits.version);
    if (!in_reach) card["version"] = limits.version;
}

// A template without a fallback text, or whose own failed, gets the notification line.
void set_fallback(
    json::object& card,
    const templating::Expansion& expansion,
    std::string_view text
) {
    const json::value* const own = card.if_contains("fallbackText");
    const bool failed = std::any_of(
        expansion.problems.begin(),
        expansion.problems.end(),
        [](const templating::Problem& problem) { return problem.path == "/fallbackText"; }
    );
    if (failed || own == nullptr || !own->is_string() || own->as_string().empty())
        card["fallbackText"] = text;
}

// Whether a text of the value has `words`.
bool says(const json::value& value, std::string_view words) {
    if (const auto* text = value.if_string())
        return std::string_view{*text}.find(words) != std::string_view::npos;
    if (const auto* list = value.if_array())
        return std::any_of(list->begin(), list->end(), [&](const json::value& item) {
            return says(item, words);
        });
    const auto* object = value.if_object();
    return object != nullptr &&
           std::any_of(object->begin(), object->end(), [&](const json::key_value_pair& member) {
               return says(member.value(), words);
           });
}

// A template need not show the foot; that something is missing has to be said all the same.
void say_what_is_left_out(json::object& card, const std::string& foot) {
    const std::string escaped = escape_card_markdown(foot);
    json::array& body = card.at("body").as_array();
    if (!says(card.at("body"), escaped)) body.push_back(note_element(escaped));
}

// The template's card, or the reason why there is none.
struct Filled {
    std::string card;
    std::string problem;
    bool fits{true};
    std::vector<std::string> failed;  // strings of the template that did
};

Filled fill(
    const templating::Template& prepared,
    const CardView& view,
    const json::array& actions,
    const CardLimits& limits,
    const std::vector<std::string>& left_out
) {
    Pool pool;
    const std::string foot = foot_of(view, left_out);
    // Parentheses: in braces a value of one value is an array.
    const templating::Data data{.root = json::value(data_of(view, foot, actions, pool.storage()))};
    auto expansion = prepared.expand(data, pool.storage());
    if (!expansion) return {{}, "the template failed: " + expansion.error().message(), true, {}};
    if (!is_card(expansion->output)) return {{}, "the template gave no card", true, {}};
    json::object& card = expansion->output.as_object();
    set_version(card, limits);
    set_fallback(card, *expansion, data.root.as_object().at("fallback").as_string());
    if (!left_out.empty()) say_what_is_left_out(card, foot);
    const CardSize size = size_of_card(expansion->output);
    // Fewer facts do not mend a template of its own buttons.
    if (size.actions > limits.buttons) return {{}, "the template gave too many buttons", true, {}};
    Filled filled{json::serialize(expansion->output), {}, true, {}};
    filled.fits = filled.card.size() <= limits.bytes &&
                  (limits.elements == 0 || size.elements <= limits.elements);
    for (const templating::Problem& problem : expansion->problems)
        filled.failed.push_back("template " + problem.path + ": " + problem.message);
    return filled;
}

std::string template_name(const CardView& view) {
    return view.template_name == "alarm" ? to_word(view.kind) : view.template_name;
}

// The steps of the ladder that the template takes part in. Gives the card, or why there is none.
Filled climb(
    const templating::Template& prepared,
    const CardView& full,
    const CardView& view,
    const json::array& actions,
    const CardLimits& limits,
    std::vector<std::string>& left_out
) {
    Filled filled = fill(prepared, full, actions, limits, left_out);
    for (const Fit fit : {Fit::condensed, Fit::essential}) {
        // Less text will not mend a template that fails.
        if (filled.fits) break;
        left_out.clear();
        const CardView less = fitted(view, fit, limits.buttons, left_out);
        filled = fill(prepared, less, actions, limits, left_out);
    }
    return filled;
}

}  // namespace

Rendered render_card(const CardView& view, const RenderContext& context) {
    const CardLimits& limits = context.limits;
    const std::string name = context.templates.nearest(template_name(view), context.language);
    std::vector<std::string> left_out;
    const CardView full = fitted(view, Fit::full, limits.buttons, left_out);
    // Signed once, whatever happens to the rest.
    const json::array actions = actions_of(full, context);
    std::string problem = "no template named " + quote_for_log(name, 64);
    if (const templating::Template* prepared = context.templates.find(name)) {
        Filled filled = climb(*prepared, full, view, actions, limits, left_out);
        if (filled.problem.empty() && filled.fits) {
            for (std::string& failed : filled.failed)
                left_out.push_back(std::move(failed));
            return {std::move(filled.card), context.templates.hash(name), std::move(left_out)};
        }
        problem = std::move(filled.problem);
    }
    left_out.clear();
    left_out.emplace_back(problem.empty() ? "the layout (too large)" : "the layout");
    std::string card = plain_card(view, actions, limits, left_out);
    if (!problem.empty()) left_out.push_back(std::move(problem));
    return {std::move(card), context.templates.hash(name), std::move(left_out)};
}

}  // namespace socbot
