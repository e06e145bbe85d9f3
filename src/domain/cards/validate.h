// Parts of validation that rendering needs too. Internal to this folder; render.h has the face.
#pragma once

#include <boost/json/value.hpp>

#include <cstddef>
#include <string_view>

namespace socbot::cards {

// Whether a card of `version` is shown where `limit` is the newest; both "1.x".
bool is_version_within(std::string_view version, std::string_view limit) noexcept;

// What platforms count: actions wherever they stand, and elements, of which a row of columns or a
// list of facts is one and a container none.
struct CardSize {
    std::size_t actions{0};
    std::size_t elements{0};
};
CardSize size_of_card(const boost::json::value& card);

}  // namespace socbot::cards
