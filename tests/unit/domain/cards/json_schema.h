// The part of JSON Schema 2020-12 that docs/card-data.schema.json uses. A keyword it does not know
// is a problem, so that the schema cannot promise what nobody checks.
#pragma once

#include <boost/json.hpp>

#include <string>
#include <vector>

namespace socbot::testing_support {

// "POINTER: message" for each way in which `value` is not what the schema says.
std::vector<std::string>
schema_problems(const boost::json::value& schema, const boost::json::value& value);

}  // namespace socbot::testing_support
