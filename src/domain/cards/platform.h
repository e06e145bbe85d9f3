// What each platform takes of a card: one table, so that fitting, validation and adapters agree.
#pragma once

#include "domain/cards/card_view.h"

#include <span>
#include <string>
#include <string_view>

namespace socbot {

struct CardPlatform {
    std::string_view name;  // "webex"
    CardLimits card;
};

// In the order they are listed to people.
std::span<const CardPlatform> card_platforms();

// nullptr for a name the table has not.
const CardPlatform* find_card_platform(std::string_view name);

// "webex, teams, slack, mattermost, console".
std::string card_platform_names();

}  // namespace socbot
