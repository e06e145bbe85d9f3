// The words of one fact each; see fact_parts.h.
#include "domain/cards/fact_parts.h"

#include "base/text.h"
#include "domain/cards/words.h"

#include <algorithm>
#include <array>

namespace socbot::cards {
namespace {

std::string address_text(const std::string& ip, const Networks& own) {
    return is_inside(ip, own) ? ip : defang(ip);
}

// "203[.]0[.]113[.]16:443"; nothing without an address.
std::string address_and_port(const Endpoint& endpoint, const Networks& own) {
    if (endpoint.ip.empty() || endpoint.port == 0) return address_text(endpoint.ip, own);
    const bool bare = endpoint.ip.find(':') == std::string::npos;
    const std::string address = address_text(endpoint.ip, own);
    // RFC 3986 section 3.2.2: an IPv6 address needs brackets before a port.
    return (bare ? address : "[" + address + "]") + ":" + std::to_string(endpoint.port);
}

// "Malicious Host (priority 2, reliability 4)".
std::string reputation_text(const Endpoint& endpoint) {
    const auto part = [](const char* name, const std::optional<std::int64_t>& value) {
        return value ? name + std::to_string(*value) : std::string{};
    };
    const std::string degree = join(
        {part("priority ", endpoint.reputation_priority),
         part("reliability ", endpoint.reputation_reliability)},
        ", "
    );
    if (endpoint.reputation.empty() || degree.empty()) return endpoint.reputation;
    return endpoint.reputation + " (" + degree + ")";
}

// Sign-ins that know no second factor; Entra's sign-in log and its documentation of legacy
// authentication name them so ("clientAppUsed").
bool is_legacy(std::string_view client) {
    constexpr std::array<std::string_view, 13> kLegacy{
        "activesync",
        "authenticated smtp",
        "autodiscover",
        "bav2ropc",
        "exchange web services",
        "imap",
        "mapi over http",
        "offline address book",
        "other clients",
        "outlook anywhere",
        "pop3",
        "exchange online powershell",
        "reporting web services"};
    const std::string lower = to_lower_ascii(client);
    return std::any_of(kLegacy.begin(), kLegacy.end(), [&](std::string_view name) {
        return lower.find(name) != std::string::npos;
    });
}

}  // namespace

// "WKS-17 (10.20.0.17)".
std::string host_text(const std::string& name, const std::string& ip, const Networks& own) {
    std::string address = address_text(ip, own);
    if (name.empty()) return address;
    return address.empty() ? defang_host(name) : defang_host(name) + " (" + address + ")";
}

std::string more(std::size_t count) {
    return count > 1 ? "+" + std::to_string(count - 1) + " more" : std::string{};
}

// "203[.]0[.]113[.]16:443, NL, Example Hosting, Malicious Host".
std::string place_text(const Endpoint& endpoint, const Networks& own, Port port) {
    const std::string place = join({endpoint.city, endpoint.country}, " ");
    std::string name = host_text(endpoint.hostname, endpoint.ip, own);
    if (port == Port::shown && endpoint.hostname.empty()) name = address_and_port(endpoint, own);
    return join(
        {name, place, defang_links(endpoint.organisation), reputation_text(endpoint)}, ", "
    );
}

std::string first_of(std::initializer_list<std::string_view> texts) {
    for (const std::string_view text : texts) {
        if (!text.empty()) return std::string{text};
    }
    return {};
}

std::string detection_of(const Alarm& alarm) {
    const std::string family = alarm.malware.empty() ? std::string{} : alarm.malware[0].name;
    return defang_links(first_of({family, alarm.method, alarm.event_name, alarm.title}));
}

std::string target_of(const Alarm& alarm, const Story& story) {
    const std::string file = alarm.files.empty() ? std::string{} : alarm.files[0].name;
    const std::string url = alarm.urls.empty() ? std::string{} : defang(alarm.urls[0]);
    return join({story.target, file, url}, ", ");
}

std::string from_of(const Alarm& alarm, const Networks& own) {
    if (alarm.sources.empty()) return {};
    return join({place_text(alarm.sources[0], own), more(alarm.sources.size())}, " ");
}

std::string file_text(const Alarm& alarm) {
    if (alarm.files.empty()) return {};
    const File& file = alarm.files[0];
    // A path mostly ends in the name: saying both wastes a line.
    return file.path.ends_with(file.name) && !file.path.empty()
               ? file.path
               : join({file.name, file.path}, ", ");
}

// "powershell.exe -enc ... \u2190 winword.exe": the command line says the name itself, mostly. The
// parent is never what is cut.
std::string process_text(const Alarm& alarm) {
    if (alarm.processes.empty()) return {};
    const Process& process = alarm.processes[0];
    std::string name = process.name;
    const bool said = process.cmd_line.size() >= name.size() &&
                      equals_ignore_case_ascii(process.cmd_line.substr(0, name.size()), name);
    if (said) name.clear();
    const std::string parent = cut_code_points(process.parent, kValueCodePoints / 3);
    const std::string from = parent.empty() ? std::string{} : "\xE2\x86\x90 " + parent;
    const std::string what = join({name, defang_links(process.cmd_line)}, ": ");
    const std::size_t room = kValueCodePoints - count_code_points(from) - 1;
    return join({cut_code_points(what, room), from}, " ");
}

std::string asked_for(const Alarm& alarm) {
    const std::string url = alarm.urls.empty() ? std::string{} : defang(alarm.urls[0]);
    // The URL mostly holds the host.
    const std::string host = url.empty() ? defang_host(alarm.http_hostname) : std::string{};
    const std::string dns =
        alarm.dns_query.empty() ? std::string{} : "DNS " + defang_host(alarm.dns_query);
    const std::string sni =
        alarm.tls_sni.empty() ? std::string{} : "SNI " + defang_host(alarm.tls_sni);
    const std::string print =
        alarm.tls_fingerprint.empty() ? std::string{} : "JA3 " + alarm.tls_fingerprint;
    return join({url, host, dns, sni, print}, ", ");
}

std::string cve_text(const Alarm& alarm) {
    std::string text;
    for (std::size_t i = 0; i < alarm.cve.size() && i < 3; ++i)
        text = join({text, alarm.cve[i]}, ", ");
    return alarm.cve.size() > 3 ? text + " " + more(alarm.cve.size() - 2) : text;
}

std::string signature_text(const Alarm& alarm) {
    const std::string sid =
        alarm.signature_uid.empty() ? std::string{} : "SID " + alarm.signature_uid;
    return join({defang_links(alarm.event_name), sid, alarm.category}, " \xC2\xB7 ");
}

// "203[.]0[.]113[.]16:47301 \u2192 10.20.0.77:80 TCP"; nothing where neither port nor protocol is
// known.
std::string tuple_text(const Alarm& alarm, const Networks& own) {
    const auto end = [&](const std::vector<Endpoint>& side) {
        return side.empty() ? std::string{} : address_and_port(side[0], own);
    };
    const auto has_port = [](const std::vector<Endpoint>& side) {
        return !side.empty() && side[0].port != 0;
    };
    const std::string& protocol = alarm.connection.protocol;
    if (!has_port(alarm.sources) && !has_port(alarm.destinations)) return protocol;
    const std::string from = end(alarm.sources);
    const std::string to = end(alarm.destinations);
    const std::string arrow = from.empty() || to.empty() ? "" : "\xE2\x86\x92";
    return join({from, arrow, to, protocol}, " ");
}

// "60 bytes in, 0 out": what went each way tells a scan from a conversation.
std::string volume_text(const Connection& connection) {
    const auto pair = [](const char* unit, const auto& in, const auto& out) {
        if (!in && !out) return std::string{};
        const auto number = [](const auto& value) {
            return value && *value > 0 ? grouped(static_cast<std::uint64_t>(*value))
                                       : std::string{"0"};
        };
        return number(in) + " " + unit + " in, " + number(out) + " out";
    };
    const std::string bytes = pair("bytes", connection.bytes_in, connection.bytes_out);
    return bytes.empty() ? pair("packets", connection.packets_in, connection.packets_out) : bytes;
}

// Only where the source counted what left our host.
std::string answered_text(const Alarm& alarm, const Story& story) {
    const auto& out =
        alarm.connection.bytes_out ? alarm.connection.bytes_out : alarm.connection.packets_out;
    if (story.direction != "inbound" || !out) return {};
    return *out > 0 ? "answered" : "not answered";
}

std::string changed_text(const Alarm& alarm) {
    constexpr std::array<std::string_view, 7> kNames{
        "ForwardTo",
        "ForwardAsAttachmentTo",
        "RedirectTo",
        "ForwardingSmtpAddress",
        "ForwardingAddress",
        "Role.DisplayName",
        "ObjectId"};
    std::string text;
    for (const std::string_view name : kNames)
        for (const Extra& extra : alarm.extras)
            if (extra.name == name) text = join({text, defang_links(extra.value)}, ", ");
    return text;
}

// "IMAP4, CBAInPROD, password (legacy sign-in)".
std::string client_text(const Alarm& alarm) {
    const std::string client = join({alarm.app_name, alarm.http_user_agent, alarm.auth_type}, ", ");
    const std::string mark = is_legacy(client) ? "(legacy sign-in)" : "";
    const std::size_t room = kValueCodePoints - count_code_points(mark) - 1;
    return join({cut_code_points(defang_links(client), room), mark}, " ");
}

// "1 \u2192 14 hosts": one machine at many, or many at one.
std::string spread_text(const Alarm& alarm) {
    const std::size_t from = alarm.sources.size();
    const std::size_t to = alarm.destinations.size();
    if (from == 0 || to == 0 || from + to < 3) return {};
    return grouped(from) + " \xE2\x86\x92 " + grouped(to) + " hosts";
}

// "hxxp://files[.]evil[.]example/a, 203[.]0[.]113[.]9, also on 3 hosts".
std::string origin_text(const Alarm& alarm, const Story& story, const Networks& own) {
    const std::string mail = alarm.emails.empty() ? std::string{} : defang(alarm.emails[0]);
    const std::string peer =
        story.theirs == nullptr ? std::string{} : place_text(*story.theirs, own, Port::shown);
    std::string spread;
    if (alarm.devices.size() > 1) {
        const std::size_t others = alarm.devices.size() - 1;
        spread = "also on " + grouped(others) + (others == 1 ? " host" : " hosts");
    }
    return join({asked_for(alarm), mail, peer, spread}, ", ");
}

}  // namespace socbot::cards
