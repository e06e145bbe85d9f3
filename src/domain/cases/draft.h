// What a case is made from, extended with and closed by: values that every desk understands, in
// words of no desk. An adapter maps them; what it can't carry it says in the outcome's notes.
#pragma once

#include "base/codec.h"
#include "base/ids.h"
#include "base/time.h"
#include "domain/alarm/alarm.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace socbot {

struct CaseLimits {
    std::size_t key_bytes{128};  // TheHive 5: sourceRef of an alert
    std::size_t title_bytes{512};
    std::size_t text_bytes{1U << 20U};  // description, comment, summary
    std::size_t tag_bytes{128};
    std::size_t value_bytes{4096};  // of an observable
    std::size_t observables{
        1000};  // of one draft or addition; a builder notes how many it left out
    std::size_t tags{100};
    std::size_t fields{50};
};
inline constexpr CaseLimits kCaseLimits{};

// Traffic Light Protocol 2.0. Ordered by secrecy. How a desk counts it is the adapter's business.
enum class Tlp : std::uint8_t { clear = 0, green = 1, amber = 2, amber_strict = 3, red = 4 };
// Permissible Actions Protocol.
enum class Pap : std::uint8_t { clear = 0, green = 1, amber = 2, red = 3 };

const char* to_word(Tlp tlp);                         // "amber+strict"
const char* to_word(Pap pap);                         // "amber"
std::optional<Tlp> parse_tlp(std::string_view word);  // any case; "white" too
std::optional<Pap> parse_pap(std::string_view word);

// A field the desk's administrators defined. The type must be the desk's, else it is left out and
// noted.
using CaseFieldValue = std::variant<std::string, std::int64_t, double, bool, Instant>;
struct CaseField {
    std::string name;  // the desk's internal name
    CaseFieldValue value;
    friend bool operator==(const CaseField&, const CaseField&) = default;
};

struct CaseObservable {
    std::string kind;     // as Observable::type: ip, hostname, domain, url, user, email, md5, ...
    std::string value;    // whole, not defanged
    std::string message;  // where it was seen: "src_endpoints.ip, 14 times"
    std::vector<std::string> tags;  // "role:src"
    bool ioc{false};                // malicious by verdict, never by suspicion
    bool sighted{false};
    Instant sighted_at;
    bool ignore_similarity{false};  // own assets: no link to other cases by this value
    std::optional<Tlp> tlp;         // else the case's
    friend bool operator==(const CaseObservable&, const CaseObservable&) = default;
};

struct CaseFile {
    std::string name, media_type, bytes;
    friend bool operator==(const CaseFile&, const CaseFile&) = default;
};

struct CaseDraft {
    // One case for one key, whatever is clicked where: stable, from customer and episode alone.
    // [a-z0-9-]{1,128}, so that it is safe in tags, headers and references.
    std::string key;
    CustomerCode customer;
    std::string organisation;  // of the episode's customer, never of the room; empty: the desk's
    EpisodeId episode;
    std::string source;       // the feed the alarms came from, for "source" of an alert
    std::string title;        // one line
    std::string description;  // Markdown, escaped by the builder
    Severity severity{Severity::medium};
    Tlp tlp{Tlp::amber};
    Pap pap{Pap::amber};
    std::vector<std::string> tags;
    Instant started;       // of the first alarm; 0: not given
    std::string assignee;  // login at the desk, a hint: an unknown one never fails a create
    std::vector<CaseField> fields;
    std::string template_name;       // a missing one is left out and noted
    std::vector<std::string> tasks;  // beyond the template's
    std::string link;                // where people talk about it: thread or console
    std::vector<CaseObservable> observables;
    std::vector<CaseFile> files;

    void encode(Writer& out) const;
    static CaseDraft decode(Reader& in);
    friend bool operator==(const CaseDraft&, const CaseDraft&) = default;
};

// A case at a desk.
struct CaseRef {
    std::string id;            // the desk's, opaque: "~41644112"
    std::string number;        // as people say it: "34"; empty: the desk has none
    std::string url;           // for people, https or http; empty: the desk has no page
    std::string organisation;  // where it lives

    explicit operator bool() const noexcept { return !id.empty(); }
    void encode(Writer& out) const;
    static CaseRef decode(Reader& in);
    friend bool operator==(const CaseRef&, const CaseRef&) = default;
};

// What flows into a case that exists. Every part may be empty.
struct CaseAddition {
    std::string key;      // of the case (CaseDraft::key)
    std::string part;     // names this addition, stable over its attempts: [a-z0-9-]{1,64}
    std::string comment;  // Markdown
    std::vector<std::string> tags;
    std::vector<CaseObservable> observables;
    std::vector<CaseField> fields;
    std::optional<Severity> severity;  // raised to, never lowered
    std::string assignee;              // empty: unchanged
    Tlp tlp{Tlp::amber};               // of the observables
    bool reopen{false};                // a closed case is opened again; else it stays closed

    void encode(Writer& out) const;
    static CaseAddition decode(Reader& in);
    friend bool operator==(const CaseAddition&, const CaseAddition&) = default;
};

enum class CaseVerdict : std::uint8_t {
    none = 0,
    true_positive = 1,
    false_positive = 2,
    indeterminate = 3,
    other = 4,  // benign: it happened, and was allowed
    duplicated = 5
};
enum class CaseImpact : std::uint8_t { not_applicable = 0, no_impact = 1, with_impact = 2 };

const char* to_word(CaseVerdict verdict);  // "true positive"
const char* to_word(CaseImpact impact);    // "no impact"
// As desks and people spell them, case, spaces, '-' and '_' aside: "FalsePositive", "fp",
// "false positive".
std::optional<CaseVerdict> parse_case_verdict(std::string_view word);

struct CaseClosing {
    std::string key;
    CaseVerdict verdict{CaseVerdict::indeterminate};
    CaseImpact impact{CaseImpact::not_applicable};
    std::string summary;            // Markdown, with who closed and why
    std::vector<CaseField> fields;  // that the desk demands

    void encode(Writer& out) const;
    static CaseClosing decode(Reader& in);
    friend bool operator==(const CaseClosing&, const CaseClosing&) = default;
};

// Observables by kind, in order of first appearance, each value once (compared as the desks do:
// without regard to ASCII case).
std::vector<std::pair<std::string, std::vector<CaseObservable>>> by_kind(
    const std::vector<CaseObservable>& observables
);

}  // namespace socbot
