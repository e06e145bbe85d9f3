// What is said to USM Anywhere's REST API 2.0 and how its answers read: a token, pages of alarms,
// labels. Pure: requests are values, whoever sends them brings the answers back.
// Source: LevelBlue, "USM Anywhere API": POST /oauth/token, GET /alarms (HAL pages, counted from
// zero), PUT and DELETE /alarms/{id}/labels/{labelId}.
#pragma once

#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace socbot {

struct UsmApiLimits {
    std::size_t page_bytes{std::size_t{32} << 20U};   // of one page's body
    std::size_t token_bytes{std::size_t{16} << 10U};  // of a token's answer
    std::size_t page_alarms{1000};                    // asked for, and read of one page
    std::size_t depth{64};                            // of a page's JSON
};
inline constexpr UsmApiLimits kUsmApiLimits;

struct UsmApiAccess {
    std::string base;  // "https://acme.alienvault.cloud/api/2.0", no slash at its end
    std::string client;
    Secret secret;
};

// How a source's API is used; `base` and the rest come from the configuration.
struct UsmApiConfig {
    UsmApiAccess access;
    Milliseconds interval{5 * 60'000};
    // How far each round reaches back over the one before: alarms appear late in the API.
    Milliseconds overlap{60 * 60'000};
    // Ids of labels that exist there; empty: none is put.
    std::string label_shown;  // on alarms that are on a card
    std::string label_taken;  // while somebody has taken that card
};

// Holds credentials in its headers: never log one.
struct UsmApiRequest {
    std::string method;
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

struct UsmToken {
    Secret value;
    Instant renew_at;  // before it expires, so that no request carries one that just did
};

// Client credentials with HTTP Basic (RFC 6749 sections 2.3.1 and 4.4.2).
UsmApiRequest usm_token_request(const UsmApiAccess& access);

// invalid_input when it is not a bearer token of RFC 6750's characters. A life that is missing or
// absurd counts as 60 s to an hour.
Result<UsmToken> read_usm_token(std::string_view body, Instant now);

struct UsmAlarmQuery {
    Instant from, to;  // of timestamp_occured, both included
    std::uint64_t page{0};
    std::size_t size{kUsmApiLimits.page_alarms};
};

// Oldest first: what arrives while pages are read moves nothing to a page that was already read.
UsmApiRequest
usm_alarms_request(const UsmApiAccess& access, const UsmToken& token, const UsmAlarmQuery& query);

struct UsmPage {
    std::vector<std::string> alarms;  // each one JSON object, as the push carries it
    std::uint64_t total{0};           // of all pages, 0 when not said; moves while they are read
    Instant newest;                   // timestamp_occured of the latest; 0: none says
    bool last{true};
};

// `_embedded` may be absent when nothing matches. A link is only taken as "there is more": its
// address is never followed. invalid_input when it is no such page or passes a limit.
Result<UsmPage> read_usm_page(std::string_view body, const UsmAlarmQuery& asked);

// The ids of the labels that an alarm of a page carries; at most 64.
std::vector<std::string> usm_labels_of(std::string_view alarm);

// Puts or takes one label. invalid_input unless both ids are UUID-like: they become a path.
Result<UsmApiRequest> usm_label_request(
    const UsmApiAccess& access,
    const UsmToken& token,
    std::string_view alarm,
    std::string_view label,
    bool put
);

}  // namespace socbot
