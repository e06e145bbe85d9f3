// What desks say comes back from bytes as it was, and is counted.
#include "domain/cases/outcome.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

CaseOutcome full_outcome() {
    CaseOutcome outcome;
    outcome.outcome = {OutcomeClass::retry_after, 3, Milliseconds{1500}, "busy"};
    outcome.ref = {"~41", "34", "https://hive.example/cases/~41/details", "acme"};
    outcome.existed = true;
    outcome.observables = {
        {"ip", "203.0.113.9", ObservableEnd::added, "", false},
        {"ip", "203.0.113.10", ObservableEnd::already_there, "", false},
        {"asn", "AS64500", ObservableEnd::rejected, "no such type", true}};
    outcome.notes = {"made without the template"};
    outcome.template_name = "soc";
    CaseState state;
    state.ref = outcome.ref;
    state.key = "5f1c";
    state.title = "t";
    state.stage = CaseStage::closed;
    state.status = "FalsePositive";
    state.owner = "kim";
    state.severity = Severity::high;
    state.flag = true;
    state.verdict = CaseVerdict::false_positive;
    state.impact = CaseImpact::with_impact;
    state.summary = "s";
    state.created = {1};
    state.updated = {2};
    state.closed = {3};
    state.updated_by = "kim";
    state.by_us = true;
    state.merged_into = "~42";
    outcome.state = state;
    return outcome;
}

CaseOutcome there_and_back(const CaseOutcome& outcome) {
    Writer out;
    outcome.encode(out);
    Reader in{out.bytes()};
    auto back = CaseOutcome::decode(in);
    EXPECT_TRUE(in.empty());
    return back;
}

TEST(CaseOutcome, ComesBackFromBytes) {
    EXPECT_EQ(there_and_back(full_outcome()), full_outcome());
    EXPECT_EQ(there_and_back(CaseOutcome{}), CaseOutcome{});
}

TEST(CaseOutcome, CountsEveryObservableOnce) {
    const auto counts = count(full_outcome().observables);
    EXPECT_EQ(counts.added, 1U);
    EXPECT_EQ(counts.already_there, 1U);
    EXPECT_EQ(counts.rejected, 1U);
    EXPECT_STREQ(to_word(ObservableEnd::already_there), "already there");
    EXPECT_STREQ(to_word(CaseStage::vanished), "vanished");
}

}  // namespace
}  // namespace socbot
