// An input that breaks the engine or a constraint: it alone is set aside, with its bytes, and the
// operator is told. A timer that breaks stops everything instead, and loses nothing.
#include "domain/engine/keys.h"
#include "domain/engine/rows.h"
#include "simulation/store_checks.h"
#include "simulation/workday.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace socbot::testing {

namespace {

using Culprit = std::function<bool(const Commit&)>;

AlarmInput alarm(const char* uid, const char* host, const char* title = "Title") {
    AlarmSpec spec;
    spec.uid = uid;
    spec.host = host;
    spec.title = title;
    spec.time = ManualClock::kStart;
    return alarm_input(spec);
}

Culprit alarm_titled(const std::string& title) {
    return [title](const Commit& commit) {
        for (const auto* changes : commit.changes)
            for (const auto& record : changes->alarms)
                if (record.title == title) return true;
        return false;
    };
}

Culprit input_of(InputKind kind, const std::string& part) {
    return [kind, part](const Commit& commit) {
        for (const auto& entry : commit.journal)
            if (entry.kind == static_cast<std::uint8_t>(kind) &&
                entry.body.find(part) != std::string::npos)
                return true;
        return false;
    };
}

// Only timers end episodes here.
bool ends_an_episode(const Commit& commit) {
    for (const auto* changes : commit.changes)
        for (const auto& row : changes->rows)
            if (row.key.table == Table::open_episode && row.remove) return true;
    return false;
}

class Quarantine : public ::testing::Test {
protected:
    void SetUp() override { day_.begin(); }

    std::vector<QuarantineRecord> quarantined() {
        auto reader = day_.disk().open();
        return *(*reader)->quarantine(10);
    }
    void expect_told() {
        EXPECT_TRUE(day_.noted("engine.logic_error"));
        EXPECT_TRUE(day_.noted("engine.quarantined"));
    }
    std::size_t owed() { return rows_of(day_.disk(), Table::outbox).size(); }

    Workday day_;
};

TEST_F(Quarantine, AnAlarmThatBreaksAConstraintIsSetAsideAlone) {
    day_.store().refuse_commits(alarm_titled("Poison"));
    const auto poison = alarm("u2", "10.0.0.2", "Poison");
    const auto answers = day_.deliver({alarm("u1", "10.0.0.1"), poison, alarm("u3", "10.0.0.1")});
    EXPECT_EQ(answers[0].verdict, Verdict::stored);
    EXPECT_EQ(answers[1].verdict, Verdict::quarantined);  // a 200: it must not come again
    EXPECT_EQ(answers[2].verdict, Verdict::stored);
    EXPECT_EQ(day_.refusals(), 0U);
    EXPECT_EQ(stored_alarms(day_.disk()).size(), 2U);
    const auto kept = quarantined();
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(kept[0].source, poison.source);
    EXPECT_EQ(*kept[0].raw, *poison.raw);
    EXPECT_NE(kept[0].reason.find("injected constraint failure"), std::string::npos);
    expect_told();
    EXPECT_TRUE(day_.noted("alarm.quarantined"));
    day_.settle();
    EXPECT_EQ(day_.shown().size(), 2U);  // one card in each room
    expect_exact_replay(day_.disk(), {});
}

TEST_F(Quarantine, SeveralCulpritsOfOneBatchAreEachFound) {
    day_.store().refuse_commits(alarm_titled("Poison"));
    const auto answers = day_.deliver(
        {alarm("p1", "10.0.0.1", "Poison"),
         alarm("u1", "10.0.0.1"),
         alarm("p2", "10.0.0.1", "Poison"),
         alarm("p3", "10.0.0.1", "Poison"),
         alarm("u2", "10.0.0.1")}
    );
    std::string verdicts;
    for (const auto& answer : answers)
        verdicts += answer.verdict == Verdict::stored ? 's' : 'q';
    EXPECT_EQ(verdicts, "qsqqs");
    EXPECT_EQ(quarantined().size(), 3U);
    expect_exact_replay(day_.disk(), {});
}

// Here it is the engine that throws, at a row it cannot read: the card of an episode long over.
TEST_F(Quarantine, ACommandThatMeetsADamagedRowIsSetAsideAlone) {
    day_.deliver({alarm("u1", "10.0.0.1")});
    day_.settle();
    day_.wait(std::chrono::hours{24});
    day_.settle();
    const auto& [message, shown] = *day_.platform().messages().begin();
    Changes damage;
    damage.rows.push_back({keys::delivery(shown.room, shown.delivery), kAcme, "\xff", false});
    ASSERT_TRUE(day_.disk().commit(0, 0, {.changes = {&damage}, .journal = {}}).message.empty());
    day_.restart();
    auto command = command_input("e1", shown.room, person("ana"), "note seen");
    command.thread_message = message;
    const auto answers = day_.deliver({alarm("u7", "10.0.0.1"), command, alarm("u8", "10.0.0.3")});
    EXPECT_EQ(answers[0].verdict, Verdict::stored);
    EXPECT_EQ(answers[1].verdict, Verdict::quarantined);
    EXPECT_EQ(answers[2].verdict, Verdict::stored);
    ASSERT_EQ(quarantined().size(), 1U);
    EXPECT_EQ(*quarantined()[0].raw, encode_input(command));
    expect_told();
}

TEST_F(Quarantine, ACommandIsKeptAsItCame) {
    day_.store().refuse_commits(input_of(InputKind::command, "poison"));
    const auto poison = command_input("e1", room("acme"), person("ana"), "note ACME-1 poison");
    const auto answers = day_.deliver(
        {alarm("u1", "10.0.0.1"), poison, command_input("e2", room("acme"), person("ana"), "open")}
    );
    EXPECT_EQ(answers[0].verdict, Verdict::stored);
    EXPECT_EQ(answers[1].verdict, Verdict::quarantined);
    EXPECT_EQ(answers[2].verdict, Verdict::accepted);
    ASSERT_EQ(quarantined().size(), 1U);
    EXPECT_EQ(*quarantined()[0].raw, encode_input(poison));
    expect_told();
}

TEST_F(Quarantine, SettingsThatBreakLeaveTheOnesBefore) {
    auto settings = engine_settings();
    settings.organisation = "poison";
    day_.store().refuse_commits(input_of(InputKind::settings, "poison"));
    day_.world().submit(settings_input(settings));
    day_.settle();
    EXPECT_EQ(day_.world().loop().engine().settings().organisation, "Example SOC");
    EXPECT_EQ(quarantined().size(), 1U);
    expect_told();
    EXPECT_EQ(day_.deliver({alarm("u1", "10.0.0.1")})[0].verdict, Verdict::stored);
}

TEST_F(Quarantine, AnOutcomeSetAsideLeavesItsMessageToBeReconciled) {
    day_.deliver({alarm("u1", "10.0.0.1")});
    day_.store().refuse_commits(input_of(InputKind::outcome, {}));
    day_.settle();
    EXPECT_EQ(quarantined().size(), 2U);  // of each room's card
    day_.store().refuse_commits({});
    day_.restart();
    EXPECT_EQ(owed(), 0U);
    for (const auto& [id, message] : day_.platform().messages())
        EXPECT_EQ(day_.platform().posted(message.delivery), 1) << message.text;
}

TEST_F(Quarantine, AnOutcomeIsKeptWhenItCannotBeSetAsideNow) {
    day_.deliver({alarm("u1", "10.0.0.1")});
    day_.store().refuse_commits(input_of(InputKind::outcome, {}));
    // The batch, the outcome alone, then what sets it aside.
    day_.store().fail_commit(3, CommitFault::lost_before_write);
    day_.settle();
    EXPECT_TRUE(day_.noted("store.recovered"));
    EXPECT_EQ(quarantined().size(), 2U);
}

TEST_F(Quarantine, ATimerThatBreaksRefusesAndLosesNothing) {
    day_.deliver({alarm("u1", "10.0.0.1")});
    ASSERT_EQ(owed(), 2U);
    day_.store().refuse_commits(ends_an_episode);
    day_.wait(std::chrono::hours{24});
    // The timer is due before whatever comes: an alarm, and the outcomes of the cards' posting.
    const auto jobs = std::exchange(day_.world().jobs(), {});
    for (const auto& job : jobs)
        day_.world().submit(day_.platform().run(job));
    auto ending = day_.world().submit(alarm("u2", "10.0.0.1"));
    day_.world().run();
    EXPECT_EQ(ending->end, Waiter::End::refused);
    EXPECT_EQ(day_.world().loop().state(), LoopState::read_only);
    EXPECT_TRUE(day_.noted("store.read_only"));
    EXPECT_TRUE(quarantined().empty()) << "no input is to blame";
    day_.store().refuse_commits({});
    EXPECT_EQ(day_.deliver({alarm("u2", "10.0.0.1")})[0].verdict, Verdict::stored);
    day_.settle();
    EXPECT_EQ(owed(), 0U) << "an outcome was lost";
    expect_exact_replay(day_.disk(), {});
}

}  // namespace

}  // namespace socbot::testing
