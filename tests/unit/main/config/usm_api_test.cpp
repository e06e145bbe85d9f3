// usm_api of a source: what it becomes, and what it refuses.
#include "config_fixture.h"

namespace socbot {
namespace {

std::string source(const std::string& api, const std::string& type = "usm_anywhere") {
    return "customers: [{code: ACME}]\nsources:\n  - id: usm\n    type: " + type +
           "\n    customer: ACME\n    auth: {bearer: \"file:/s/token\"}\n    usm_api: " + api +
           "\n";
}

std::string with(const std::string& more) {
    return source(
        "{url: \"https://acme.alienvault.cloud\", client: c, secret: \"env:TOKEN\"" + more + "}"
    );
}

TEST(UsmApiConfig, IsBoundWithItsDefaults) {
    const auto bound = bind_text(with(""));
    ASSERT_TRUE(bound.problems.empty()) << format_problem(bound.problems.front());
    const auto& api = bound.config.sources.at(0).usm_api;
    ASSERT_TRUE(api);
    EXPECT_EQ(api->access.base, "https://acme.alienvault.cloud/api/2.0");
    EXPECT_EQ(api->access.client, "c");
    EXPECT_EQ(api->access.secret.reveal(), "fedcba9876543210");
    EXPECT_EQ(api->interval, std::chrono::minutes{5});
    EXPECT_EQ(api->overlap, std::chrono::hours{1});
    EXPECT_TRUE(api->label_shown.empty());
}

TEST(UsmApiConfig, TakesEveryKey) {
    const auto bound = bind_text(source(
        "{url: \"https://a.example/api/2.0/\", client: c, secret: \"env:TOKEN\", interval: 30s, "
        "overlap: 2h, labels: {shown: aa-1, taken: bb-2}}"
    ));
    ASSERT_TRUE(bound.problems.empty()) << format_problem(bound.problems.front());
    const auto& api = *bound.config.sources.at(0).usm_api;
    EXPECT_EQ(api.access.base, "https://a.example/api/2.0");
    EXPECT_EQ(api.interval, std::chrono::seconds{30});
    EXPECT_EQ(api.overlap, std::chrono::hours{2});
    EXPECT_EQ(api.label_shown, "aa-1");
    EXPECT_EQ(api.label_taken, "bb-2");
}

struct Row {
    const char* name;
    std::string text;
    const char* problem;
};

class UsmApiConfigRefuses : public ::testing::TestWithParam<Row> {};

TEST_P(UsmApiConfigRefuses, WithOneProblem) {
    const auto bound = bind_text(GetParam().text);
    ASSERT_EQ(bound.problems.size(), 1U);
    EXPECT_THAT(bound.problems.front().message, ::testing::HasSubstr(GetParam().problem));
}

INSTANTIATE_TEST_SUITE_P(
    Sections,
    UsmApiConfigRefuses,
    ::testing::Values(
        Row{"another_type",
            source("{url: \"https://a.example\", client: c, secret: \"env:TOKEN\"}", "ocsf"),
            "for sources of type usm_anywhere"},
        Row{"no_client", source("{url: \"https://a.example\", secret: \"env:TOKEN\"}"), "'client'"},
        Row{"plain_http",
            source("{url: \"http://a.example\", client: c, secret: \"env:TOKEN\"}"),
            "takes https"},
        Row{"a_literal_secret",
            source("{url: \"https://a.example\", client: c, secret: hunter2hunter2}"),
            "file:"},
        Row{"a_colon_in_the_client",
            source("{url: \"https://a.example\", client: \"a:b\", secret: \"env:TOKEN\"}"),
            "':'"},
        Row{"too_often", with(", interval: 9s"), "'interval'"},
        Row{"too_little_overlap", with(", overlap: 59m"), "'overlap'"},
        Row{"more_overlap_than_ids_are_known", with(", overlap: 14d"), "'overlap'"},
        Row{"a_label_that_is_a_path", with(", labels: {shown: \"a/b\"}"), "id of a label"},
        Row{"an_unknown_key", with(", intervall: 5m"), "interval"}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

TEST(UsmApiConfig, NeedsARestartToChange) {
    const auto before = bind_text(with("")).config;
    const auto after = bind_text(with(", interval: 30s")).config;
    EXPECT_THAT(needs_restart(before, after), ::testing::ElementsAre("sources[].usm_api"));
    EXPECT_THAT(needs_restart(before, before), ::testing::IsEmpty());
}

}  // namespace
}  // namespace socbot
