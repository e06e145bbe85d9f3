// CaseDesk: a case management system. Tried once, classified; the job machine retries.
#pragma once

#include "base/result.h"
#include "domain/cases/draft.h"
#include "domain/cases/outcome.h"
#include "ports/deadline.h"
#include "ports/http.h"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace socbot {

// What a desk can do; a missing ability is worked around by the core. Asked for all the same, the
// outcome is permanent and says so.
struct CaseCapabilities {
    bool find{true};         // find() can decide an ambiguous create
    bool append{true};       // comments, tags, severity
    bool observables{true};  // as things of their own; else they are in the description
    bool close{true};
    bool state{true};        // state() and changes()
    bool hooks{true};        // read_hook()
    bool idempotent{false};  // the desk itself takes a key: create may be repeated without asking
};

// Cases changed since a point in time, oldest change first.
struct CaseChanges {
    AttemptOutcome outcome;
    std::vector<CaseState> cases;
    // Where the next call starts. Overlaps on purpose: a change may be seen twice, compare states.
    Instant cursor;
    bool more{false};  // ask again at once
};

// What a webhook hinted at. Order, completeness and content are not to be trusted: ask state().
struct CaseHint {
    enum class What : std::uint8_t { changed = 1, deleted = 2, merged = 3 };
    What what{What::changed};
    std::string case_id;
    std::string organisation;
    std::string dedupe;       // the same event again has the same; empty: not known
    std::string merged_into;  // merged: the case that took its place, when it says
    bool by_us{false};        // caused by our own account
};

// What a probe of the desk found, for people and metrics.
struct DeskReport {
    bool usable{false};  // cases can be made
    std::string product, version;
    std::string account, organisation;
    std::vector<std::string> problems;  // what fails, with the remedy
    std::vector<std::string> degraded;  // what is done without
    std::vector<std::string> lines;     // the whole report, a fact a line
};

// Thread-safe. Every operation suspends on the caller's executor and is bounded by the deadline.
class CaseDesk {
public:
    virtual ~CaseDesk() = default;
    virtual CaseCapabilities capabilities() const = 0;

    // Makes the case unless there is one with the draft's key. `attempt` numbers the outcome.
    // `possible_repeat`: an earlier attempt may have made it; then the look-up before waits for the
    // desk's index.
    virtual boost::asio::awaitable<CaseOutcome>
    create(CaseDraft draft, std::uint32_t attempt, bool possible_repeat, Deadline deadline) = 0;
    // By key, in the organisation: after an ambiguous create. Waits for the desk's index before it
    // says not_found.
    virtual boost::asio::awaitable<CaseOutcome>
    find(std::string key, std::string organisation, Deadline deadline) = 0;
    virtual boost::asio::awaitable<CaseOutcome>
    append(CaseRef target, CaseAddition addition, std::uint32_t attempt, Deadline deadline) = 0;
    virtual boost::asio::awaitable<CaseOutcome>
    close(CaseRef target, CaseClosing closing, std::uint32_t attempt, Deadline deadline) = 0;
    // By id or number: `outcome.state` is set when settled; gone when there is no such case.
    virtual boost::asio::awaitable<CaseOutcome> state(CaseRef target, Deadline deadline) = 0;
    // Of our own cases in an organisation (empty: the desk's), for polling.
    virtual boost::asio::awaitable<CaseChanges>
    changes(std::string organisation, Instant since, Deadline deadline) = 0;

    // A request to /hooks/{desk}. Checks that it is the desk's (constant time), then reads it.
    // unauthorised: not the desk's; invalid_input: unreadable. Events of no interest give no hint.
    virtual Result<std::vector<CaseHint>> read_hook(const http::Request& request) const = 0;

    // Asks what the desk is and what our account may; remembers it.
    virtual boost::asio::awaitable<DeskReport> probe(Deadline deadline) = 0;
    // Empty when healthy, else a reason for /readyz and `status`.
    virtual std::string health() const = 0;
};

}  // namespace socbot
