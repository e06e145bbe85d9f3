// `threshold` as typed: words in any order, and whose threshold it is.
#include "command_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot {
namespace {

using test::outcome;
using test::World;
using testing::HasSubstr;

TEST(Threshold, AmongManyCustomers) {
    const World world;
    struct Row {
        const char* name;
        const char* typed;
        const char* expected;
    };
    const Row rows[] = {
        {"show", "threshold", "threshold"},
        {"show one", "threshold acme", "threshold ACME"},
        {"show all", "threshold all", "threshold all"},
        {"show a kind", "threshold acme network", "threshold ACME network_intrusion"},
        {"set", "threshold acme high", "threshold ACME high"},
        {"set with everything",
         "threshold acme network high 4h",
         "threshold ACME network_intrusion high length=240m"},
        {"any order",
         "threshold 4h high network acme",
         "threshold ACME network_intrusion high length=240m"},
        {"filler words", "threshold acme = high for 90 min", "threshold ACME high length=90m"},
        {"capitals", "Threshold ACME HIGH", "threshold ACME high"},
        {"malware", "threshold acme malware low", "threshold ACME malware low"},
        {"o365", "threshold acme o365 low", "threshold ACME office365 low"},
        {"office365", "threshold acme Office365 low", "threshold ACME office365 low"},
        {"other", "threshold acme other critical", "threshold ACME other critical"},
        {"info", "threshold acme info", "threshold ACME informational"},
        {"until", "threshold acme high until 15:00", "threshold ACME high until=2026-03-02T15:00"},
        {"until a day",
         "threshold acme high until mon 08:00",
         "threshold ACME high until=2026-03-09T08:00"},
        {"end of shift",
         "threshold acme high until end of shift",
         "threshold ACME high until=2026-03-02T15:00"},
        {"end of shift alone",
         "threshold acme high end of shift",
         "threshold ACME high until=2026-03-02T15:00"},
        {"permanent", "threshold acme high permanent", "threshold ACME high permanent"},
        {"forever", "threshold acme high forever", "threshold ACME high permanent"},
        {"all", "threshold all high permanent", "threshold all high permanent"},
        {"default", "threshold acme default", "threshold ACME default"},
        {"default of a kind", "threshold acme malware reset", "threshold ACME malware default"},
        {"no customer",
         "threshold high",
         "refused: Which customer? Say for example `threshold acme high` or `threshold beta "
         "high`."},
        {"no customer, longer",
         "threshold HIGH  network until mon 08:00",
         "refused: Which customer? Say for example `threshold acme high network until mon 08:00` "
         "or "
         "`threshold beta high network until mon 08:00`."},
        {"no customer, default",
         "threshold default",
         "refused: Which customer? Say for example `threshold acme default` or `threshold beta "
         "default`."},
        {"two severities", "threshold acme high low", "refused: Say one severity only."},
        {"two kinds", "threshold acme network malware high", "refused: Say one kind only."},
        {"two customers", "threshold acme beta high", "refused: Say one customer only."},
        {"all and one", "threshold all acme high", "refused: Say either `all` or one customer."},
        {"two lengths",
         "threshold acme high 4h until 15:00",
         "refused: Say one end only: a length, `until` or `permanent`."},
        {"length and permanent",
         "threshold acme high 4h permanent",
         "refused: Say one end only: a length, `until` or `permanent`."},
        {"same length twice", "threshold acme high 4h high 2h", "refused: Say one severity only."},
        {"a length without severity",
         "threshold acme 4h",
         "refused: Which severity? For example `threshold high 4h`."},
        {"default with a length",
         "threshold acme default 4h",
         "refused: `default` goes back to the configuration at once; it takes no severity and no "
         "time."},
        {"unknown is no threshold",
         "threshold acme unknown",
         "refused: I don't understand `unknown`. Try `help threshold`."},
        {"a time without until",
         "threshold acme high 15:00",
         "refused: Did you mean `until 15:00`?"},
        {"until nothing",
         "threshold acme high until",
         "refused: Until when? For example `until 15:00`, `until mon 08:00`, `until friday` or "
         "`until end of shift`."},
        {"a word misspelt",
         "threshold acme netwrok high",
         "refused: I don't understand `netwrok`. Did you mean `network`?"},
        {"too long",
         "threshold acme high 401d",
         "refused: I don't understand `401d`. Try `help threshold`."},
    };
    for (const Row& row : rows)
        EXPECT_EQ(outcome(world.parse(row.typed, world.soc)), row.expected) << row.name;
}

TEST(Threshold, OneCustomerIsImplied) {
    const World world;
    EXPECT_EQ(outcome(world.parse("threshold high", world.acme)), "threshold ACME high");
    EXPECT_EQ(outcome(world.parse("threshold default", world.acme)), "threshold ACME default");
    EXPECT_EQ(outcome(world.parse("threshold acme high", world.acme)), "threshold ACME high");
}

TEST(Threshold, AllNeedsARoomOfAllCustomers) {
    const World world;
    for (const RoomSettings* room : {&world.two, &world.acme, &world.shared, &world.ops})
        EXPECT_EQ(
            outcome(world.parse("threshold all high", *room)),
            "refused: `all` works in a room of all customers only."
        );
}

TEST(Threshold, ARoomWithoutCustomers) {
    const World world;
    EXPECT_EQ(
        outcome(world.parse("threshold high", world.ops)), "refused: This room holds no customer."
    );
}

// A customer may be called like a keyword; quotes make it a value.
TEST(Threshold, QuotedWordsAreNeverKeywords) {
    World world;
    world.settings.customers[1].code = CustomerCode{"HIGH"};
    EXPECT_EQ(outcome(world.parse("threshold \"high\" low", world.soc)), "threshold HIGH low");
    EXPECT_THAT(outcome(world.parse("threshold high low", world.soc)), HasSubstr("one severity"));
    EXPECT_THAT(outcome(world.parse("threshold acme \"4h\" high", world.soc)), HasSubstr("`4h`"));
}

TEST(Threshold, TheSuggestionCanBeTyped) {
    const World world;
    const std::string refusal = outcome(world.parse("threshold o365 high 1h 30m", world.two));
    const std::size_t begin = refusal.find('`') + 1;
    const std::string line = refusal.substr(begin, refusal.find('`', begin) - begin);
    EXPECT_EQ(line, "threshold acme o365 high 1h 30m");
    EXPECT_EQ(outcome(world.parse(line, world.two)), "threshold ACME office365 high length=90m");
}

}  // namespace
}  // namespace socbot
