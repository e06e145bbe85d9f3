// Cleaning of payload text; see the header.
#include "domain/intake/clean_text.h"

#include "base/text.h"
#include "domain/alarm/address.h"

#include <algorithm>

namespace socbot::intake {
namespace {

constexpr std::string_view kAmpersand{"&amp;"};

bool is_hex_digit(char c) noexcept {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

}  // namespace

std::string clean_line(std::string_view text, std::size_t bytes) {
    // Cleaning costs by length, and a character is at most 4 bytes of which 3 may vanish; what lies
    // past this can't be shown anyway.
    const std::size_t enough = bytes * 4 + 64;
    std::string line =
        text.size() > enough ? to_plain_line(cut_utf8(text, enough)) : to_plain_line(text);
    if (line == "UNDEFINED") line.clear();
    if (line.size() > bytes) line = cut_utf8(line, bytes);
    return line;
}

std::string clean_words(std::string_view text, std::size_t bytes) {
    std::string line = clean_line(text, bytes);
    for (std::size_t at = line.find(kAmpersand); at != std::string::npos;
         at = line.find(kAmpersand, at + 1))
        line.erase(at + 1, kAmpersand.size() - 1);
    return line;
}

bool is_hex(std::string_view text, std::size_t digits) noexcept {
    return text.size() == digits && std::all_of(text.begin(), text.end(), is_hex_digit);
}

bool is_uuid(std::string_view text) noexcept {
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text[i] != '-' : !is_hex_digit(text[i])) return false;
    }
    return true;
}

std::optional<std::string> as_address(std::string_view text) {
    // The longest text form is 45 characters; most names are told apart by their first one.
    if (text.size() < 2 || text.size() > 45 || !(is_hex_digit(text.front()) || text.front() == ':'))
        return std::nullopt;
    if (const auto address = IpAddress::parse(text)) return address->str();
    return std::nullopt;
}

bool is_host_name(std::string_view text) {
    return !text.empty() && !is_uuid(text) && !as_address(text);
}

}  // namespace socbot::intake
