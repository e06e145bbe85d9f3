// Binary values. JSON has none, so bytes are what JSON.stringify makes of a Uint8Array: an object
// {"0": 104, "1": 105}. The functions that tell a Uint8Array from other objects look for that form.
#pragma once

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace socbot::templating {

boost::json::object to_byte_object(std::string_view bytes);

// nullopt when the value is no such object; an empty object is none.
std::optional<std::string> from_byte_object(const boost::json::value& value);

}  // namespace socbot::templating
