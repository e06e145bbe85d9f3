// Lookup: one provider of registration facts or context about an indicator.
#pragma once

#include "domain/alarm/alarm.h"
#include "domain/delivery/attempt.h"
#include "ports/deadline.h"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <utility>
#include <vector>

namespace socbot {

// How far a question travels; the customer's TLP and settings may forbid a class.
enum class PrivacyClass { local, registry, commercial };

struct LookupRequest {
    Observable indicator;
    CustomerCode customer;  // whose question; never part of what leaves
};

struct LookupOutcome {
    AttemptOutcome outcome;
    std::vector<std::pair<std::string, std::string>> facts;
    Instant as_of;  // age of cached data
};

// Thread-safe.
class Lookup {
public:
    virtual ~Lookup() = default;
    virtual std::string name() const = 0;
    virtual PrivacyClass privacy() const = 0;
    virtual boost::asio::awaitable<LookupOutcome>
    attempt(LookupRequest request, Deadline deadline) = 0;
};

}  // namespace socbot
