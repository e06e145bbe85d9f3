// Writes JSON straight into a string. One flag is enough for the commas: it says whether the next
// thing is the first after an opening bracket or a key.
#include "base/json_writer.h"

#include <array>
#include <charconv>

namespace socbot {
namespace {

constexpr bool needs_escape(char c) noexcept {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

constexpr std::array<bool, 256> escape_table() {
    std::array<bool, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i)
        table[i] = needs_escape(static_cast<char>(i));
    return table;
}
constexpr std::array<bool, 256> kNeedsEscape = escape_table();

void append_escape(std::string& out, char c) {
    switch (c) {
        case '"':
            out.append("\\\"");
            return;
        case '\\':
            out.append("\\\\");
            return;
        case '\b':
            out.append("\\b");
            return;
        case '\f':
            out.append("\\f");
            return;
        case '\n':
            out.append("\\n");
            return;
        case '\r':
            out.append("\\r");
            return;
        case '\t':
            out.append("\\t");
            return;
        default:
            break;
    }
    constexpr std::string_view digits{"0123456789abcdef"};
    const unsigned byte = static_cast<unsigned char>(c);
    out.append("\\u00");
    out.push_back(digits[byte >> 4U]);
    out.push_back(digits[byte & 0xFU]);
}

template <class Number>
void append_number(std::string& out, Number value) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end);
}

}  // namespace

void append_json_escaped(std::string& out, std::string_view text) {
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!kNeedsEscape[static_cast<unsigned char>(text[i])]) continue;
        out.append(text.substr(start, i - start));
        append_escape(out, text[i]);
        start = i + 1;
    }
    out.append(text.substr(start));
}

void JsonWriter::comma() {
    if (!first_) out_.push_back(',');
    first_ = false;
}

JsonWriter& JsonWriter::open_object() {
    comma();
    out_.push_back('{');
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::close_object() {
    out_.push_back('}');
    first_ = false;
    return *this;
}

JsonWriter& JsonWriter::open_array() {
    comma();
    out_.push_back('[');
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::close_array() {
    out_.push_back(']');
    first_ = false;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    string(name);
    out_.push_back(':');
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::string(std::string_view text) {
    comma();
    out_.push_back('"');
    append_json_escaped(out_, text);
    out_.push_back('"');
    return *this;
}

JsonWriter& JsonWriter::number(std::int64_t value) {
    comma();
    append_number(out_, value);
    return *this;
}

JsonWriter& JsonWriter::number(std::uint64_t value) {
    comma();
    append_number(out_, value);
    return *this;
}

JsonWriter& JsonWriter::boolean(bool value) {
    return raw(value ? "true" : "false");
}

JsonWriter& JsonWriter::null() {
    return raw("null");
}

JsonWriter& JsonWriter::raw(std::string_view json) {
    comma();
    out_.append(json);
    return *this;
}

JsonWriter& JsonWriter::text_member(std::string_view name, std::string_view text) {
    if (text.empty()) return *this;
    return key(name).string(text);
}

JsonWriter& JsonWriter::number_member(std::string_view name, std::int64_t value) {
    if (value == 0) return *this;
    return key(name).number(value);
}

}  // namespace socbot
