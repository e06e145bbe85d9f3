// A payload parsed under the limits of intake. Internal to the readers.
#pragma once

#include "base/result.h"
#include "domain/intake/reader.h"

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>

namespace socbot::intake {

// Parses strictly: valid UTF-8, an object at the top, no member twice there, depth and size
// bounded. Duplicate members are refused because two parsers would disagree on which one counts
// (RFC 8259 section 4). Integers are exact up to 64 bits; larger ones make the payload unreadable.
//
// The result lives in a parser of the calling thread: valid until the next call on this thread.
Result<simdjson::dom::object> parse_payload(std::string_view payload);

// Text of a scalar: strings as they are, integers in decimal, booleans as "true" and "false".
// nullopt for null, arrays and objects. `number` is where digits are written.
std::optional<std::string_view> scalar_text(simdjson::dom::element value, std::string& number);

// A string or number in the payload that a dotted path leads to ("x_att_tenant_subdomain",
// "metadata.tenant_uid"), cleaned; empty when there is none.
std::string text_at(simdjson::dom::object payload, std::string_view dotted_path);

}  // namespace socbot::intake
