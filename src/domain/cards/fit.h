// Brings a CardView within what a card can hold. Internal to this folder.
#pragma once

#include "domain/cards/card_view.h"

#include <string>
#include <vector>

namespace socbot::cards {

// How much of a view is kept: `whole` still bounds every text and list.
enum class Fit { whole, short_facts, no_facts };

// A copy within the bounds, all text one clean line. What is lost is added to `left_out` in words
// ("3 facts").
CardView
fitted(const CardView& view, Fit fit, unsigned buttons, std::vector<std::string>& left_out);

}  // namespace socbot::cards
