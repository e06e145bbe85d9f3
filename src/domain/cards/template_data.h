// What a template sees of a view (docs/cards.md, docs/card-data.schema.json). Internal to this
// folder; render.h has the public face.
#pragma once

#include "domain/cards/fit.h"
#include "domain/cards/render.h"

#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace socbot::cards {

inline constexpr std::string_view kDot{" \xC2\xB7 "};

// The buttons of a fitted view as data, signed. A link that no client may open is left out.
boost::json::array actions_of(const CardView& view, const RenderContext& context);

// The foot with what was left out: "TLP:AMBER · not shown: 3 facts".
std::string foot_of(const CardView& view, const std::vector<std::string>& left_out);

// Never empty: what stands for the card where no card is drawn, escaped.
std::string fallback_of(const CardView& view);

// `view` is fitted already. All of it in `storage`.
boost::json::object data_of(
    const CardView& view,
    const std::string& foot,
    const boost::json::array& actions,
    const boost::json::storage_ptr& storage = {}
);

}  // namespace socbot::cards
