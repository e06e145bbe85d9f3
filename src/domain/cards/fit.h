// Brings a CardView within what a card can hold. Internal to this folder.
#pragma once

#include "domain/cards/card_view.h"

#include <string>
#include <vector>

namespace socbot::cards {

// The steps of the ladder, by how much of a view is kept: `full` still bounds every text and list,
// `condensed` has four short facts, `essential` says who, what and how it ended, and where to read
// the rest.
enum class Fit { full, condensed, essential };

// A copy within the bounds, all text one clean line. What is lost is added to `left_out` in words
// ("3 facts").
CardView
fitted(const CardView& view, Fit fit, unsigned buttons, std::vector<std::string>& left_out);

}  // namespace socbot::cards
