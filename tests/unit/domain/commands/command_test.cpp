// Lines exactly as typed, and what they mean.
#include "command_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot {
namespace {

using test::outcome;
using test::World;
using testing::HasSubstr;
using testing::Not;

struct Row {
    const char* name;
    std::string typed;
    const char* expected;
};

void expect_all(const World& world, const RoomSettings& room, const std::vector<Row>& rows) {
    for (const Row& row : rows)
        EXPECT_EQ(outcome(world.parse(row.typed, room)), row.expected) << row.name;
}

TEST(Command, InARoomOfAllCustomers) {
    const World world;
    expect_all(
        world,
        world.soc,
        {
            {"help", "help", "help()"},
            {"nothing", "", "help()"},
            {"spaces only", " \t\r\n ", "help()"},
            {"a bare mention", "@socbot", "help()"},
            {"controls only", std::string("\x01\x02\x00\x7f", 4), "help()"},
            {"help of a verb", "help take", "help(take)"},
            {"help of an alias", "help ACK", "help(take)"},
            {"help of something unknown", "help mute", "help(mute)"},
            {"verb then help", "threshold help", "help(threshold)"},
            {"verb then question mark", "take ?", "help(take)"},
            {"a question mark", "?", "help()"},
            {"status", "status", "status"},
            {"status asked politely", "Status?", "status"},
            {"health", "health", "status"},
            {"mention with at", "@socbot status", "status"},
            {"mention with colon", "socbot: status", "status"},
            {"mention in capitals", "SocBot, status", "status"},
            {"mention twice", "@socbot socbot: status", "status"},
            {"slash", "/status", "status"},
            {"capitals", "STATUS", "status"},
            {"a beginning of a reading verb", "stat", "status"},
            {"NBSP between", "open\xC2\xA0mine", "open mine"},
            {"narrow NBSP and ideographic space",
             "open\xE2\x80\xAF"
             "acme\xE3\x80\x80high",
             "open ACME high"},
            {"zero-width space inside a word",
             "op\xE2\x80\x8B"
             "en",
             "open"},
            {"bidi override", "\xE2\x80\xAEopen", "open"},
            {"control characters inside",
             "op\x07"
             "en mi\x1bne",
             "open mine"},
            {"line feeds", "open\nacme\r\nhigh", "open ACME high"},
            {"open", "open", "open"},
            {"open mine", "open mine", "open mine"},
            {"open customer and severity", "open acme high", "open ACME high"},
            {"any order", "open high acme", "open ACME high"},
            {"all of everything", "OPEN Mine ACME Crit", "open ACME critical mine"},
            {"alerts", "alerts", "open"},
            {"alarms", "alarms acme", "open ACME"},
            {"open alerts", "open alerts", "open"},
            {"customer by quoted name", "open \"Acme Ltd\"", "open ACME"},
            {"smart quotes",
             "open \xE2\x80\x9C"
             "acme ltd\xE2\x80\x9D high",
             "open ACME high"},
            {"low quotes, missing end",
             "open high \xE2\x80\x9E"
             "Acme Ltd",
             "open ACME high"},
            {"customer with a hyphen", "open gamma-1", "open GAMMA-1"},
            {"hyphen made a dash",
             "open gamma\xE2\x80\x93"
             "1",
             "open GAMMA-1"},
            {"take in a thread", "take", "take"},
            {"take by id", "take acme-412", "take ACME-412"},
            {"take by id in capitals", "TAKE ACME-412", "take ACME-412"},
            {"take with a hash sign and a full stop", "take #acme-412.", "take ACME-412"},
            {"take with an en dash",
             "take acme\xE2\x80\x93"
             "412",
             "take ACME-412"},
            {"take this", "take this", "take"},
            {"id of a customer with a hyphen", "take gamma-1-7", "take GAMMA-1-7"},
            {"ack", "ack acme-412", "take ACME-412"},
            {"release", "release", "release"},
            {"unack", "unack beta-1", "release BETA-1"},
            {"show", "show acme-412", "show ACME-412"},
            {"why", "why", "why"},
            {"why by id", "why acme-412", "why ACME-412"},
            {"undo", "undo", "undo"},
            {"hidden", "hidden", "hidden"},
            {"hidden of a customer", "hidden acme", "hidden ACME"},
        }
    );
}

TEST(Command, Notes) {
    const World world;
    expect_all(
        world,
        world.soc,
        {
            {"as typed",
             "note isolated by EDR, waiting for Jan until 16:00",
             "note [isolated by EDR, waiting for Jan until 16:00]"},
            {"capitals and signs stay",
             "NOTE: Hash = ABC; \xE2\x80\x9Cok\xE2\x80\x9D, it\xE2\x80\x99s J\xC3\xB6rg",
             "note [Hash = ABC; \xE2\x80\x9Cok\xE2\x80\x9D, it\xE2\x80\x99s J\xC3\xB6rg]"},
            {"for a group", "note acme-412 isolated", "note ACME-412 [isolated]"},
            {"a change number is text", "note CHG-2231 approved", "note [CHG-2231 approved]"},
            {"quoted as a whole", "note \"isolated by EDR\"", "note [isolated by EDR]"},
            {"smart quotes around",
             "note \xE2\x80\x9C"
             "acme-412 is ours\xE2\x80\x9D",
             "note [acme-412 is ours]"},
            {"two quoted parts stay", "note \"a\" and \"b\"", "note [\"a\" and \"b\"]"},
            {"a quote without an end", "note \"isolated", "note [isolated]"},
            {"controls fall away", "note a\x1b[31mb", "note [a[31mb]"},
            {"line feeds become spaces", "note one\ntwo", "note [one two]"},
            {"with a mention", "@socbot note done", "note [done]"},
        }
    );
    EXPECT_EQ(outcome(world.parse("note 3 hosts isolated", world.acme)), "note [3 hosts isolated]");
    EXPECT_THAT(outcome(world.parse("note", world.soc)), HasSubstr("What should the note say?"));
    EXPECT_THAT(
        outcome(world.parse("note acme-412", world.soc)), HasSubstr("What should the note say?")
    );
    EXPECT_THAT(outcome(world.parse("note \"\"", world.soc)), Not(HasSubstr("[]")));
}

TEST(Command, NoteLimit) {
    const World world;
    const std::string longest(1'000, 'x');
    EXPECT_EQ(outcome(world.parse("note " + longest, world.soc)), "note [" + longest + "]");
    EXPECT_THAT(
        outcome(world.parse("note x" + longest, world.soc)), HasSubstr("at most 1000 bytes")
    );
}

TEST(Command, LineLimit) {
    const World world;
    std::string line = "status";
    line.resize(kCommandBytes, ' ');
    EXPECT_EQ(outcome(world.parse(line, world.soc)), "status");
    line.push_back(' ');
    EXPECT_THAT(outcome(world.parse(line, world.soc)), HasSubstr("at most 2000 bytes"));
}

TEST(Command, InARoomOfOneCustomer) {
    const World world;
    expect_all(
        world,
        world.acme,
        {
            {"open", "open high", "open ACME high"},
            {"hidden", "hidden", "hidden ACME"},
            {"number alone", "take 412", "take ACME-412"},
            {"number with a hash sign", "why #412", "why ACME-412"},
            {"whole id", "show acme-412", "show ACME-412"},
        }
    );
}

TEST(Command, OneCustomerInAllIsImpliedEverywhere) {
    World world;
    world.settings.customers.resize(1);
    EXPECT_EQ(outcome(world.parse("take 7", world.soc)), "take ACME-7");
}

TEST(Command, Refusals) {
    const World world;
    expect_all(
        world,
        world.soc,
        {
            {"slip of the keyboard",
             "treshold high",
             "refused: Unknown word `treshold`. Did you mean `threshold`?"},
            {"swapped letters", "tkae", "refused: Unknown word `tkae`. Did you mean `take`?"},
            {"a changing verb never by its beginning",
             "tak",
             "refused: Unknown word `tak`. Did you mean `take`?"},
            {"nor a longer beginning",
             "thres",
             "refused: Unknown word `thres`. Did you mean `threshold`?"},
            {"nor release", "rel", "refused: Unknown word `rel`. Did you mean `release`?"},
            {"nothing near",
             "frobnicate",
             "refused: Unknown word `frobnicate`. Try `help` or `status`."},
            {"a verb that is not there",
             "mute acme",
             "refused: Unknown word `mute`. Try `help` or `status`."},
            {"a backtick can't leave the code",
             "a`b`c",
             "refused: Unknown word `a'b'c`. Try `help` or `status`."},
            {"long words are cut",
             std::string(500, 'z'),
             "refused: Unknown word `zzzzzzzzzzzzzzzzzzzzzzzzzzzzz\xE2\x80\xA6`. Try `help` or "
             "`status`."},
            {"invalid UTF-8",
             "\xFF\xFE",
             "refused: Unknown word `\xEF\xBF\xBD\xEF\xBF\xBD`. Try `help` or `status`."},
            {"severity misspelt",
             "open hihg",
             "refused: I don't understand `hihg`. Did you mean `high`?"},
            {"customer misspelt",
             "open acm",
             "refused: I don't understand `acm`. Did you mean `acme`?"},
            {"unknown customer",
             "open initech",
             "refused: I don't understand `initech`. Try `help open`."},
            {"two severities", "open high low", "refused: Say one severity only."},
            {"two customers", "open acme beta", "refused: Say one customer only."},
            {"two customers of hidden", "hidden acme beta", "refused: Say one customer only."},
            {"status takes nothing",
             "status acme",
             "refused: I don't understand `acme`. `status` stands alone."},
            {"undo takes nothing",
             "undo all",
             "refused: I don't understand `all`. `undo` stands alone."},
            {"not an id",
             "take everything",
             "refused: No alarm group `everything` in this room. They read like `acme-412`."},
            {"number alone among many customers",
             "take 412",
             "refused: No alarm group `412` in this room. They read like `acme-412`."},
            {"number zero",
             "take acme-0",
             "refused: No alarm group `acme-0` in this room. They read like `acme-412`."},
            {"number too long",
             "take acme-9999999999999999999",
             "refused: No alarm group `acme-9999999999999999999` in this room. They read like "
             "`acme-412`."},
            {"signed number",
             "take acme-+1",
             "refused: No alarm group `acme-+1` in this room. They read like `acme-412`."},
            {"two ids",
             "take acme-1 acme-2",
             "refused: I don't understand `acme-2`. `take` takes one alarm group."},
        }
    );
}

// A customer of another room and one that does not exist must read alike.
TEST(Command, OtherCustomersAreUnknownHere) {
    const World world;
    for (const char* line : {"open %", "hidden %", "threshold % high", "take %-1", "why %-1"}) {
        std::string beta{line};
        std::string none{line};
        beta.replace(beta.find('%'), 1, "beta");
        none.replace(none.find('%'), 1, "zzzz");
        std::string about_beta = outcome(world.parse(beta, world.acme));
        const std::size_t word = about_beta.find("beta");
        ASSERT_NE(word, std::string::npos) << about_beta;
        about_beta.replace(word, 4, "zzzz");
        EXPECT_EQ(about_beta, outcome(world.parse(none, world.acme)));
        EXPECT_THAT(about_beta, testing::StartsWith("refused: "));
    }
    EXPECT_THAT(outcome(world.parse("open bet", world.acme)), Not(HasSubstr("`beta`")));
    EXPECT_EQ(
        outcome(world.parse("take beta-1", world.ops)),
        "refused: No alarm group `beta-1` in this room."
    );
}

}  // namespace
}  // namespace socbot
