// Checks a card, or the template of one, against the Adaptive Cards schema as far as clients care:
// types and members by the version that brought them, the limits of the platform, https links, and
// the text that is shown when nothing else can be.
#include "domain/cards/validate.h"

#include "base/text.h"
#include "domain/cards/card_schema.h"
#include "domain/cards/render.h"
#include "domain/cards/template_names.h"
#include "domain/cards/words.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace socbot {
namespace {

namespace json = boost::json;
using namespace cards;
using templating::Problem;

constexpr std::size_t kMostProblems{50};
constexpr unsigned kDepth{32};

std::string_view text_of(const json::object& object, std::string_view name) {
    const json::value* const value = object.if_contains(name);
    if (value == nullptr || !value->is_string()) return {};
    return value->as_string();
}

bool has_expression(std::string_view text) noexcept {
    return text.find("${") != std::string_view::npos;
}

// "1.3" -> 3. Only 1.x exists.
std::optional<unsigned> minor_version(std::string_view version) noexcept {
    if (!version.starts_with("1.")) return std::nullopt;
    version.remove_prefix(2);
    unsigned minor = 0;
    const auto [end, error] =
        std::from_chars(version.data(), version.data() + version.size(), minor);
    if (error != std::errc{} || end != version.data() + version.size()) return std::nullopt;
    return minor;
}

// One row of a card, whatever it holds: a client that knows no columns shows each as one block.
bool is_row(std::string_view type) noexcept {
    return type == "ColumnSet" || type == "FactSet" || type == "ImageSet" ||
           type == "RichTextBlock" || type == "ActionSet" || type == "Table";
}

std::string_view type_of(const json::object& object) {
    const json::value* const type = object.if_contains("type");
    return type != nullptr && type->is_string() ? std::string_view{type->get_string()}
                                                : std::string_view{};
}

// `rows`: whether elements are counted here.
void measure(const json::value& value, bool rows, CardSize& size) {
    if (const auto* list = value.if_array()) {
        for (const json::value& item : *list)
            measure(item, rows, size);
    }
    const auto* object = value.if_object();
    if (object == nullptr) return;
    const std::string_view type = type_of(*object);
    if (type.starts_with("Action.")) {
        ++size.actions;
        rows = false;
    } else if (rows && !type.empty() && type != "AdaptiveCard" && type != "Container") {
        ++size.elements;
        rows = !is_row(type);
    }
    for (const auto& member : *object) {
        // The data of an action is ours, whatever its shape; a fallback stands instead of what has
        // it.
        if (member.key() != "data" && member.key() != "fallback" && member.value().is_structured())
            measure(member.value(), rows, size);
    }
}

// The members whose length platforms bound.
bool is_text_member(std::string_view key) noexcept {
    constexpr std::array<std::string_view, 7> kKnown{
        "text", "title", "value", "label", "placeholder", "altText", "fallbackText"};
    return std::find(kKnown.begin(), kKnown.end(), key) != kKnown.end();
}

enum class Subject { card, source };

class Validator {
public:
    Validator(const CardLimits& limits, Subject subject)
        : limits_{limits},
          minor_{minor_version(limits.version).value_or(3)},
          template_{subject == Subject::source} {}

    std::vector<Problem> check(const json::value& card) {
        const json::object* const object = card.if_object();
        if (object == nullptr || text_of(*object, "type") != "AdaptiveCard") {
            add("", "not an AdaptiveCard");
            return std::move(problems_);
        }
        check_root(*object);
        element(*object, {"", "", "", 0});
        if (!template_) check_size(card);
        return std::move(problems_);
    }

private:
    // Where an object stands: its pointer, the type around it, the member of that, how deep.
    struct Place {
        std::string path;
        std::string_view parent, member;
        unsigned depth;
    };

    void add(std::string path, std::string message) {
        if (problems_.size() < kMostProblems)
            problems_.push_back({std::move(path), std::move(message)});
    }

    // Of a template, text that is known only when it is filled.
    bool is_open(std::string_view text) const { return template_ && has_expression(text); }

    void check_version(std::string_view written) {
        if (is_open(written)) return;
        const auto version = minor_version(written);
        if (!version) return add("/version", "version must be 1.x");
        if (*version > minor_)
            add("/version", "version is above " + limits_.version + ": only fallbackText is shown");
    }

    void check_root(const json::object& card) {
        check_version(text_of(card, "version"));
        if (text_of(card, "fallbackText").empty()) add("/fallbackText", "fallbackText is missing");
        const json::value* const body = card.if_contains("body");
        const bool open = body != nullptr && body->is_string() && is_open(body->as_string());
        if (!open && (body == nullptr || !body->is_array() || body->as_array().empty()))
            add("/body", "body is missing or empty");
    }

    void check_size(const json::value& card) {
        const CardSize size = size_of_card(card);
        if (size.actions > limits_.buttons)
            beyond("/actions", size.actions, "buttons", limits_.buttons);
        if (limits_.elements != 0 && size.elements > limits_.elements)
            beyond("/body", size.elements, "elements", limits_.elements);
        const std::size_t bytes = json::serialize(card).size();
        if (bytes > limits_.bytes) beyond("", bytes, "bytes", limits_.bytes);
    }

    void beyond(std::string path, std::size_t count, const char* what, std::size_t limit) {
        add(std::move(path),
            std::to_string(count) + " " + what + "; the limit is " + std::to_string(limit));
    }

    void element(const json::object& object, const Place& place) {
        if (place.depth > kDepth) return add(place.path, "nested too deep");
        std::string_view name = text_of(object, "type");
        if (is_open(name)) return;
        if (name.empty()) name = implied_type(place.parent, place.member);
        const CardType* const type = find_card_type(name);
        if (type == nullptr || type->since > minor_) {
            // With a fallback that is shown instead, which is judged in its turn.
            if (has_fallback(object)) return fallback(object, place);
            if (name.empty()) return add(place.path, "type is missing");
            if (type == nullptr) return add(place.path, "unknown type " + quote_for_log(name, 64));
            add(place.path,
                std::string{name} + " needs version 1." + std::to_string(type->since) +
                    " and has no fallback");
        }
        for (const std::string_view needed : required_members(*type)) {
            if (!object.contains(needed))
                add(place.path, std::string{name} + " needs " + std::string{needed});
        }
        for (const auto& [key, value] : object)
            member(*type, key, value, place);
        check_links(object, name, place.path);
    }

    bool has_fallback(const json::object& object) const {
        const json::value* const other = object.if_contains("fallback");
        return minor_ >= 2 && other != nullptr && (other->is_object() || other->is_string());
    }

    void fallback(const json::object& object, const Place& place) {
        const json::value& other = object.at("fallback");
        if (const auto* instead = other.if_object()) {
            element(
                *instead, {place.path + "/fallback", place.parent, place.member, place.depth + 1}
            );
        } else if (other.as_string() != "drop" && !is_open(other.as_string())) {
            add(place.path + "/fallback", "fallback must be an element or \"drop\"");
        }
    }

    void member(
        const CardType& type,
        std::string_view key,
        const json::value& value,
        const Place& place
    ) {
        // Members of the template language, which no card has.
        if (template_ && key.starts_with('$') && key != "$schema") return;
        const std::string path = place.path + "/" + std::string{key};
        const auto needed = member_since(type, key);
        if (!needed) {
            add(path, "unknown member of " + std::string{type.name});
        } else if (*needed > minor_) {
            add(path, "needs version 1." + std::to_string(*needed));
        }
        if (value.is_string() && is_text_member(key)) check_text(value.get_string(), path);
        // The data of an action is ours, whatever its shape.
        if (key != "data" && key != "requires") descend(value, path, type.name, key, place.depth);
    }

    void check_text(std::string_view text, const std::string& path) {
        if (is_open(text) || limits_.text == 0 || text.size() <= limits_.text) return;
        const std::size_t characters = count_code_points(text);
        if (characters > limits_.text) beyond(path, characters, "characters", limits_.text);
    }

    void check_links(const json::object& object, std::string_view name, const std::string& path) {
        const std::string_view url = text_of(object, "url");
        if (is_open(url) || !object.contains("url")) return;
        if (name == "Action.OpenUrl" && !url.starts_with("https://"))
            add(path + "/url", "links must be https");
        if (name == "Image" && !url.starts_with("https://") && !url.starts_with("data:image/"))
            add(path + "/url", "images must be https or data");
    }

    void descend(
        const json::value& value,
        const std::string& path,
        std::string_view parent,
        std::string_view key,
        unsigned depth
    ) {
        if (const json::object* const object = value.if_object()) {
            element(*object, {path, parent, key, depth + 1});
        } else if (const json::array* const items = value.if_array()) {
            for (std::size_t i = 0; i < items->size(); ++i) {
                if (const json::object* const item = (*items)[i].if_object())
                    element(*item, {path + "/" + std::to_string(i), parent, key, depth + 1});
            }
        }
    }

    const CardLimits& limits_;
    unsigned minor_;
    bool template_;
    std::vector<Problem> problems_;
};

}  // namespace

namespace cards {

bool is_version_within(std::string_view version, std::string_view limit) noexcept {
    const auto minor = minor_version(version);
    const auto most = minor_version(limit);
    return minor && most && *minor <= *most;
}

CardSize size_of_card(const json::value& card) {
    CardSize size;
    measure(card, true, size);
    // Entries without a type are buttons all the same.
    const auto* const object = card.if_object();
    const auto* const actions = object == nullptr ? nullptr : object->if_contains("actions");
    if (actions != nullptr && actions->is_array())
        size.actions = std::max(size.actions, actions->get_array().size());
    return size;
}

}  // namespace cards

std::vector<Problem> validate_card(const json::value& card, const CardLimits& limits) {
    return Validator{limits, Subject::card}.check(card);
}

std::vector<Problem> validate_template(const json::value& source, const CardLimits& limits) {
    std::vector<Problem> problems = Validator{limits, Subject::source}.check(source);
    for (Problem& problem : check_expressions(source)) {
        if (problems.size() < kMostProblems) problems.push_back(std::move(problem));
    }
    return problems;
}

}  // namespace socbot
