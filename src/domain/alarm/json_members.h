// Reads members of a parsed JSON object by name and type. The first thing that is wrong is kept
// with the member's whole path and everything after it reads as absent, so that the code that lists
// the members stays a list. Absent and null are the same.
#pragma once

#include "base/result.h"

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace socbot {

// What went wrong and what was left out while one document was read.
struct ReadLog {
    std::optional<Error> error;
    std::vector<std::string> warnings;

    void fail(const std::string& path, std::string_view why);
};

enum class Required { no, yes };

class JsonMembers {
public:
    JsonMembers(simdjson::dom::object object, std::string path, ReadLog& log)
        : object_{object}, path_{std::move(path)}, log_{&log} {}

    // The text as it is; see to_plain_line and cut_utf8 for what callers make of it.
    std::string_view text(std::string_view name, Required required = Required::no);
    // One line, cut to `bytes`.
    std::string line(std::string_view name, std::size_t bytes, Required required = Required::no);
    std::optional<std::int64_t> integer(
        std::string_view name,
        std::int64_t low,
        std::int64_t high,
        Required required = Required::no
    );
    bool flag(std::string_view name);
    std::vector<std::string> lines(std::string_view name, std::size_t bytes, std::size_t limit);
    bool has(std::string_view name);

    // Members of an object inside; an empty object when absent.
    JsonMembers object(std::string_view name, Required required = Required::no);

    // Calls `read(JsonMembers&)` for the first `limit` objects of an array; notes how many it left
    // out.
    template <class Read>
    void each(std::string_view name, std::size_t limit, Read read) {
        const auto items = array(name);
        if (!items) return;
        std::size_t index = 0;
        for (const simdjson::dom::element item : *items) {
            if (log_->error) return;
            if (index >= limit) {
                ++index;
                continue;
            }
            simdjson::dom::object members;
            if (item.get_object().get(members) != simdjson::SUCCESS) {
                log_->fail(path_of(name, index), "must be an object");
                return;
            }
            JsonMembers inside{members, path_of(name, index), *log_};
            read(inside);
            ++index;
        }
        note_left_out(name, index, limit);
    }

    // Calls `read(name, value)` for the first `limit` members of an object that are text.
    template <class Read>
    void each_text(std::string_view name, std::size_t limit, Read read) {
        const auto found = find(name, Required::no);
        simdjson::dom::object members;
        if (!found || found->get_object().get(members) != simdjson::SUCCESS) return;
        for (const auto member : members) {
            std::string_view value;
            if (limit == 0) return;
            if (member.value.get_string().get(value) != simdjson::SUCCESS) continue;
            read(member.key, value);
            --limit;
        }
    }

    std::string path_of(std::string_view name) const;
    std::string path_of(std::string_view name, std::size_t index) const;
    ReadLog& log() noexcept { return *log_; }

private:
    std::optional<simdjson::dom::element> find(std::string_view name, Required required);
    std::optional<simdjson::dom::array> array(std::string_view name);
    void note_left_out(std::string_view name, std::size_t count, std::size_t limit);

    std::optional<simdjson::dom::object> object_;
    std::string path_;  // of this object; empty at the root
    ReadLog* log_;

    explicit JsonMembers(std::string path, ReadLog& log) : path_{std::move(path)}, log_{&log} {}
};

// Parses a whole document whose root is an object. `parser` owns what the result points into.
// invalid_input with the reason: too large, not UTF-8, nested too deep, malformed.
Result<simdjson::dom::object> parse_object(simdjson::dom::parser& parser, std::string_view json);

}  // namespace socbot
