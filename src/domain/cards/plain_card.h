// The card made in code: the essentials and the link, when a template fails or nothing else fits.
// Internal to this folder.
#pragma once

#include "domain/cards/render.h"

#include <boost/json/array.hpp>

#include <string>
#include <vector>

namespace socbot::cards {

// Never fails. What does not fit is left out, the link last, and added to `left_out` in words.
// `actions` are those of actions_of.
std::string plain_card(
    const CardView& view,
    const boost::json::array& actions,
    const CardLimits& limits,
    std::vector<std::string>& left_out
);

// A note that something is not shown, as an element of a body.
boost::json::object note_element(const std::string& escaped);

}  // namespace socbot::cards
