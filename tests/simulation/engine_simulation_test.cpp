// What must hold after any run of the engine. A failure prints the seed; that seed alone repeats
// it.
#include "domain/engine/rows.h"
#include "domain/triage/episode.h"
#include "simulation/simulation.h"
#include "simulation/store_checks.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>

namespace socbot::testing {

namespace {

SimulationPlan plan_of(std::uint64_t seed) {
    SimulationPlan plan;
    plan.seed = seed;
    // Every other run forgets all it may after each batch.
    if (seed % 2 == 0) plan.working_set_bytes = 1;
    return plan;
}

// Otherwise the other checks would hold of nothing.
void expect_something_happened(Simulation& run) {
    EXPECT_GT(stored_alarms(run.store()).size(), 150U);
    EXPECT_GT(run.crashes(), 0);
    EXPECT_GT(run.platform().messages().size(), 30U);
    EXPECT_GT(run.answered(Verdict::stored), 100U);
    EXPECT_GT(run.answered(Verdict::duplicate), 0U);
    const auto audit = run.store().last_audit();
    ASSERT_TRUE(audit && *audit);
    EXPECT_GT((*audit)->number, 1U);  // people took, noted, changed or undid
}

void expect_answered_alarms_stored(Simulation& run) {
    std::set<std::pair<SourceId, Digest>> stored;
    for (const auto& alarm : stored_alarms(run.store()))
        stored.emplace(alarm.source, alarm.content);
    for (const auto& sent : run.sent()) {
        if (sent.ending->end != Waiter::End::committed) continue;
        EXPECT_TRUE(stored.contains({sent.input.source, sent.input.content}))
            << sent.input.alarm->title;
    }
    // The answer to a repeat may be lost with a crash; what was answered is counted.
    EXPECT_GE(counted_repeats(run.store()), run.answered(Verdict::duplicate));
}

void expect_hidden_alarms_unsaid(Simulation& run) {
    // An alarm that is sent again when its id is forgotten may be shown by then.
    std::set<std::string> hidden, shown;
    for (const auto& alarm : stored_alarms(run.store())) {
        const auto from = alarm.title.find("tok");
        (alarm.account == Account::hidden ? hidden : shown)
            .insert(alarm.title.substr(from, alarm.title.find("ken") + 3 - from));
    }
    std::erase_if(hidden, [&](const std::string& token) { return shown.contains(token); });
    ASSERT_FALSE(hidden.empty());
    for (const auto& delivery : run.deliveries()) {
        if (delivery.episode == 0) continue;  // an answer: `hidden` names them because it was asked
        const auto text = visible_text(delivery);
        for (const auto& token : hidden)
            EXPECT_EQ(text.find(token), std::string::npos) << token << " in " << text;
    }
}

void expect_customers_kept_apart(Simulation& run) {
    const std::map<std::string, CustomerCode> owners{
        {"acme", kAcme}, {"beta", kBeta}, {"gamma", kGamma}};
    std::size_t looked_at = 0;
    for (const auto& delivery : run.deliveries()) {
        const auto* where = run.settings().room(delivery.room);
        ASSERT_NE(where, nullptr);
        const auto text = visible_text(delivery);
        for (const auto& [source, customer] : owners) {
            if (where->holds(customer)) continue;
            ++looked_at;
            EXPECT_EQ(text.find(Simulation::mark(source)), std::string::npos)
                << source << " in " << delivery.room.room << ": " << text;
        }
        if (!delivery.customer.empty()) {
            EXPECT_TRUE(where->holds(delivery.customer));
        }
    }
    EXPECT_GT(looked_at, 0U);
}

void expect_posted_once_unless_nobody_could_tell(Simulation& run) {
    std::map<std::uint64_t, int> posted;
    for (const auto& [id, message] : run.platform().messages())
        ++posted[message.delivery.value()];
    for (const auto& [id, times] : posted)
        if (!run.repeated().contains(id)) {
            EXPECT_EQ(times, 1) << "delivery " << id;
        }
    std::map<std::pair<EpisodeId, RoomRef>, std::set<std::uint64_t>> cards;
    for (const auto& delivery : run.deliveries())
        if (delivery.is_card)
            cards[{{delivery.customer, delivery.episode}, delivery.room}].insert(delivery.id.value()
            );
    EXPECT_FALSE(cards.empty());
    for (const auto& [card, ids] : cards)
        EXPECT_EQ(ids.size(), 1U) << card.first.str() << " in " << card.second.room;
}

void expect_nothing_owed(Simulation& run) {
    EXPECT_TRUE(rows_of(run.store(), Table::job).empty());
    EXPECT_TRUE(rows_of(run.store(), Table::open_episode).empty());
    for (const auto& row : rows_of(run.store(), Table::episode)) {
        Reader in{row.body};
        EXPECT_TRUE(Episode::decode(in).closed_at) << "hours passed without an alarm";
    }
    for (const auto& row : rows_of(run.store(), Table::delivery)) {
        Reader in{row.body};
        const auto delivery = Delivery::decode(in);
        EXPECT_NE(delivery.attempt.state, AttemptState::sent) << delivery.id.value();
        EXPECT_NE(delivery.attempt.state, AttemptState::ambiguous) << delivery.id.value();
        if (delivery.posted == 0) {
            EXPECT_EQ(delivery.attempt.state, AttemptState::failed) << delivery.id.value();
        }
    }
}

class EngineSimulation : public ::testing::TestWithParam<std::uint64_t> {};

INSTANTIATE_TEST_SUITE_P(Seeds, EngineSimulation, ::testing::Range<std::uint64_t>(1, 25));

TEST_P(EngineSimulation, KeepsEveryPromise) {
    SCOPED_TRACE("seed " + std::to_string(GetParam()));
    Simulation run{plan_of(GetParam())};
    run.run();
    expect_something_happened(run);
    expect_answered_alarms_stored(run);
    expect_accounts_add_up(run.store());
    expect_counters_agree(run.store());
    expect_hidden_alarms_unsaid(run);
    expect_customers_kept_apart(run);
    expect_posted_once_unless_nobody_could_tell(run);
    expect_nothing_owed(run);
    // The run had batches of up to five inputs and crashes; a replay applies one by one and never
    // starts anew. So this also says that neither batches nor restarts change a result.
    expect_exact_replay(run.store(), Simulation::limits(64U << 20U));
    expect_exact_replay(run.store(), Simulation::limits(1));
}

// The first line in which they differ, with the seed's number before it; empty: they are equal.
std::string difference(const Simulation& one, const Simulation& other) {
    std::istringstream lines{dump_without_marks(one.store())};
    std::istringstream others{dump_without_marks(other.store())};
    std::string line, another;
    for (;;) {
        const bool more = static_cast<bool>(std::getline(lines, line));
        if (more != static_cast<bool>(std::getline(others, another)) || line != another)
            return line.substr(0, 200) + "\nbut " + another.substr(0, 200);
        if (!more) return {};
    }
}

class EngineVariations : public ::testing::TestWithParam<std::uint64_t> {};

INSTANTIATE_TEST_SUITE_P(Seeds, EngineVariations, ::testing::Range<std::uint64_t>(101, 105));

// All rows, alarms, audit links and digests, whatever the batches and however little is remembered.
TEST_P(EngineVariations, NeitherBatchesNorMemoryChangeARow) {
    SCOPED_TRACE("seed " + std::to_string(GetParam()));
    SimulationPlan plan;
    plan.seed = GetParam();
    plan.batch_inputs = 256;
    Simulation usual{plan};
    usual.run();
    plan.batch_inputs = 1;
    Simulation one_by_one{plan};
    one_by_one.run();
    EXPECT_EQ(difference(usual, one_by_one), "");
    plan.working_set_bytes = 1;
    plan.batch_inputs = 7;
    Simulation forgetful{plan};
    forgetful.run();
    EXPECT_EQ(difference(usual, forgetful), "");
}

}  // namespace

}  // namespace socbot::testing
