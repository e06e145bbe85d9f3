// Appends JSON to a string without building a document: for rows, answers and logs on the hot path.
// The caller keeps the structure right (checked by commas being automatic and depth being counted).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace socbot {

class JsonWriter {
public:
    explicit JsonWriter(std::string& out) : out_{out} {}

    JsonWriter& open_object();
    JsonWriter& close_object();
    JsonWriter& open_array();
    JsonWriter& close_array();
    JsonWriter& key(std::string_view name);
    JsonWriter& string(std::string_view text
    );  // must be valid UTF-8; escapes as RFC 8259 section 7
    JsonWriter& number(std::int64_t value);
    JsonWriter& number(std::uint64_t value);
    JsonWriter& boolean(bool value);
    JsonWriter& null();
    JsonWriter& raw(std::string_view json);  // already JSON

    // Members that are left out when empty or zero.
    JsonWriter& text_member(std::string_view name, std::string_view text);
    JsonWriter& number_member(std::string_view name, std::int64_t value);

private:
    void comma();
    std::string& out_;
    bool first_{true};
};

// RFC 8259 section 7 escapes, without the quotes.
void append_json_escaped(std::string& out, std::string_view text);

}  // namespace socbot
