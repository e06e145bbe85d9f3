// JSON as XML, in the form fast-xml-parser's XMLBuilder gives it to the official xml().
#pragma once

#include <boost/json/value.hpp>

#include <optional>
#include <string>

namespace socbot::templating {

// nullopt: longer than `most` bytes or nested deeper than 100.
std::optional<std::string> to_xml(const boost::json::value& value, std::size_t most);

}  // namespace socbot::templating
