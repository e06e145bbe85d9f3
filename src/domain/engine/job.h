// Jobs: work outside the engine that a step started. A request is encoded into the row and the
// JobStart; its outcome comes back as a retained input. A delivery's attempt is a job too; there
// the JobStart carries the Delivery itself, so what is sent is what the engine wanted then.
#pragma once

#include "base/codec.h"
#include "base/ids.h"
#include "base/time.h"
#include "domain/delivery/delivery.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace socbot {

enum class JobKind : std::uint8_t {
    deliver = 1,     // JobId is the delivery's id
    query = 2,       // a question answered on a read-only connection: hidden, open, status, why
    rehearse = 3,    // what-if replay of a threshold change
    external = 100,  // first number for jobs of adapters (lookups, cases); `name` says which
};

// kind query: `name` is "hidden", "open", "status", "why". Arguments are "key=value" pairs, in
// order. kind rehearse: `name` is "threshold".
struct JobRequest {
    JobId id;
    std::uint32_t attempt{1};
    JobKind kind{JobKind::query};
    std::string name;
    std::vector<std::pair<std::string, std::string>> arguments;
    std::vector<CustomerCode> customers;  // what it may see; bounded by person and room
    RoomRef room;                         // where the answer goes
    DeliveryId thread;
    PersonId person;

    std::string_view argument(std::string_view key) const;
    void encode(Writer& out) const;
    static JobRequest decode(Reader& in);
};

// An unsettled job as a row. The attempt's machine is the deliveries' (domain/delivery/attempt.h).
struct Job {
    JobRequest request;
    Attempt attempt;
    void encode(Writer& out) const;
    static Job decode(Reader& in);
    std::size_t footprint() const;
};

// The answer of a job, as its adapter gives it. For queries `lines` is the answer; for a rehearsal
// `values` carries "before_a_day", "after_a_day", "days", "alarms", "sampled", "policy_revision".
struct JobResult {
    std::vector<std::string> lines;
    std::vector<std::pair<std::string, std::string>> values;
    void encode(Writer& out) const;
    static JobResult decode(Reader& in);
};

}  // namespace socbot
