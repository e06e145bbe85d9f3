// CaseDesk: a case management system. Tried once, classified; the job machine retries.
#pragma once

#include "base/ids.h"
#include "domain/delivery/attempt.h"
#include "ports/deadline.h"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <utility>
#include <vector>

namespace socbot {

// What a case is made from or extended with.
struct CaseRequest {
    std::string idempotency_key;  // customer and episode: one case whatever happens
    EpisodeId episode;
    std::string organisation;  // of the episode's customer, never of the room
    std::string operation;     // "create", "append", "close"
    std::string body;          // encoded draft
};

struct CaseOutcome {
    AttemptOutcome outcome;
    std::string case_id, number, url;
    std::vector<std::pair<std::string, std::string>>
        observables;  // value -> added, exists, rejected: why
};

// Thread-safe.
class CaseDesk {
public:
    virtual ~CaseDesk() = default;
    virtual boost::asio::awaitable<CaseOutcome> attempt(CaseRequest request, Deadline deadline) = 0;
    virtual std::string health() const = 0;
};

}  // namespace socbot
