// Scalars of the configuration: each reads a node, or notes a problem that says what was expected.
#pragma once

#include "base/ids.h"
#include "base/secret.h"
#include "base/time.h"
#include "domain/alarm/address.h"
#include "domain/alarm/alarm.h"
#include "main/config/context.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace socbot {

// One line of visible text, 1 to `bytes` bytes.
std::optional<std::string> read_text(
    BindContext& context,
    const ConfigNode& node,
    std::string_view what,
    std::size_t bytes = 256
);

// One of the words, with the nearest in the problem.
std::optional<std::string> read_word(
    BindContext& context,
    const ConfigNode& node,
    std::string_view what,
    const std::vector<std::string>& words
);

// [a-z0-9_-]{1,32}
std::optional<std::string>
read_id(BindContext& context, const ConfigNode& node, std::string_view what);
bool check_id(
    BindContext& context,
    const ConfigPosition& at,
    std::string_view id,
    std::string_view what
);

// [A-Z0-9-]{1,16}
std::optional<CustomerCode>
read_customer_code(BindContext& context, const ConfigNode& node, std::string_view what);
// A code that some customer must have.
std::optional<CustomerCode> read_customer(BindContext& context, const ConfigNode& node);

struct CustomerScope {
    bool all{false};
    std::vector<CustomerCode> customers;
};
// "all" or a list of codes.
std::optional<CustomerScope> read_scope(BindContext& context, const ConfigNode& node);

std::optional<std::string> read_zone(BindContext& context, const ConfigNode& node);
// A language tag ("de", "pt-BR"), in lower case.
std::optional<std::string> read_language(BindContext& context, const ConfigNode& node);
std::optional<Severity> read_severity(BindContext& context, const ConfigNode& node);

struct DurationRange {
    Milliseconds least;
    Milliseconds most;
};
// "30s", "15m", "4h", "90d".
std::optional<Milliseconds> read_duration(
    BindContext& context,
    const ConfigNode& node,
    std::string_view what,
    const DurationRange& range
);

std::vector<Network>
read_networks(BindContext& context, const ConfigNode& node, std::string_view what);
// Host names in lower case (letters, digits, hyphens; RFC 1123 section 2.1).
std::vector<std::string>
read_domains(BindContext& context, const ConfigNode& node, std::string_view what);

bool is_host_name(std::string_view name);

// An address in lower case.
std::optional<PersonId> read_email(BindContext& context, const ConfigNode& node);

// A file that can be read.
std::optional<std::filesystem::path>
read_file_path(BindContext& context, const ConfigNode& node, std::string_view what);

// "file:PATH" or "env:NAME", read now. What is written into the file itself is refused.
std::optional<Secret> read_secret(
    BindContext& context,
    const ConfigNode& node,
    std::string_view what,
    std::size_t least_bytes
);

struct UrlRules {
    bool path{true};                // a path is accepted
    bool plain_on_loopback{false};  // http is accepted for a loopback host
};
// https, a host, no user, query or fragment; comes back without a slash at the end.
std::optional<std::string> read_url(
    BindContext& context,
    const ConfigNode& node,
    std::string_view what,
    const UrlRules& rules
);

}  // namespace socbot
