// Text of a payload brought into the shape the alarm promises: valid UTF-8, one line, no control,
// bidi or zero-width characters, within a limit. Internal to the readers.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace socbot::intake {

// One clean line of at most `bytes` bytes; USM Anywhere's "UNDEFINED" is empty.
std::string clean_line(std::string_view text, std::size_t bytes);

// For titles and categories: also undoes "&amp;", which feeds scraped from web pages carry.
// Indicators never go through this: "&amp;" may be part of a URL.
std::string clean_words(std::string_view text, std::size_t bytes);

bool is_uuid(std::string_view text) noexcept;
bool is_hex(std::string_view text, std::size_t digits) noexcept;

// A name people can read: not empty, no address, no UUID.
bool is_host_name(std::string_view text);

// The canonical text of an address, or nothing.
std::optional<std::string> as_address(std::string_view text);

}  // namespace socbot::intake
