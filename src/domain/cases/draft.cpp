// Words of TLP, PAP and verdicts, and observables by kind.
#include "domain/cases/draft.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <set>

namespace socbot {
namespace {

template <class Value>
struct Word {
    std::string_view word;
    Value value;
};

constexpr std::array kTlpWords{
    Word<Tlp>{"clear", Tlp::clear},
    Word<Tlp>{"white", Tlp::clear},
    Word<Tlp>{"green", Tlp::green},
    Word<Tlp>{"amber", Tlp::amber},
    Word<Tlp>{"amber+strict", Tlp::amber_strict},
    Word<Tlp>{"red", Tlp::red},
};

constexpr std::array kPapWords{
    Word<Pap>{"clear", Pap::clear},
    Word<Pap>{"white", Pap::clear},
    Word<Pap>{"green", Pap::green},
    Word<Pap>{"amber", Pap::amber},
    Word<Pap>{"red", Pap::red},
};

// Of TheHive 3 to 5, and of people.
constexpr std::array kVerdictWords{
    Word<CaseVerdict>{"truepositive", CaseVerdict::true_positive},
    Word<CaseVerdict>{"tp", CaseVerdict::true_positive},
    Word<CaseVerdict>{"falsepositive", CaseVerdict::false_positive},
    Word<CaseVerdict>{"fp", CaseVerdict::false_positive},
    Word<CaseVerdict>{"indeterminate", CaseVerdict::indeterminate},
    Word<CaseVerdict>{"undetermined", CaseVerdict::indeterminate},
    Word<CaseVerdict>{"other", CaseVerdict::other},
    Word<CaseVerdict>{"benign", CaseVerdict::other},
    Word<CaseVerdict>{"benignpositive", CaseVerdict::other},
    Word<CaseVerdict>{"bp", CaseVerdict::other},
    Word<CaseVerdict>{"duplicated", CaseVerdict::duplicated},
    Word<CaseVerdict>{"duplicate", CaseVerdict::duplicated},
    Word<CaseVerdict>{"dup", CaseVerdict::duplicated},
};

template <class Value, std::size_t Size>
std::optional<Value> find_word(const std::array<Word<Value>, Size>& words, std::string_view word) {
    const auto lower = to_lower_ascii(trim_ascii(word));
    for (const auto& each : words)
        if (each.word == lower) return each.value;
    return std::nullopt;
}

// The first word of a value is how we spell it.
template <class Value, std::size_t Size>
const char* spell(const std::array<Word<Value>, Size>& words, Value value) {
    for (const auto& each : words)
        if (each.value == value) return each.word.data();
    return "";
}

}  // namespace

const char* to_word(Tlp tlp) {
    return spell(kTlpWords, tlp);
}

const char* to_word(Pap pap) {
    return spell(kPapWords, pap);
}

std::optional<Tlp> parse_tlp(std::string_view word) {
    return find_word(kTlpWords, word);
}

std::optional<Pap> parse_pap(std::string_view word) {
    return find_word(kPapWords, word);
}

const char* to_word(CaseVerdict verdict) {
    switch (verdict) {
        case CaseVerdict::none:
            return "";
        case CaseVerdict::true_positive:
            return "true positive";
        case CaseVerdict::false_positive:
            return "false positive";
        case CaseVerdict::indeterminate:
            return "indeterminate";
        case CaseVerdict::other:
            return "other";
        case CaseVerdict::duplicated:
            return "duplicated";
    }
    return "";
}

const char* to_word(CaseImpact impact) {
    switch (impact) {
        case CaseImpact::not_applicable:
            return "not applicable";
        case CaseImpact::no_impact:
            return "no impact";
        case CaseImpact::with_impact:
            return "with impact";
    }
    return "";
}

std::optional<CaseVerdict> parse_case_verdict(std::string_view word) {
    std::string bare;
    for (const char c : word)
        if (c != ' ' && c != '-' && c != '_') bare += c;
    return find_word(kVerdictWords, bare);
}

std::vector<std::pair<std::string, std::vector<CaseObservable>>> by_kind(
    const std::vector<CaseObservable>& observables
) {
    std::vector<std::pair<std::string, std::vector<CaseObservable>>> groups;
    std::set<std::pair<std::string, std::string>> seen;
    for (const auto& each : observables) {
        if (!seen.emplace(each.kind, to_lower_ascii(each.value)).second) continue;
        auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& known) {
            return known.first == each.kind;
        });
        if (group == groups.end()) group = groups.insert(group, {each.kind, {}});
        group->second.push_back(each);
    }
    return groups;
}

}  // namespace socbot
