// Whether the expressions of a template parse, call functions that exist, and read members that the
// data of a card has. Internal to this folder.
#pragma once

#include "domain/templating/template.h"

#include <boost/json/value.hpp>

#include <vector>

namespace socbot::cards {

// Each with the JSON pointer of its string; at most 50.
std::vector<templating::Problem> check_expressions(const boost::json::value& source);

}  // namespace socbot::cards
