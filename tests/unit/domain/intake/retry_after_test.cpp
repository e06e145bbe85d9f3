// Retry-After: seconds, dates, and what is neither.
#include "domain/intake/retry_after.h"

#include <gtest/gtest.h>

#include <string>

namespace socbot {

namespace {

constexpr Instant kNow{784'111'777'000};  // Sun, 06 Nov 1994 08:49:37 GMT

struct Row {
    const char* name;
    const char* value;
    std::optional<std::int64_t> ms;
};

class RetryAfter : public testing::TestWithParam<Row> {};

TEST_P(RetryAfter, IsRead) {
    const auto read = read_retry_after(GetParam().value, kNow);
    ASSERT_EQ(read.has_value(), GetParam().ms.has_value());
    EXPECT_EQ(read.value_or(Milliseconds{0}).count(), GetParam().ms.value_or(0));
}

INSTANTIATE_TEST_SUITE_P(
    Values,
    RetryAfter,
    testing::Values(
        Row{"seconds", "120", 120'000},
        Row{"spaces", " 5 ", 5'000},
        Row{"zero", "0", 0},
        Row{"more_than_a_day", "86401", 86'400'000},
        Row{"more_than_a_number", "99999999999999999999", 86'400'000},
        Row{"a_date", "Sun, 06 Nov 1994 08:50:37 GMT", 60'000},
        Row{"a_date_that_passed", "Sun, 06 Nov 1994 08:00:00 GMT", 0},
        Row{"a_date_far_away", "Mon, 06 Nov 2034 08:49:37 GMT", 86'400'000},
        Row{"another_zone", "Sun, 06 Nov 1994 08:50:37 CET", std::nullopt},
        Row{"no_such_month", "Sun, 06 Nox 1994 08:50:37 GMT", std::nullopt},
        Row{"no_such_day", "Sun, 36 Nov 1994 08:50:37 GMT", std::nullopt},
        Row{"negative", "-1", std::nullopt},
        Row{"a_fraction", "1.5", std::nullopt},
        Row{"words", "soon", std::nullopt},
        Row{"nothing", "", std::nullopt}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

}  // namespace

}  // namespace socbot
