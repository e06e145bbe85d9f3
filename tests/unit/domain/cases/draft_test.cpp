// What a case is made from: words, groups, and that it comes back from bytes as it was.
#include "domain/cases/draft.h"

#include <gtest/gtest.h>

#include <string>

namespace socbot {
namespace {

template <class Value>
Value there_and_back(const Value& value) {
    Writer out;
    value.encode(out);
    Reader in{out.bytes()};
    auto back = Value::decode(in);
    EXPECT_TRUE(in.empty());
    return back;
}

CaseObservable observable(const char* kind, const char* value) {
    CaseObservable made;
    made.kind = kind;
    made.value = value;
    return made;
}

CaseDraft full_draft() {
    CaseDraft draft;
    draft.key = "5f1c";
    draft.customer = CustomerCode{"ACME"};
    draft.organisation = "acme";
    draft.episode = {CustomerCode{"ACME"}, 412};
    draft.source = "usm";
    draft.title = "[ACME] Malware";
    draft.description = "**bold**";
    draft.severity = Severity::high;
    draft.tlp = Tlp::amber_strict;
    draft.pap = Pap::red;
    draft.tags = {"customer:acme", "socbot"};
    draft.started = {1'772'452'800'000};
    draft.assignee = "kim@acme.example";
    draft.fields = {
        {"customer", std::string{"acme"}},
        {"count", std::int64_t{-3}},
        {"ratio", 0.5},
        {"vip", true},
        {"first", Instant{7}}};
    draft.template_name = "soc-malware";
    draft.tasks = {"contain"};
    draft.link = "https://soc.example/e/412";
    draft.observables = {observable("ip", "203.0.113.9")};
    draft.observables[0].tags = {"role:src"};
    draft.observables[0].ioc = true;
    draft.observables[0].sighted = true;
    draft.observables[0].sighted_at = {9};
    draft.observables[0].ignore_similarity = true;
    draft.observables[0].tlp = Tlp::clear;
    draft.files = {{"alarm.json", "application/json", "{}"}};
    return draft;
}

TEST(CaseDraft, ComesBackFromBytes) {
    EXPECT_EQ(there_and_back(full_draft()), full_draft());
    EXPECT_EQ(there_and_back(CaseDraft{}), CaseDraft{});
}

TEST(CaseDraft, RefusesASchemaItDoesNotKnow) {
    Reader in{"\x02"};
    EXPECT_THROW(CaseDraft::decode(in), CodecError);
}

TEST(CaseDraft, AdditionAndClosingComeBackFromBytes) {
    CaseAddition addition;
    addition.key = "5f1c";
    addition.part = "a-2";
    addition.comment = "14 more";
    addition.tags = {"T1059"};
    addition.observables = full_draft().observables;
    addition.fields = full_draft().fields;
    addition.severity = Severity::critical;
    addition.assignee = "kim";
    addition.tlp = Tlp::red;
    addition.reopen = true;
    EXPECT_EQ(there_and_back(addition), addition);
    EXPECT_EQ(there_and_back(CaseAddition{}), CaseAddition{});

    const CaseClosing closing{
        "5f1c", CaseVerdict::false_positive, CaseImpact::no_impact, "scanner", full_draft().fields};
    EXPECT_EQ(there_and_back(closing), closing);
}

TEST(CaseDraft, EveryTlpAndPapHasAWordThatIsReadBack) {
    for (const auto tlp : {Tlp::clear, Tlp::green, Tlp::amber, Tlp::amber_strict, Tlp::red})
        EXPECT_EQ(parse_tlp(to_word(tlp)), tlp);
    for (const auto pap : {Pap::clear, Pap::green, Pap::amber, Pap::red})
        EXPECT_EQ(parse_pap(to_word(pap)), pap);
    EXPECT_EQ(parse_tlp(" White "), Tlp::clear);
    EXPECT_EQ(parse_tlp("ultraviolet"), std::nullopt);
}

TEST(CaseDraft, VerdictsAreReadAsDesksAndPeopleSpellThem) {
    EXPECT_EQ(parse_case_verdict("FalsePositive"), CaseVerdict::false_positive);
    EXPECT_EQ(parse_case_verdict("true-positive"), CaseVerdict::true_positive);
    EXPECT_EQ(parse_case_verdict("benign positive"), CaseVerdict::other);
    EXPECT_EQ(parse_case_verdict("Duplicated"), CaseVerdict::duplicated);
    EXPECT_EQ(parse_case_verdict("New"), std::nullopt);
    EXPECT_STREQ(to_word(CaseVerdict::indeterminate), "indeterminate");
}

TEST(CaseDraft, ObservablesAreGroupedByKindEachValueOnce) {
    const auto groups = by_kind(
        {observable("domain", "Evil.example"),
         observable("ip", "203.0.113.9"),
         observable("domain", "evil.example"),
         observable("domain", "bad.example")}
    );
    ASSERT_EQ(groups.size(), 2U);
    EXPECT_EQ(groups[0].first, "domain");
    ASSERT_EQ(groups[0].second.size(), 2U);
    EXPECT_EQ(groups[0].second[0].value, "Evil.example");
    EXPECT_EQ(groups[0].second[1].value, "bad.example");
    EXPECT_EQ(groups[1].first, "ip");
}

}  // namespace
}  // namespace socbot
