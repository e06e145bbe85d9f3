// Checks a value against a schema; see json_schema.h.
#include "json_schema.h"

#include "domain/cards/words.h"

#include <algorithm>
#include <regex>

namespace socbot::testing_support {
namespace {

namespace json = boost::json;

class Check {
public:
    explicit Check(const json::value& root) : root_{root} {}

    void value(const json::object& schema, const json::value& value, const std::string& path) {
        for (const auto& [keyword, wanted] : schema)
            this->keyword(schema, keyword, wanted, value, path);
    }

    std::vector<std::string> take() { return std::move(problems_); }

private:
    void expect(bool holds, const std::string& path, std::string_view keyword) {
        if (!holds) problems_.push_back(path + ": " + std::string{keyword});
    }

    void keyword(
        const json::object& schema,
        std::string_view keyword,
        const json::value& wanted,
        const json::value& value,
        const std::string& path
    ) {
        if (keyword == "$ref") {
            const std::string name{wanted.as_string().subview(std::string_view{"#/$defs/"}.size())};
            this->value(root_.at("$defs").at(name).as_object(), value, path);
        } else if (keyword == "type") {
            expect(type_of(value) == wanted.as_string(), path, keyword);
        } else if (keyword == "enum") {
            const auto& known = wanted.as_array();
            expect(std::find(known.begin(), known.end(), value) != known.end(), path, keyword);
        } else if (keyword == "properties" || keyword == "required" ||
                   keyword == "additionalProperties") {
            if (value.is_object()) members(schema, keyword, wanted, value.as_object(), path);
        } else if (keyword == "items" || keyword == "maxItems") {
            if (value.is_array()) items(keyword, wanted, value.as_array(), path);
        } else if (keyword == "minLength" || keyword == "maxLength" || keyword == "pattern") {
            if (value.is_string()) text(keyword, wanted, std::string{value.as_string()}, path);
        } else {
            const bool words = keyword == "$schema" || keyword == "$defs" || keyword == "title" ||
                               keyword == "description";
            expect(words, path, "unknown keyword " + std::string{keyword});
        }
    }

    static std::string_view type_of(const json::value& value) {
        if (value.is_object()) return "object";
        if (value.is_array()) return "array";
        return value.is_string() ? "string" : "other";
    }

    void members(
        const json::object& schema,
        std::string_view keyword,
        const json::value& wanted,
        const json::object& object,
        const std::string& path
    ) {
        if (keyword == "required") {
            for (const json::value& name : wanted.as_array())
                expect(object.contains(name.as_string()), path, "required");
        } else if (keyword == "properties") {
            for (const auto& [name, member] : wanted.as_object()) {
                const json::value* found = object.if_contains(name);
                if (found != nullptr)
                    value(member.as_object(), *found, path + "/" + std::string{name});
            }
        } else {
            for (const auto& member : object)
                expect(schema.at("properties").as_object().contains(member.key()), path, keyword);
        }
    }

    void items(
        std::string_view keyword,
        const json::value& wanted,
        const json::array& list,
        const std::string& path
    ) {
        if (keyword == "maxItems")
            return expect(list.size() <= wanted.to_number<std::size_t>(), path, keyword);
        for (std::size_t i = 0; i < list.size(); ++i)
            value(wanted.as_object(), list[i], path + "/" + std::to_string(i));
    }

    void text(
        std::string_view keyword,
        const json::value& wanted,
        const std::string& text,
        const std::string& path
    ) {
        if (keyword == "pattern") {
            const std::regex pattern{std::string{wanted.as_string()}};
            return expect(std::regex_search(text, pattern), path, keyword);
        }
        const std::size_t length = cards::count_code_points(text);
        const auto limit = wanted.to_number<std::size_t>();
        expect(keyword == "minLength" ? length >= limit : length <= limit, path, keyword);
    }

    const json::value& root_;
    std::vector<std::string> problems_;
};

}  // namespace

std::vector<std::string> schema_problems(const json::value& schema, const json::value& value) {
    Check check{schema};
    check.value(schema.as_object(), value, "");
    return check.take();
}

}  // namespace socbot::testing_support
