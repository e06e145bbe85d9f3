// Strict mode against recorded outputs of the official JavaScript packages
// (adaptivecards-templating 2.3.1 with adaptive-expressions 4.23.3, UTC, en-US): every case of
// tests/golden/templating, one by one.
#include "domain/templating/template.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>

namespace socbot::templating {
namespace {

namespace json = boost::json;

std::string golden(const std::string& name) {
    return std::string{SOCBOT_SOURCE_DIR} + "/tests/golden/templating/" + name;
}

bool same(const json::value& a, const json::value& b);

bool same_objects(const json::object& a, const json::object& b) {
    return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&b](const auto& member) {
               const json::value* other = b.if_contains(member.key());
               return other != nullptr && same(member.value(), *other);
           });
}

// Structurally; numbers by value, whatever their kind.
bool same(const json::value& a, const json::value& b) {
    if (a.is_number() && b.is_number()) return a.to_number<double>() == b.to_number<double>();
    if (a.is_array() && b.is_array()) {
        const auto& x = a.get_array();
        const auto& y = b.get_array();
        return std::equal(x.begin(), x.end(), y.begin(), y.end(), same);
    }
    if (a.is_object() && b.is_object()) return same_objects(a.get_object(), b.get_object());
    return a == b;
}

// Empty when the case passes, else what is wrong.
std::string verdict(const json::object& test) {
    const json::value* stage = test.if_contains("error_stage");
    const auto prepared = Template::prepare(test.at("template"), {.mode = Mode::strict});
    if (!prepared)
        return stage != nullptr && *stage == "parse" ? ""
                                                     : "prepare: " + prepared.error().message();
    if (stage != nullptr && *stage == "parse") return "prepare should fail";
    const json::value* host = test.if_contains("host");
    Data data{.root = test.at("data")};
    if (host != nullptr) data.host = *host;
    const auto expansion = prepared->expand(data);
    if (!expansion) return stage != nullptr ? "" : "expand: " + expansion.error().message();
    if (stage != nullptr) return "expand should fail, gave " + json::serialize(expansion->output);
    if (test.contains("expect_undefined"))
        return expansion->undefined ? "" : "gave " + json::serialize(expansion->output);
    if (same(expansion->output, test.at("expected"))) return "";
    return "gave " + json::serialize(expansion->output);
}

class ConformanceTest : public testing::TestWithParam<const char*> {};

TEST_P(ConformanceTest, GivesWhatTheOfficialPackagesGive) {
    std::ifstream file{golden(GetParam())};
    std::size_t cases = 0;
    for (std::string line; std::getline(file, line); ++cases) {
        const json::value test = json::parse(line);
        const std::string id{test.at("id").as_string()};
        const std::string wrong = verdict(test.as_object());
        EXPECT_EQ(wrong, "") << id << ": " << json::serialize(test.at("template"));
    }
    EXPECT_GT(cases, 80U);
}

INSTANTIATE_TEST_SUITE_P(
    Golden,
    ConformanceTest,
    testing::Values("cases.jsonl", "quirks.jsonl"),
    [](const auto& suite) {
        const std::string name{suite.param};
        return name.substr(0, name.find('.'));
    }
);

}  // namespace
}  // namespace socbot::templating
