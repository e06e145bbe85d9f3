// The schema of adaptivecards.io ("Schema Explorer", versions 1.0 to 1.6), as far as clients care.
#include "domain/cards/card_schema.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace socbot::cards {
namespace {

// Members that every element, input and container has.
constexpr std::string_view kCommon{
    "type id spacing separator isVisible@2 height@1 fallback@2 requires@2"};
constexpr std::string_view kActionCommon{
    "type id title iconUrl@1 style@2 fallback@2 requires@2 tooltip@5 isEnabled@5 mode@5 role@6"};

constexpr std::array<CardType, 41> kTypes{{
    {"AdaptiveCard",
     0,
     "type version body actions fallbackText speak lang $schema selectAction@1 backgroundImage "
     "minHeight@2 verticalContentAlignment@1 refresh@4 authentication@4 rtl@5 metadata@6"},
    {"TextBlock",
     0,
     "text! color fontType@2 horizontalAlignment isSubtle maxLines size weight wrap style@5"},
    {"RichTextBlock", 2, "inlines! horizontalAlignment"},
    {"TextRun",
     2,
     "type text! color fontType highlight isSubtle italic selectAction size strikethrough "
     "underline@3 weight"},
    {"Image",
     0,
     "url! altText size style horizontalAlignment backgroundColor@1 width@1 selectAction@1"},
    {"ImageSet", 0, "images! imageSize style@6"},
    {"Media", 1, "sources! poster altText captionSources@6"},
    {"MediaSource", 1, "type mimeType! url!"},
    {"Container",
     0,
     "items! style selectAction@1 verticalContentAlignment@1 bleed@2 minHeight@2 backgroundImage@2 "
     "rtl@5"},
    {"ColumnSet", 0, "columns selectAction@1 style@2 bleed@2 minHeight@2 horizontalAlignment"},
    {"Column",
     0,
     "items width style selectAction@1 verticalContentAlignment@1 bleed@2 minHeight@2 "
     "backgroundImage@2 rtl@5"},
    {"FactSet", 0, "facts!"},
    {"Fact", 0, "type title! value!"},
    {"ActionSet", 2, "actions!"},
    {"Table",
     5,
     "columns rows firstRowAsHeaders showGridLines gridStyle horizontalCellContentAlignment "
     "verticalCellContentAlignment"},
    {"Input.Text",
     0,
     "id! isMultiline maxLength placeholder style value inlineAction@2 regex@3 label@3 "
     "isRequired@3 "
     "errorMessage@3 "
     "labelPosition@6 labelWidth@6 inputStyle@6"},
    {"Input.Number",
     0,
     "id! max min placeholder value label@3 isRequired@3 errorMessage@3 "
     "labelPosition@6 labelWidth@6 inputStyle@6"},
    {"Input.Date",
     0,
     "id! max min placeholder value label@3 isRequired@3 errorMessage@3 "
     "labelPosition@6 labelWidth@6 inputStyle@6"},
    {"Input.Time",
     0,
     "id! max min placeholder value label@3 isRequired@3 errorMessage@3 "
     "labelPosition@6 labelWidth@6 inputStyle@6"},
    {"Input.Toggle",
     0,
     "id! title value valueOff valueOn wrap@2 label@3 isRequired@3 errorMessage@3 "
     "labelPosition@6 labelWidth@6 inputStyle@6"},
    {"Input.ChoiceSet",
     0,
     "id! choices isMultiSelect style value placeholder wrap@2 choices.data@6 label@3 isRequired@3 "
     "errorMessage@3 "
     "labelPosition@6 labelWidth@6 inputStyle@6"},
    {"Input.Choice", 0, "type title! value!"},
    {"BackgroundImage", 2, "type url! fillMode horizontalAlignment verticalAlignment"},
    {"TargetElement", 2, "type elementId! isVisible"},
    {"Action.OpenUrl", 0, "url!"},
    {"Action.Submit", 0, "data associatedInputs@3"},
    {"Action.ShowCard", 0, "card!"},
    {"Action.ToggleVisibility", 2, "targetElements!"},
    {"Action.Execute", 4, "verb data associatedInputs"},
    {"TableRow", 5, "type cells style horizontalCellContentAlignment verticalCellContentAlignment"},
    {"TableCell",
     5,
     "type items style selectAction verticalContentAlignment bleed minHeight backgroundImage rtl"},
    {"TableColumnDefinition",
     5,
     "type width horizontalCellContentAlignment verticalCellContentAlignment"},
    {"Refresh", 4, "type action userIds expires@6"},
    {"Authentication", 4, "type text connectionName tokenExchangeResource buttons"},
    {"TokenExchangeResource", 4, "type id! uri! providerId!"},
    {"AuthCardButton", 4, "type! title image value!"},
    {"CaptionSource", 6, "type mimeType! url! label!"},
    {"Metadata", 6, "type webUrl"},
    {"Carousel", 6, "pages! timer"},
    {"CarouselPage", 6, "items! selectAction backgroundImage"},
    {"Data.Query", 6, "type dataset! count skip"},
}};

struct Implied {
    std::string_view parent, member, type;  // no parent: any
};
constexpr std::array<Implied, 17> kImplied{{
    {"Table", "columns", "TableColumnDefinition"},
    {"Table", "rows", "TableRow"},
    {"TableRow", "cells", "TableCell"},
    {"Media", "captionSources", "CaptionSource"},
    {"Authentication", "tokenExchangeResource", "TokenExchangeResource"},
    {"Authentication", "buttons", "AuthCardButton"},
    {"AdaptiveCard", "refresh", "Refresh"},
    {"AdaptiveCard", "authentication", "Authentication"},
    {"AdaptiveCard", "metadata", "Metadata"},
    {"", "columns", "Column"},
    {"", "facts", "Fact"},
    {"", "choices", "Input.Choice"},
    {"", "images", "Image"},
    {"", "sources", "MediaSource"},
    {"", "backgroundImage", "BackgroundImage"},
    {"", "inlines", "TextRun"},
    {"", "targetElements", "TargetElement"},
}};

// Whether `word` of a list of members is `member`, and the version after its mark.
std::optional<unsigned> version_in(std::string_view members, std::string_view member) {
    for (std::string_view word : split(members, ' ')) {
        const std::size_t mark = word.find_first_of("@!");
        if (word.substr(0, mark) != member) continue;
        const bool marked = mark != std::string_view::npos && word[mark] == '@';
        return marked ? static_cast<unsigned>(word[mark + 1] - '0') : 0U;
    }
    return std::nullopt;
}

// Parts of elements have no members but their own.
bool is_part(const CardType& type) {
    return type.members.starts_with("type");
}

}  // namespace

const CardType* find_card_type(std::string_view name) {
    const auto found = std::find_if(kTypes.begin(), kTypes.end(), [&](const CardType& type) {
        return type.name == name;
    });
    return found == kTypes.end() ? nullptr : &*found;
}

std::optional<unsigned> member_since(const CardType& type, std::string_view member) {
    if (const auto own = version_in(type.members, member)) return own;
    if (is_part(type)) return std::nullopt;
    return version_in(type.name.starts_with("Action.") ? kActionCommon : kCommon, member);
}

std::vector<std::string_view> required_members(const CardType& type) {
    std::vector<std::string_view> required;
    for (const std::string_view word : split(type.members, ' ')) {
        if (word.ends_with('!')) required.push_back(word.substr(0, word.size() - 1));
    }
    return required;
}

std::string_view implied_type(std::string_view parent, std::string_view member) {
    for (const Implied& implied : kImplied) {
        if (implied.member == member && (implied.parent.empty() || implied.parent == parent))
            return implied.type;
    }
    return {};
}

}  // namespace socbot::cards
