// What a registry or registrar says about a domain, an address range or an AS number: one record
// whatever protocol it came by. Reading is lenient (what is malformed is left out, never the whole
// answer) and everything in a record is one line of valid UTF-8 without controls, cut to its limit.
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "domain/registration/query.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace socbot {

struct RegistrationLimits {
    std::size_t text_bytes{256UL * 1024};  // of an answer; what is longer is cut and `truncated`
    std::size_t line_bytes{2000};          // of a WHOIS line that is looked at
    std::size_t lines{20'000};             // of a WHOIS answer
    std::size_t value_bytes{500};          // of a value in the record
    std::size_t list_items{64};            // status, nameservers, cidr, asn, redacted
    std::size_t entity_depth{4};           // of RDAP entities within entities
    std::size_t entities{256};             // of one RDAP answer
    std::chrono::seconds retry_after{86'400};  // the longest wait believed
};
inline constexpr RegistrationLimits kRegistrationLimits{};

enum class RegistrationOutcome : std::uint8_t {
    found,
    not_found,   // nobody has registered it, as far as this server says
    throttled,   // asked too often; see retry_after
    refused,     // the server will not answer us or this question (denied, reserved, blocked)
    unavailable  // the server is out of order, no longer runs, or said nothing we can read
};

// Which of the two answered: the registry (of the TLD, the RIR) or the registrar it refers to.
enum class RegistrationSide : std::uint8_t { registry, registrar };

struct Registration {
    RegistrationOutcome outcome{RegistrationOutcome::unavailable};
    RegistrationKind kind{RegistrationKind::domain};
    std::string
        name;  // kind domain: A-labels, lower case; ip: the range asked or "10.0.0.0/8"; "AS1"
    std::string unicode_name;  // kind domain

    // Empty, or 0 for times: not published. Dates without a time are midnight, without a zone UTC.
    std::string registrar;
    std::string registrar_iana_id;
    Instant created;
    Instant updated;
    Instant expires;
    std::vector<std::string> status;  // "client transfer prohibited" (RFC 8056 words), lower case
    std::vector<std::string>
        nameservers;  // A-labels, lower case, as ordered by the server, each once
    struct Registrant {
        std::string organisation;  // or the person, where no organisation is given
        std::string country;       // two letters where the server gave a code or a name we know
        friend bool operator==(const Registrant&, const Registrant&) = default;
    } registrant;
    struct Network {
        std::string handle;
        std::string name;
        std::vector<std::string> cidr;  // "192.0.2.0/24"; a range that is no prefix is several
        std::vector<std::string> asn;   // "AS64496"
        std::string country;
        std::string organisation;
        std::string type;  // "ASSIGNED PA"
        friend bool operator==(const Network&, const Network&) = default;
    } network;
    struct Abuse {
        std::string email;
        std::string phone;
        friend bool operator==(const Abuse&, const Abuse&) = default;
    } abuse;
    std::optional<bool> dnssec;
    // Members of this record the server holds and withholds: "registrant", "abuse".
    std::vector<std::string> redacted;
    // Of each member with a value: "rdap:registry", "rdap:registrar", "whois:registry",
    // "whois:registrar". Names as in to_json ("registrar", "registrant", "network", ...).
    std::map<std::string, std::string, std::less<>> sources;

    // Where to ask next.
    std::string referral_server;      // WHOIS: host name or address, lower case; empty: none
    std::uint16_t referral_port{43};  // 43, or 4321 and the like for rwhois
    bool referral_rwhois{false};
    std::string registrar_link;  // RDAP: https URL of the registrar's record; empty: none

    // outcome throttled or unavailable: how long the server asks us to wait, when it says.
    std::optional<std::chrono::seconds> retry_after;
    std::string message;    // the server's own words for any outcome but found; one line
    bool truncated{false};  // longer than the limits: there may be more

    friend bool operator==(const Registration&, const Registration&) = default;
};

const char* word_of(RegistrationOutcome outcome) noexcept;  // "not_found"
const char* word_of(RegistrationKind kind) noexcept;        // "domain", "ip", "autnum"

// docs/registration.md says what the members are; absent when not published, times RFC 3339.
std::string to_json(const Registration& record);

// The text of a WHOIS answer as it came (any charset, any bytes). `server` is who answered, host
// name alone; it decides the charset and may be empty.
Registration read_whois(
    std::string_view text,
    const RegistrationQuery& query,
    std::string_view server,
    RegistrationSide side = RegistrationSide::registry
);

// An RDAP answer (RFC 9083): an object, or an error object. invalid_input when it is no JSON object
// that says either. Throttling by HTTP status is the caller's to tell.
Result<Registration> read_rdap(
    std::string_view json,
    const RegistrationQuery& query,
    std::string_view server,
    RegistrationSide side = RegistrationSide::registry
);

// One record of two: the registry's word stands for what a registry decides (dates, status,
// nameservers, registrar, DNSSEC), the registrar's fills what is missing (registrant, abuse
// contact). What is not `found` adds nothing to what is. Each member keeps its source.
Registration merge(Registration registry, const Registration& registrar);

}  // namespace socbot
