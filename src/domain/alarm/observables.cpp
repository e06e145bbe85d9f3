// Indicators of an alarm, in the order an analyst reads it: who talked to whom, on which machine,
// as which user, with which file. Values are canonical (addresses, lower-case names and hashes), so
// that the same indicator of two alarms is the same text.
#include "domain/alarm/observables.h"

#include "base/text.h"
#include "domain/alarm/address.h"

#include <algorithm>

namespace socbot {
namespace {

constexpr std::string_view kHexDigits{"0123456789abcdef"};

class Collector {
public:
    explicit Collector(std::vector<Observable>& out) : out_{out} {}

    void add(const char* type, std::string value, const char* role, const char* field) {
        if (value.empty() || known(type, value)) return;
        if (out_.size() == kAlarmLimits.list_items) {
            ++left_out_;
            return;
        }
        out_.push_back({type, std::move(value), role, field});
    }
    // A name that is an address is an address.
    void add_name(const char* type, const std::string& name, const char* role, const char* field) {
        if (const auto address = IpAddress::parse(name)) {
            add("ip", address->str(), role, field);
            return;
        }
        std::string value = to_lower_ascii(name);
        if (value.ends_with('.')) value.pop_back();
        add(type, std::move(value), role, field);
    }
    void add_ip(const std::string& text, const char* role, const char* field) {
        if (const auto address = IpAddress::parse(text)) add("ip", address->str(), role, field);
    }
    void
    add_hash(const char* type, std::size_t digits, const std::string& text, const char* field) {
        std::string value = to_lower_ascii(text);
        if (value.size() != digits || value.find_first_not_of(kHexDigits) != std::string::npos)
            return;
        add(type, std::move(value), "", field);
    }
    std::size_t left_out() const noexcept { return left_out_; }

private:
    // At most list_items to look through.
    bool known(std::string_view type, std::string_view value) const {
        // Paths and URLs tell case apart; user names, kept as spelt, do not.
        const bool exact = type == "url" || type == "file";
        return std::any_of(out_.begin(), out_.end(), [&](const Observable& observable) {
            return observable.type == type &&
                   (exact ? observable.value == value
                          : equals_ignore_case_ascii(observable.value, value));
        });
    }

    std::vector<Observable>& out_;
    std::size_t left_out_{0};
};

const char* word_of(UserRole role) noexcept {
    switch (role) {
        case UserRole::unknown:
            return "";
        case UserRole::actor:
            return "actor";
        case UserRole::target:
            return "target";
    }
    return "";
}

void add_user(Collector& out, const User& user) {
    const char* const role = word_of(user.role);
    const bool is_email = user.domain.empty() && user.name.find('@') != std::string::npos;
    if (is_email) {
        out.add("email", to_lower_ascii(user.name), role, "users.name");
    } else if (!user.name.empty()) {
        out.add(
            "user",
            user.domain.empty() ? user.name : user.domain + "\\" + user.name,
            role,
            "users.name"
        );
    }
    out.add("email", to_lower_ascii(user.email), role, "users.email");
}

void add_file(Collector& out, const File& file) {
    out.add_hash("sha256", 64, file.sha256, "files.sha256");
    out.add_hash("sha1", 40, file.sha1, "files.sha1");
    out.add_hash("md5", 32, file.md5, "files.md5");
    if (file.path.empty()) {
        out.add("file", file.name, "", "files.name");
    } else {
        out.add("file", file.path, "", "files.path");
    }
}

}  // namespace

void derive_observables(Alarm& alarm) {
    alarm.observables.clear();
    Collector out{alarm.observables};
    for (const Endpoint& source : alarm.sources) {
        out.add_ip(source.ip, "src", "src_endpoints.ip");
        out.add_name("hostname", source.hostname, "src", "src_endpoints.hostname");
    }
    for (const Endpoint& destination : alarm.destinations) {
        out.add_ip(destination.ip, "dst", "dst_endpoints.ip");
        out.add_name("hostname", destination.hostname, "dst", "dst_endpoints.hostname");
    }
    for (const Device& device : alarm.devices) {
        out.add_ip(device.ip, "device", "devices.ip");
        out.add_name("hostname", device.hostname, "device", "devices.hostname");
    }
    for (const User& user : alarm.users)
        add_user(out, user);
    for (const File& file : alarm.files)
        add_file(out, file);
    for (const std::string& url : alarm.urls)
        out.add("url", url, "", "urls");
    out.add_name("domain", alarm.http_hostname, "", "http.hostname");
    out.add_name("domain", alarm.dns_query, "", "dns.query");
    out.add_name("domain", alarm.tls_sni, "", "tls.sni");
    for (const std::string& email : alarm.emails)
        out.add("email", to_lower_ascii(email), "", "emails");
    if (out.left_out() > 0 && alarm.warnings.size() < kAlarmLimits.list_items)
        alarm.warnings.push_back(
            "observables: " + std::to_string(out.left_out()) + " more left out"
        );
}

}  // namespace socbot
