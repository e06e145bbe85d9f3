// Reading the small JSON bodies the page posts, within stated limits.
#pragma once

#include "ports/http.h"

#include <boost/json/object.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace socbot {

inline constexpr std::size_t kConsoleBodyBytes{16 * 1024};
inline constexpr std::size_t kConsoleTextBytes{2'000};
inline constexpr std::size_t kConsoleActionBytes{4'096};
inline constexpr std::size_t kConsoleInputs{20};

// The body as one object, or the refusal: 413 too large, 415 not JSON by its type, 400 malformed.
std::variant<boost::json::object, http::Response> read_object(const http::Request& request);

// A text member of at most `limit` bytes that is not blank; nullopt otherwise.
std::optional<std::string>
text_of(const boost::json::object& body, std::string_view name, std::size_t limit);

// The decimal id of a message; 0 when absent, nullopt when malformed.
std::optional<std::uint64_t> id_of(const boost::json::object& body, std::string_view name);

// {"name": "value", ...}; nullopt when there are too many or one is no text or too long.
std::optional<std::vector<std::pair<std::string, std::string>>> inputs_of(
    const boost::json::object& body
);

// Digits only, within 64 bits.
std::optional<std::uint64_t> parse_id(std::string_view text);

}  // namespace socbot
