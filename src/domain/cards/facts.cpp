// Facts and sentence by kind. The order is the one analysts work in: what decides the next step
// comes first, because a phone shows the first lines only.
#include "domain/cards/facts.h"

#include "base/text.h"
#include "domain/cards/words.h"

#include <algorithm>
#include <array>
#include <utility>

namespace socbot::cards {
namespace {

// What a client still wraps well on a phone; hashes (64) always fit.
constexpr std::size_t kValueCodePoints{200};

class Facts {
public:
    void add(std::string name, std::string value, bool emphasised = false) {
        if (value.empty() || name.empty()) return;
        facts_.push_back({std::move(name), cut_code_points(value, kValueCodePoints), emphasised});
    }
    std::vector<Fact> take() { return std::move(facts_); }

private:
    std::vector<Fact> facts_;
};

std::string address_text(const std::string& ip, const Networks& own) {
    return is_inside(ip, own) ? ip : defang(ip);
}

// "WKS-17 (10.20.0.17)".
std::string host_text(const std::string& name, const std::string& ip, const Networks& own) {
    const std::string address = address_text(ip, own);
    if (name.empty()) return address;
    return address.empty() ? defang_host(name) : defang_host(name) + " (" + address + ")";
}

std::string more(std::size_t count) {
    return count > 1 ? "+" + std::to_string(count - 1) + " more" : std::string{};
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

// "203[.]0[.]113[.]16, NL, Example Hosting, Malicious Host".
std::string place_text(const Endpoint& endpoint, const Networks& own) {
    const std::string place = join({endpoint.city, endpoint.country}, " ");
    return join(
        {host_text(endpoint.hostname, endpoint.ip, own),
         place,
         defang_links(endpoint.organisation),
         reputation_text(endpoint)},
        ", "
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

void add_hash(const Alarm& alarm, Facts& facts) {
    if (alarm.files.empty()) return;
    const File& file = alarm.files[0];
    if (!file.sha256.empty()) {
        facts.add("SHA-256", file.sha256);
    } else if (!file.sha1.empty()) {
        facts.add("SHA-1", file.sha1);
    } else {
        facts.add("MD5", file.md5);
    }
}

// "winword.exe > powershell.exe: powershell.exe -enc ...".
std::string process_text(const Alarm& alarm) {
    if (alarm.processes.empty()) return {};
    const Process& process = alarm.processes[0];
    const std::string chain = join({process.parent, process.name}, " > ");
    return join({chain, defang_links(process.cmd_line)}, ": ");
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

std::string ports_text(const Alarm& alarm) {
    const auto port = [](const std::vector<Endpoint>& side) {
        return side.empty() || side[0].port == 0 ? std::string{} : std::to_string(side[0].port);
    };
    const std::string from = port(alarm.sources);
    const std::string to = port(alarm.destinations);
    const std::string protocol = to.empty() || alarm.connection.protocol.empty()
                                     ? alarm.connection.protocol
                                     : "/" + alarm.connection.protocol;
    if (to.empty()) return join({from.empty() ? from : "from port " + from, protocol}, " ");
    return (from.empty() ? "port " : "port " + from + " to ") + to + protocol;
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

// Members of the source's own under its own names, made readable: "security_group_id" becomes
// "Security group id".
void add_extras(const Alarm& alarm, Facts& facts) {
    constexpr std::size_t kMost{6};
    for (std::size_t i = 0; i < alarm.extras.size() && i < kMost; ++i) {
        std::string name = cut_code_points(alarm.extras[i].name, 40);
        std::replace(name.begin(), name.end(), '_', ' ');
        if (!name.empty() && name[0] >= 'a' && name[0] <= 'z')
            name[0] = static_cast<char>(name[0] - 'a' + 'A');
        facts.add(defang_links(name), defang_links(alarm.extras[i].value));
    }
}

// Whom mail is forwarded to, which role was given, what was changed: names of the audit record.
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

void add_office365(const Alarm& alarm, const Story& story, const Networks& own, Facts& facts) {
    facts.add("User", story.user);
    facts.add("Action", defang_links(first_of({alarm.action, alarm.event_name})));
    facts.add("Outcome", story.outcome.text, story.outcome.alarming);
    facts.add("Target", join({target_of(alarm, story), changed_text(alarm)}, ", "));
    facts.add("From", from_of(alarm, own));
    facts.add("Client", defang_links(join({alarm.app_name, alarm.http_user_agent}, ", ")));
    facts.add("Sign-in by", alarm.auth_type);
    add_extras(alarm, facts);
    facts.add("Process", process_text(alarm));
    add_hash(alarm, facts);
}

void add_network(const Alarm& alarm, const Story& story, const Networks& own, Facts& facts) {
    facts.add("Direction", story.direction);
    if (story.ours != nullptr) {
        const auto& side = story.ours == alarm.sources.data() ? alarm.sources : alarm.destinations;
        facts.add(
            "Our host",
            join({host_text(story.ours->hostname, story.ours->ip, own), more(side.size())}, " ")
        );
    }
    facts.add("Signature", signature_text(alarm));
    if (story.theirs != nullptr) {
        const auto& side =
            story.theirs == alarm.sources.data() ? alarm.sources : alarm.destinations;
        facts.add("Peer", join({place_text(*story.theirs, own), more(side.size())}, " "));
    }
    facts.add(
        "Flow",
        join({ports_text(alarm), answered_text(alarm, story), volume_text(alarm.connection)}, ", ")
    );
    facts.add("Action", story.outcome.text, story.outcome.alarming);
    facts.add("Asked for", asked_for(alarm));
    facts.add("CVE", cve_text(alarm));
    facts.add("User", story.user);
}

void add_malware(const Alarm& alarm, const Story& story, const Networks& own, Facts& facts) {
    facts.add("Detection", detection_of(alarm));
    facts.add("Outcome", story.outcome.text, story.outcome.alarming);
    if (!alarm.devices.empty()) {
        const Device& device = alarm.devices[0];
        facts.add("Host", join({host_text(device.hostname, device.ip, own), device.os}, ", "));
    } else if (story.ours != nullptr) {
        facts.add("Host", host_text(story.ours->hostname, story.ours->ip, own));
    }
    facts.add("User", story.user);
    facts.add("File", file_text(alarm));
    add_hash(alarm, facts);
    facts.add("Process", process_text(alarm));
    const std::string mail = alarm.emails.empty() ? std::string{} : defang(alarm.emails[0]);
    facts.add("Came from", join({asked_for(alarm), mail}, ", "));
    if (story.theirs != nullptr) facts.add("Peer", place_text(*story.theirs, own));
    facts.add("CVE", cve_text(alarm));
}

void add_other(const Alarm& alarm, const Story& story, const Networks& own, Facts& facts) {
    facts.add("Host", story.host);
    facts.add("User", story.user);
    facts.add("Action", defang_links(first_of({alarm.action, alarm.event_name})));
    facts.add("Outcome", story.outcome.text, story.outcome.alarming);
    facts.add("From", from_of(alarm, own));
    if (!alarm.destinations.empty()) facts.add("To", place_text(alarm.destinations[0], own));
    facts.add("Target", target_of(alarm, story));
    facts.add("Category", join({alarm.category, alarm.subcategory}, ", "));
    facts.add("Process", process_text(alarm));
    add_hash(alarm, facts);
    facts.add("CVE", cve_text(alarm));
    facts.add("Seen by", join({alarm.plugin, alarm.app_name}, ", "));
    add_extras(alarm, facts);
}

// "A on B (C)" with whatever there is.
std::string with_prefix(std::string_view prefix, std::string_view text) {
    return text.empty() ? std::string{} : std::string{prefix} + std::string{text};
}

std::string network_sentence(const Alarm& alarm, const Story& story, const Networks& own) {
    const Endpoint* const source = alarm.sources.empty() ? nullptr : &alarm.sources[0];
    const Endpoint* const destination =
        alarm.destinations.empty() ? nullptr : &alarm.destinations[0];
    std::string who = source != nullptr ? host_text(source->hostname, source->ip, own) : "";
    if (who.empty()) who = "Somebody";
    if (source != nullptr && !source->country.empty()) who += " (" + source->country + ")";
    std::string whom =
        destination != nullptr ? host_text(destination->hostname, destination->ip, own) : "";
    if (!whom.empty() && destination->port != 0)
        whom += " on port " + std::to_string(destination->port) +
                with_prefix("/", alarm.connection.protocol);
    const bool stopped = alarm.disposition == Disposition::blocked;
    std::string text = who + (stopped ? " tried to reach " : " contacted ") +
                       (whom.empty() ? "our network" : whom);
    text += with_prefix(": ", defang_links(first_of({alarm.event_name, alarm.method})));
    return join({text, story.outcome.text, answered_text(alarm, story)}, ", ");
}

}  // namespace

std::vector<Fact> facts_of(const Alarm& alarm, const Story& story, const Networks& own) {
    Facts facts;
    switch (story.kind) {
        case Kind::office365:
            add_office365(alarm, story, own, facts);
            break;
        case Kind::network_intrusion:
            add_network(alarm, story, own, facts);
            break;
        case Kind::malware:
            add_malware(alarm, story, own, facts);
            break;
        case Kind::other:
            add_other(alarm, story, own, facts);
            break;
    }
    return facts.take();
}

std::string sentence_of(const Alarm& alarm, const Story& story, const Networks& own) {
    const std::string action = defang_links(first_of({alarm.action, alarm.event_name}));
    const std::string user_in_brackets = story.user.empty() ? "" : " (" + story.user + ")";
    std::string text;
    switch (story.kind) {
        case Kind::network_intrusion:
            return network_sentence(alarm, story, own);
        case Kind::malware:
            text =
                detection_of(alarm) + " found" + with_prefix(" on ", story.host) + user_in_brackets;
            if (!alarm.files.empty()) text += with_prefix(" in ", alarm.files[0].name);
            break;
        case Kind::office365:
        case Kind::other: {
            const bool person = !story.user.empty();
            std::string who = person ? story.user : story.host;
            if (who.empty()) who = story.peer;
            if (who.empty() || action.empty()) {
                text = defang_links(first_of({alarm.description, alarm.title}));
                break;
            }
            text = who + ": " + action + with_prefix(" on ", target_of(alarm, story));
            if (person && story.kind == Kind::other && !story.host.empty())
                text += " at " + story.host;
            if (!alarm.sources.empty() && story.kind == Kind::office365) {
                const Endpoint& source = alarm.sources[0];
                text += with_prefix(" from ", host_text(source.hostname, source.ip, own));
                if (!source.country.empty()) text += " (" + source.country + ")";
            }
            break;
        }
    }
    return join({text, story.outcome.text}, ", ");
}

}  // namespace socbot::cards
