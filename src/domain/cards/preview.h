// A template and its data -> the card that a platform would get, and everything wrong on the way.
// For people who write templates; the product renders views (render.h).
#pragma once

#include "domain/cards/platform.h"
#include "domain/templating/template.h"

#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace socbot {

// How deep a card may be nested: its template, and what its data adds.
inline constexpr unsigned kCardDepth = 256;

struct CardPreview {
    std::string json;  // empty when there is no card at all
    std::vector<std::string> left_out;
    std::vector<templating::Problem> problems;  // of the template, its expansion and its card
};

// Data after docs/card-data.schema.json is fitted to the platform as a room would get it; other
// data is only expanded, and a card beyond the limits is among the problems. Never fails.
CardPreview
preview_card(std::string_view source, const boost::json::value& data, const CardPlatform& platform);

}  // namespace socbot
