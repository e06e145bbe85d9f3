// What came of asking a desk, and what it says about a case. Engine inputs, so encoded.
#pragma once

#include "domain/cases/draft.h"
#include "domain/delivery/attempt.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace socbot {

enum class ObservableEnd : std::uint8_t { added = 1, already_there = 2, rejected = 3 };
const char* to_word(ObservableEnd end);  // "already there"

struct ObservableResult {
    std::string kind, value;
    ObservableEnd end{ObservableEnd::added};
    std::string reason;     // rejected: the desk's words, made one plain line
    bool retryable{false};  // rejected, and asking again later may help
    friend bool operator==(const ObservableResult&, const ObservableResult&) = default;
};

enum class CaseStage : std::uint8_t { unknown = 0, open = 1, closed = 2, vanished = 3 };
const char* to_word(CaseStage stage);

// A case as its desk shows it.
struct CaseState {
    CaseRef ref;
    std::string key;  // CaseDraft::key, read from its tags; empty: not made by us
    std::string title;
    CaseStage stage{CaseStage::unknown};
    std::string status;  // the desk's word
    std::string owner;   // login; empty: nobody
    Severity severity{Severity::unknown};
    bool flag{false};
    CaseVerdict verdict{CaseVerdict::none};
    CaseImpact impact{CaseImpact::not_applicable};
    std::string summary;
    Instant created, updated, closed;
    std::string updated_by;   // login
    bool by_us{false};        // updated_by is our own account: no echo
    std::string merged_into;  // case id; vanished

    void encode(Writer& out) const;
    static CaseState decode(Reader& in);
    friend bool operator==(const CaseState&, const CaseState&) = default;
};

// The end of create, find, append, close or state.
//   create  settled: the case is there (`existed` when it was before); every observable of the
//           draft is in `observables` exactly once.
//   find    settled: found; not_found: surely not there; undecided: can't tell (index delay, down).
//   append, close  settled: done; gone: the case no longer exists (see `state.merged_into`);
//           permanent: refused, `outcome.error` says why in the desk's words.
//   ambiguous means that a case may have been made: find() decides, never a second create alone.
struct CaseOutcome {
    AttemptOutcome outcome;
    CaseRef ref;
    bool existed{false};
    std::vector<ObservableResult> observables;
    std::vector<std::string> notes;  // what was left out and why, for people
    std::string template_name;       // used; empty: none
    std::optional<CaseState> state;

    void encode(Writer& out) const;
    static CaseOutcome decode(Reader& in);
    friend bool operator==(const CaseOutcome&, const CaseOutcome&) = default;
};

struct ObservableCounts {
    std::size_t added{0}, already_there{0}, rejected{0};
};
ObservableCounts count(const std::vector<ObservableResult>& results);

}  // namespace socbot
