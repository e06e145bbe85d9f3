// The way back from data to a view, so that a preview climbs down the same ladder as the product.
#include "domain/cards/preview.h"

#include "base/check.h"
#include "base/text.h"
#include "domain/cards/render.h"

#include <boost/json.hpp>

#include <charconv>
#include <optional>
#include <utility>

namespace socbot {
namespace {

namespace json = boost::json;
using templating::Problem;

constexpr const char* kName{"preview"};

// Reads the members of the contract; what is missing or of another type is remembered.
class DataReader {
public:
    explicit DataReader(const json::object& data) : data_{data} {}

    std::string plain(std::string_view name) {
        const json::value* const member = data_.if_contains(name);
        good_ = good_ && member != nullptr && member->is_string();
        return good_ ? std::string{member->get_string()} : std::string{};
    }
    std::string text(std::string_view name) { return unescape_card_markdown(plain(name)); }
    json::array list(std::string_view name) {
        const json::value* const member = data_.if_contains(name);
        good_ = good_ && member != nullptr && member->is_array();
        return good_ ? member->get_array() : json::array{};
    }
    template <class Each>
    void each(std::string_view name, Each read) {
        const json::object nothing;
        for (const json::value& item : list(name)) {
            DataReader reader{item.is_object() ? item.get_object() : nothing};
            read(reader);
            good_ = good_ && reader.good_;
        }
    }
    bool good() const noexcept { return good_; }

private:
    const json::object& data_;
    bool good_{true};
};

Severity severity_of(const std::string& word) {
    for (const Severity severity :
         {Severity::informational,
          Severity::low,
          Severity::medium,
          Severity::high,
          Severity::critical}) {
        if (word == to_upper_ascii(to_word(severity))) return severity;
    }
    return Severity::unknown;
}

Kind kind_of(const std::string& name) {
    for (const Kind kind : {Kind::office365, Kind::network_intrusion, Kind::malware}) {
        if (name == display_name(kind)) return kind;
    }
    return Kind::other;
}

// "ACME-412".
EpisodeId episode_of(const std::string& id) {
    const std::size_t dash = id.rfind('-');
    if (dash == std::string::npos) return {};
    std::uint64_t number = 0;
    const char* const last = id.data() + id.size();
    const auto [end, error] = std::from_chars(id.data() + dash + 1, last, number);
    if (error != std::errc{} || end != last) return {};
    return {CustomerCode{id.substr(0, dash)}, number};
}

void read_lists(DataReader& reader, CardView& view, std::vector<std::string>& signatures) {
    reader.each("facts", [&](DataReader& fact) {
        const bool emphasised = fact.plain("colour") == "attention";
        view.facts.push_back({fact.text("name"), fact.text("value"), emphasised});
    });
    for (const json::value& line : reader.list("lines")) {
        if (line.is_string()) view.lines.push_back(unescape_card_markdown(line.get_string()));
    }
    reader.each("actions", [&](DataReader& action) {
        view.buttons.push_back(
            {action.plain("label"),
             action.plain("action"),
             action.plain("url"),
             action.plain("style") == "positive"}
        );
        if (!view.buttons.back().action.empty()) signatures.push_back(action.plain("signed"));
    });
}

// Nothing when the data is not that of a card.
std::optional<CardView> view_of(const json::value& data, std::vector<std::string>& signatures) {
    if (!data.is_object()) return std::nullopt;
    DataReader reader{data.get_object()};
    CardView view;
    view.template_name = kName;
    view.kind = kind_of(reader.plain("kind"));
    view.severity = severity_of(reader.plain("severity"));
    if (reader.plain("style") == "good") view.state = CardState::closed;
    view.customer = reader.text("customer");
    view.customer_name = reader.text("customerName");
    view.episode = episode_of(reader.text("id"));
    view.chip = reader.text("chip");
    view.title = reader.text("title");
    view.sentence = reader.text("sentence");
    view.why = reader.text("why");
    view.context = reader.text("context");
    view.time = reader.text("time");
    view.clock = reader.text("clock");
    view.changed = reader.text("changed");
    view.foot = reader.text("foot");
    view.notification = reader.text("fallback");
    read_lists(reader, view, signatures);
    if (!reader.good()) return std::nullopt;
    return view;
}

void add(std::vector<Problem>& to, std::vector<Problem> from) {
    for (Problem& problem : from)
        to.push_back(std::move(problem));
}

// The card as the template makes it, whatever its size.
void expand_only(
    const templating::Template& prepared,
    const json::value& data,
    const CardLimits& limits,
    CardPreview& preview
) {
    auto expansion = prepared.expand({.root = data});
    if (!expansion) {
        preview.problems.push_back({{}, expansion.error().message()});
        return;
    }
    add(preview.problems, std::move(expansion->problems));
    add(preview.problems, validate_card(expansion->output, limits));
    preview.json = templating::to_json(expansion->output);
}

void fit(
    const CardTemplates& templates,
    const CardView& view,
    const std::vector<std::string>& signatures,
    const CardLimits& limits,
    CardPreview& preview
) {
    std::size_t signed_so_far = 0;
    const RenderContext context{
        templates,
        [&](const Button&) {
            return signed_so_far < signatures.size() ? signatures[signed_so_far++] : std::string{};
        },
        limits,
        {}};
    Rendered rendered = render_card(view, context);
    const auto card = templating::parse_json(rendered.json, kCardDepth);
    if (card)
        add(preview.problems, validate_card(*card, limits));
    else
        preview.problems.push_back({{}, card.error().message()});
    preview.json = std::move(rendered.json);
    preview.left_out = std::move(rendered.left_out);
}

}  // namespace

CardPreview
preview_card(std::string_view source, const json::value& data, const CardPlatform& platform) {
    CardPreview preview;
    const auto templates = CardTemplates::prepare({{kName, std::string{source}}});
    if (!templates) {
        preview.problems.push_back({{}, templates.error().message()});
        return preview;
    }
    std::vector<std::string> signatures;
    const auto view = view_of(data, signatures);
    if (!view) {
        expand_only(*templates->find(kName), data, platform.card, preview);
        return preview;
    }
    const auto parsed = templating::parse_json(source);
    SOCBOT_CHECK(parsed, "what was prepared is JSON");
    add(preview.problems, validate_template(*parsed, platform.card));
    fit(*templates, *view, signatures, platform.card, preview);
    return preview;
}

}  // namespace socbot
