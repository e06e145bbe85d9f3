// What may be asked of a registry: a registered domain, an address, a prefix or an AS number. Built
// only by parsing, so what goes out on the wire can hold nothing else.
#pragma once

#include "base/result.h"
#include "domain/alarm/address.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct psl_ctx_st;

namespace socbot {

// The public suffix list (publicsuffix.org), its ICANN section alone: entries of the private
// section, like github.io, are no registries, and one asks for the owner of the name below the
// public suffix. Immutable after reading, so any thread may use it.
class PublicSuffixes {
public:
    // As built into libpsl; empty (every suffix unlisted) when the library was built without.
    static PublicSuffixes built_in();
    // The text of public_suffix_list.dat, UTF-8. invalid_input when it holds no rule.
    static Result<PublicSuffixes> read(std::string_view list);

    struct Split {
        std::string_view registered;  // empty: the name is itself a public suffix
        bool listed{false};  // false: no rule names the suffix, the default rule "*" was used
    };
    // Of a name as A-labels or lower-case UTF-8 without a dot at its end; points into `name`.
    Split split(std::string_view name) const;

private:
    explicit PublicSuffixes(std::shared_ptr<const psl_ctx_st> list) : list_{std::move(list)} {}
    std::shared_ptr<const psl_ctx_st> list_;
};

// A host name in both its forms.
struct HostName {
    std::string ascii;    // A-labels, lower case, no dot at the end
    std::string unicode;  // U-labels; the same as `ascii` where nothing is internationalised or
                          // where a label does not decode (RFC 5891 section 5.4)
};

// Checks RFC 1035 lengths and letters, digits, hyphens and underscores (seen in names of hosts).
// UTF-8 is mapped by UTS 46, non-transitional. A last label of digits alone is no name (it would
// read as an address elsewhere). invalid_input with the reason; at least one label.
Result<HostName> parse_host_name(std::string_view text);

// Labels that mix scripts in a way no single language does (UTS 39, highly restrictive level), as
// used to imitate other names. `unicode` as HostName has it.
bool is_mixed_script(std::string_view unicode);

enum class RegistrationKind : std::uint8_t { domain, ip, autnum };

// How a domain stands to the public suffix list.
enum class SuffixStanding : std::uint8_t {
    registered,     // a name directly below a listed public suffix
    unlisted,       // its suffix is in no list: not to be asked of anyone
    suffix_itself,  // a public suffix: nobody registers it below another name
};

class RegistrationQuery {
public:
    // "www.example.org", "münchen.example.de" (reduced to the registered domain), "192.0.2.1",
    // "2001:db8::/32", "AS64496". An IPv4 or IPv6 prefix with host bits set is refused. At most
    // 1,024 bytes. invalid_input with the reason.
    static Result<RegistrationQuery> parse(std::string_view text, const PublicSuffixes& suffixes);

    RegistrationKind kind() const noexcept { return kind_; }
    // Canonical, fit for the wire and as a key: "example.org" (A-labels), "192.0.2.1",
    // "2001:db8::/32", "AS64496". Holds only [a-z0-9.:/_-] and "AS".
    const std::string& name() const noexcept { return name_; }
    // kind domain: as people read it; otherwise the same as name().
    const std::string& unicode_name() const noexcept { return unicode_; }
    // kind domain: the whole name that was asked, as A-labels ("www.example.org"); otherwise as
    // name().
    const std::string& asked() const noexcept { return asked_; }
    SuffixStanding standing() const noexcept { return standing_; }  // kind domain

    // kind ip: the address, or the first of the prefix.
    const std::optional<IpAddress>& address() const noexcept { return address_; }
    // kind ip: absent for a single address.
    const std::optional<unsigned>& prefix_length() const noexcept { return prefix_; }
    // kind autnum.
    std::uint32_t as_number() const noexcept { return as_number_; }

    friend bool operator==(const RegistrationQuery&, const RegistrationQuery&) = default;

private:
    RegistrationQuery() = default;
    static Result<RegistrationQuery> parse_prefix(std::string_view text);
    static std::optional<std::uint32_t> read_as_number(std::string_view text);

    RegistrationKind kind_{RegistrationKind::domain};
    SuffixStanding standing_{SuffixStanding::registered};
    std::string name_;
    std::string unicode_;
    std::string asked_;
    std::optional<IpAddress> address_;
    std::optional<unsigned> prefix_;
    std::uint32_t as_number_{0};
};

}  // namespace socbot
