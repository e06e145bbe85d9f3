// Checks a card against the Adaptive Cards schema as far as clients care: types and members by the
// version that brought them (adaptivecards.io schema explorer), the limits of the platform, https
// links, and the text that is shown when nothing else can be.
#include "base/text.h"
#include "domain/cards/render.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace socbot {
namespace {

namespace json = boost::json;
using templating::Problem;

constexpr std::size_t kMostProblems{50};
constexpr unsigned kDepth{32};

// Minor version of 1.x that brought a type; members in one text, "name" or "name@minor".
struct Type {
    std::string_view name;
    unsigned since;
    std::string_view members;
};

// Members that every element, input and container has.
constexpr std::string_view kCommon{
    "type id spacing separator isVisible@2 height@1 fallback@2 requires@2"};
constexpr std::string_view kActionCommon{
    "type id title iconUrl@1 style@2 fallback@2 requires@2 tooltip@5 isEnabled@5 mode@5 role@6"};

constexpr std::array<Type, 31> kTypes{{
    {"AdaptiveCard",
     0,
     "type version body actions fallbackText speak lang $schema selectAction@1 backgroundImage "
     "minHeight@2 verticalContentAlignment@1 refresh@4 authentication@4 rtl@5 metadata@6"},
    {"TextBlock",
     0,
     "text color fontType@2 horizontalAlignment isSubtle maxLines size weight wrap style@5"},
    {"RichTextBlock", 2, "inlines horizontalAlignment"},
    {"TextRun",
     2,
     "type text color fontType highlight isSubtle italic selectAction size strikethrough "
     "underline@3 weight"},
    {"Image",
     0,
     "url altText size style horizontalAlignment backgroundColor@1 width@1 selectAction@1"},
    {"ImageSet", 0, "images imageSize style@6"},
    {"Media", 1, "sources poster altText captionSources@6"},
    {"MediaSource", 1, "mimeType url"},
    {"Container",
     0,
     "items style selectAction@1 verticalContentAlignment@1 bleed@2 minHeight@2 backgroundImage@2 "
     "rtl@5"},
    {"ColumnSet", 0, "columns selectAction@1 style@2 bleed@2 minHeight@2 horizontalAlignment"},
    {"Column",
     0,
     "items width style selectAction@1 verticalContentAlignment@1 bleed@2 minHeight@2 "
     "backgroundImage@2 rtl@5"},
    {"FactSet", 0, "facts"},
    {"Fact", 0, "type title value"},
    {"ActionSet", 2, "actions"},
    {"Table", 5, "columns rows firstRowAsHeaders showGridLines gridStyle"},
    {"Input.Text",
     0,
     "isMultiline maxLength placeholder style value inlineAction@2 regex@3 label@3 isRequired@3 "
     "errorMessage@3"},
    {"Input.Number", 0, "max min placeholder value label@3 isRequired@3 errorMessage@3"},
    {"Input.Date", 0, "max min placeholder value label@3 isRequired@3 errorMessage@3"},
    {"Input.Time", 0, "max min placeholder value label@3 isRequired@3 errorMessage@3"},
    {"Input.Toggle", 0, "title value valueOff valueOn wrap@2 label@3 isRequired@3 errorMessage@3"},
    {"Input.ChoiceSet",
     0,
     "choices isMultiSelect style value placeholder wrap@2 label@3 isRequired@3 errorMessage@3"},
    {"Input.Choice", 0, "type title value"},
    {"BackgroundImage", 2, "type url fillMode horizontalAlignment verticalAlignment"},
    {"TargetElement", 2, "type elementId isVisible"},
    {"Action.OpenUrl", 0, "url"},
    {"Action.Submit", 0, "data associatedInputs@3"},
    {"Action.ShowCard", 0, "card"},
    {"Action.ToggleVisibility", 2, "targetElements"},
    {"Action.Execute", 4, "verb data associatedInputs"},
    {"TableRow", 5, "cells style"},
    {"TableCell", 5, "items style"},
}};

const Type* find_type(std::string_view name) {
    const auto found = std::find_if(kTypes.begin(), kTypes.end(), [&](const Type& type) {
        return type.name == name;
    });
    return found == kTypes.end() ? nullptr : &*found;
}

// The minor version that brought `member`; nothing when the list does not name it.
std::optional<unsigned> since(std::string_view members, std::string_view member) {
    for (const std::string_view word : split(members, ' ')) {
        const std::size_t at = word.find('@');
        if (word.substr(0, at) != member) continue;
        return at == std::string_view::npos ? 0U : static_cast<unsigned>(word[at + 1] - '0');
    }
    return std::nullopt;
}

std::string_view text_of(const json::object& object, std::string_view name) {
    const json::value* const value = object.if_contains(name);
    if (value == nullptr || !value->is_string()) return {};
    return value->as_string();
}

// "1.3" -> 3. Only 1.x exists.
std::optional<unsigned> minor_version(std::string_view version) {
    if (!version.starts_with("1.")) return std::nullopt;
    version.remove_prefix(2);
    unsigned minor = 0;
    const auto [end, error] =
        std::from_chars(version.data(), version.data() + version.size(), minor);
    if (error != std::errc{} || end != version.data() + version.size()) return std::nullopt;
    return minor;
}

// What an untyped object is, by the member it stands in.
std::string_view implied_type(std::string_view member) {
    constexpr std::pair<std::string_view, std::string_view> known[]{
        {"columns", "Column"},
        {"facts", "Fact"},
        {"choices", "Input.Choice"},
        {"images", "Image"},
        {"sources", "MediaSource"},
        {"backgroundImage", "BackgroundImage"},
        {"inlines", "TextRun"},
        {"targetElements", "TargetElement"}};
    for (const auto& [name, type] : known) {
        if (name == member) return type;
    }
    return {};
}

class Validator {
public:
    explicit Validator(const CardLimits& limits)
        : limits_{limits}, minor_{minor_version(limits.version).value_or(3)} {}

    std::vector<Problem> check(const json::value& card) {
        const json::object* const object = card.if_object();
        if (object == nullptr || text_of(*object, "type") != "AdaptiveCard") {
            add("", "not an AdaptiveCard");
            return std::move(problems_);
        }
        check_root(*object);
        element(*object, "", "", 0);
        if (buttons_ > limits_.buttons)
            add("/actions",
                std::to_string(buttons_) + " buttons; the limit is " +
                    std::to_string(limits_.buttons));
        return std::move(problems_);
    }

private:
    void add(std::string path, std::string message) {
        if (problems_.size() < kMostProblems)
            problems_.push_back({std::move(path), std::move(message)});
    }

    void check_root(const json::object& card) {
        const auto version = minor_version(text_of(card, "version"));
        if (!version) {
            add("/version", "version must be 1.x");
        } else if (*version > minor_) {
            add("/version", "version is above " + limits_.version + ": only fallbackText is shown");
        }
        if (text_of(card, "fallbackText").empty()) add("/fallbackText", "fallbackText is missing");
        const json::value* const body = card.if_contains("body");
        if (body == nullptr || !body->is_array() || body->as_array().empty())
            add("/body", "body is missing or empty");
    }

    void element(
        const json::object& object,
        const std::string& path,
        std::string_view member,
        unsigned depth
    ) {
        if (depth > kDepth) {
            add(path, "nested too deep");
            return;
        }
        std::string_view name = text_of(object, "type");
        if (name.empty()) name = implied_type(member);
        const Type* const type = find_type(name);
        if (type == nullptr) {
            add(path, name.empty() ? "type is missing" : "unknown type " + quote_for_log(name, 64));
            return;
        }
        if (type->since > minor_)
            add(path, std::string{name} + " needs version 1." + std::to_string(type->since));
        for (const auto& [key, value] : object) {
            std::string at = path + "/" + std::string{key};
            check_member(*type, key, at);
            // The data of an action is ours, whatever its shape.
            if (key != "data") descend(value, at, key, depth);
        }
        check_action(object, name, path);
    }

    void check_member(const Type& type, std::string_view key, const std::string& path) {
        const bool action = type.name.starts_with("Action.");
        auto needed = since(type.members, key);
        if (!needed && type.name != "AdaptiveCard")
            needed = since(action ? kActionCommon : kCommon, key);
        if (!needed) {
            add(path, "unknown member of " + std::string{type.name});
        } else if (*needed > minor_) {
            add(path, "needs version 1." + std::to_string(*needed));
        }
    }

    void check_action(const json::object& object, std::string_view name, const std::string& path) {
        if (!name.starts_with("Action.")) return;
        ++buttons_;
        if (name == "Action.OpenUrl" && !text_of(object, "url").starts_with("https://"))
            add(path + "/url", "links must be https");
    }

    void descend(
        const json::value& value,
        const std::string& path,
        std::string_view key,
        unsigned depth
    ) {
        if (const json::object* const object = value.if_object()) {
            if (key != "requires") element(*object, path, key, depth + 1);
        } else if (const json::array* const items = value.if_array()) {
            for (std::size_t i = 0; i < items->size(); ++i) {
                if (const json::object* const item = (*items)[i].if_object())
                    element(*item, path + "/" + std::to_string(i), key, depth + 1);
            }
        }
    }

    const CardLimits& limits_;
    unsigned minor_;
    unsigned buttons_{0};
    std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> validate_card(const json::value& card, const CardLimits& limits) {
    return Validator{limits}.check(card);
}

}  // namespace socbot
