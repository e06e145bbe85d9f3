// CardView -> Adaptive Card: fills the template of its kind, signs the buttons, escapes, fits.
// Pure.
#pragma once

#include "base/result.h"
#include "domain/cards/card_view.h"
#include "domain/templating/template.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace socbot {

// Prepared templates by name: "office365", "network_intrusion", "malware", "other", "answer"; those
// for one language as "de/malware".
// Immutable; shared by every thread that renders.
class CardTemplates {
public:
    // `sources`: name -> JSON text. invalid_input names the template and the JSON pointer.
    static Result<CardTemplates> prepare(const std::map<std::string, std::string>& sources);
    // The templates shipped inside the binary.
    static const std::map<std::string, std::string>& shipped();
    // The sample data of each, as text.
    static const std::map<std::string, std::string>& samples();

    const templating::Template* find(std::string_view name) const;
    std::string hash(std::string_view name) const;  // hex SHA-256 of the source
    // The nearest there is for a language ("de-at"): "de-at/malware", "de/malware", "malware".
    std::string nearest(std::string_view name, std::string_view language) const;

private:
    struct Entry {
        templating::Template prepared;
        std::string hash;
    };
    std::map<std::string, Entry, std::less<>> entries_;
};

struct RenderContext {
    const CardTemplates& templates;
    // Signed data of an action button (domain/commands/button.h); called once a button.
    std::function<std::string(const Button&)> sign;
    CardLimits limits;
    std::string language{};  // "de-at", lower case; empty: none in particular
};

struct Rendered {
    std::string json;
    std::string template_hash;
    std::vector<std::string> left_out;  // what did not fit, in words
};

// Always gives a card: when the template fails or does not fit, a plain one with the essentials.
Rendered render_card(const CardView& view, const RenderContext& context);

// The data a template sees (docs/cards.md): every text already escaped for card Markdown.
boost::json::value template_data(const CardView& view, const RenderContext& context);

// Card text is Markdown (a subset) in every client: escapes what would be markup, defangs nothing.
std::string escape_card_markdown(std::string_view text);
// The text that escape_card_markdown was given, but for a mention's '@'.
std::string unescape_card_markdown(std::string_view text);
// For Markdown messages in chat: also neutralises mentions ("@all", "<@...>").
std::string escape_chat_markdown(std::string_view text);

// The notification line, at most 110 characters (code points), severity and customer first.
std::string notification_line(const CardView& view);

// Problems of an expanded card, each with its JSON pointer: unknown types and members, those above
// the platform's version without a fallback, missing members, links that are not https, a missing
// fallbackText, and whatever the platform's limits do not take. At most 50.
std::vector<templating::Problem>
validate_card(const boost::json::value& card, const CardLimits& limits);

// The same of a template before it is filled, as far as that can be told, and of its expressions:
// syntax, functions that do not exist, names that the data of a card has not. At most 50.
std::vector<templating::Problem>
validate_template(const boost::json::value& source, const CardLimits& limits);

}  // namespace socbot
