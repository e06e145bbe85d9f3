// The demo's alarms: invented, in documentation address ranges, as USM Anywhere would send them.
#include "base/json_writer.h"
#include "main/demo.h"
#include "main/system.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace socbot {

namespace asio = boost::asio;

namespace {

struct Story {
    const char* tenant;
    int priority;
    const char *intent, *strategy, *method, *rule, *tactic, *technique, *attack;
    const char *plugin, *device_type, *app;
    const char *event, *action, *outcome;
    const char *source_ip, *country, *organisation;
    const char *host, *host_ip, *user, *file, *sha256, *malware;
};

constexpr Story kBruteForce{
    "acme",
    50,
    "Delivery & Attack",
    "Brute Force Authentication",
    "Microsoft Remote Desktop",
    "RDP",
    "Credential Access",
    "Brute Force",
    "T1110",
    "AlienVault NIDS",
    "Intrusion Detection",
    "",
    "ET SCAN Behavioral Unusual Port 3389 traffic",
    "",
    "Allow",
    "203.0.113.77",
    "NL",
    "Example Hosting",
    "gw-rdp-01",
    "10.20.4.11",
    "",
    "",
    "",
    ""};
constexpr Story kInbox{
    "globex",
    70,
    "System Compromise",
    "Anomalous User Behavior",
    "Suspicious Inbox Forwarding Rule",
    "O365InboxForward",
    "Collection",
    "Email Forwarding Rule",
    "T1114.003",
    "Office 365 Audit",
    "Cloud Application",
    "Microsoft Office 365",
    "New-InboxRule",
    "New-InboxRule",
    "Success",
    "198.51.100.23",
    "RO",
    "Example Mobile",
    "",
    "",
    "j.weber@globex.example",
    "",
    "",
    ""};
constexpr Story kMalware{
    "initech",
    95,
    "System Compromise",
    "Malware infection",
    "Emotet not blocked",
    "EDRMalware",
    "Execution",
    "User Execution",
    "T1204",
    "SentinelOne",
    "Endpoint Security",
    "",
    "Threat detected and not mitigated",
    "",
    "Failure",
    "",
    "",
    "",
    "wks-17",
    "10.40.2.17",
    "INITECH\\pgibbons",
    "invoice_2231.docm",
    "3b4c1f0a5d6e7f8091a2b3c4d5e6f70812a3b4c5d6e7f8091a2b3c4d5e6f7081",
    "Emotet"};
constexpr Story kScan{
    "acme",
    20,
    "Reconnaissance & Probing",
    "Portscan",
    "Nmap",
    "Nmap",
    "Discovery",
    "Network Service Scanning",
    "T1046",
    "AlienVault NIDS",
    "Intrusion Detection",
    "",
    "ET SCAN NMAP -sS window 1024",
    "",
    "Allow",
    "203.0.113.200",
    "US",
    "Example Cloud",
    "www-02",
    "10.20.1.80",
    "",
    "",
    "",
    "nmap"};
constexpr Story kSecurityGroup{
    "globex",
    45,
    "Environmental Awareness",
    "Network Access Control Modification",
    "AWS EC2 Security Group Modified",
    "AWSEC2SecurityGroupMod",
    "Defense Evasion",
    "Impair Defenses",
    "T1562",
    "AWS CloudTrail",
    "Cloud Infrastructure",
    "",
    "AuthorizeSecurityGroupIngress",
    "AuthorizeSecurityGroupIngress",
    "Success",
    "198.51.100.9",
    "DE",
    "Example Telecom",
    "",
    "",
    "svc-deploy",
    "",
    "",
    ""};
constexpr Story kBeacon{
    "acme",
    75,
    "System Compromise",
    "C&C Communication",
    "Malware Beaconing to C&C",
    "C2Beacon",
    "Command and Control",
    "Application Layer Protocol",
    "T1071",
    "AlienVault NIDS",
    "Intrusion Detection",
    "",
    "ET MALWARE Example Beacon",
    "",
    "Allow",
    "10.20.7.31",
    "",
    "",
    "",
    "203.0.113.9",
    "",
    "",
    "",
    ""};

void member(JsonWriter& json, const char* name, std::string_view value) {
    if (!value.empty()) json.key(name).string(value);
}

void event(JsonWriter& json, const Story& story, Instant at, const std::string& id) {
    json.open_object().key("timeStamp").number(at.ms).key("message").open_object();
    json.key("uuid").string("e-" + id).key("packet_type").string("log");
    member(json, "event_name", story.event);
    member(json, "event_action", story.action);
    member(json, "event_outcome", story.outcome);
    member(json, "access_control_outcome", story.outcome);
    member(json, "plugin", story.plugin);
    member(json, "plugin_device", story.plugin);
    member(json, "plugin_device_type", story.device_type);
    member(json, "app_name", story.app);
    member(json, "source_address", story.source_ip);
    member(json, "source_country", story.country);
    member(json, "source_organisation", story.organisation);
    member(json, "source_username", story.user);
    member(json, "destination_address", story.host_ip);
    member(json, "destination_hostname", story.host);
    member(json, "file_name", story.file);
    member(json, "file_hash_sha256", story.sha256);
    member(json, "malware_family", story.malware);
    json.key("suppressed").string("false").close_object().close_object();
}

void names(JsonWriter& json, const char* name, std::string_view value) {
    if (value.empty()) return;
    json.key(name).open_array().string(value).close_array();
}

std::string payload_of(const Story& story, Instant at, const std::string& id) {
    std::string out;
    JsonWriter json{out};
    const auto label = story.priority > 90   ? "critical"
                       : story.priority > 66 ? "high"
                       : story.priority > 33 ? "medium"
                                             : "low";
    json.open_object().key("uuid").string(id).key("packet_type").string("alarm");
    json.key("event_type").string("Alarm").key("priority").number(std::int64_t{story.priority});
    json.key("priority_label").string(label).key("status").string("open");
    json.key("suppressed").boolean(false).key("rule_intent").string(story.intent);
    json.key("rule_strategy").string(story.strategy).key("rule_method").string(story.method);
    json.key("rule_id").string(story.rule).key("rule_attack_id").string(story.attack);
    json.key("rule_attack_tactic").open_array().string(story.tactic).close_array();
    json.key("rule_attack_technique").string(story.technique);
    json.key("timestamp_occured").string(std::to_string(at.ms));
    json.key("timestamp_occured_iso8601").string(format_rfc3339(at));
    json.key("alarm_events_count").number(std::int64_t{1});
    json.key("x_att_tenant_subdomain").string(story.tenant);
    member(json, "app_name", story.app);
    member(json, "source_username", story.user);
    names(json, "alarm_source_names", story.source_ip);
    names(json, "alarm_destination_names", *story.host != '\0' ? story.host : story.host_ip);
    json.key("events").open_array();
    event(json, story, at, id);
    json.close_array().close_object();
    return out;
}

class Feed {
public:
    explicit Feed(Instant start) : start_{start} {}
    void at(int seconds, const Story& story, std::string repeat_of = {}) {
        const Milliseconds after{seconds * 1000};
        const auto id = repeat_of.empty() ? next_id() : std::move(repeat_of);
        alarms_.push_back({after, payload_of(story, start_ + after - Milliseconds{20'000}, id)});
    }
    void again(std::size_t earlier, int seconds) {
        alarms_.push_back({Milliseconds{seconds * 1000}, alarms_.at(earlier).payload});
    }
    std::vector<DemoAlarm> take() {
        std::stable_sort(
            alarms_.begin(),
            alarms_.end(),
            [](const DemoAlarm& a, const DemoAlarm& b) { return a.after < b.after; }
        );
        return std::move(alarms_);
    }

private:
    // Unlike in every run, so that a second demo in the same state is not all repeats.
    std::string next_id() { return fmt::format("demo-{:x}-{}", start_.ms, ++last_); }

    Instant start_;
    std::size_t last_{0};
    std::vector<DemoAlarm> alarms_;
};

}  // namespace

std::vector<DemoAlarm> demo_alarms(Instant start) {
    Feed feed{start};
    feed.at(0, kBruteForce);
    feed.at(1, kInbox);
    feed.at(2, kScan);
    feed.at(3, kMalware);  // critical; nobody takes it
    feed.again(0, 6);      // sent twice: a repeat
    feed.at(8, kBruteForce);
    feed.at(15, kSecurityGroup);
    feed.at(20, kBeacon);
    for (int i = 0; i < 20; ++i)
        feed.at(25 + i * 7, kScan);  // below the threshold, counted
    auto louder = kBruteForce;
    louder.priority = 80;
    feed.at(45, louder);  // the same source, worse
    // A small storm: forty outside addresses try the same within twenty seconds.
    std::vector<std::string> addresses;
    addresses.reserve(40);
    for (int i = 0; i < 40; ++i)
        addresses.push_back(fmt::format("198.51.100.{}", 100 + i));
    for (int i = 0; i < 40; ++i) {
        auto attempt = kBruteForce;
        attempt.tenant = "globex";
        attempt.host = "gw-vpn-02";
        attempt.host_ip = "10.30.4.12";
        // Twelve of them are worth a card, the others stay below the threshold.
        attempt.priority = i % 4 == 0 ? 50 : 25;
        attempt.source_ip = addresses[static_cast<std::size_t>(i)].c_str();
        feed.at(90 + i / 2, attempt);
    }
    auto second_host = kMalware;
    second_host.host = "wks-22";
    second_host.host_ip = "10.40.2.22";
    second_host.outcome = "Success";
    second_host.method = "Emotet quarantined";
    second_host.priority = 60;
    feed.at(150, second_host);
    feed.at(180, kInbox);
    return feed.take();
}

DemoFeed::DemoFeed(asio::io_context& io, IntakeHandler& intake, const Clock& clock)
    : io_{io}, intake_{intake}, clock_{clock}, timer_{io} {}

void DemoFeed::start() {
    asio::co_spawn(io_, run(), asio::detached);
}

void DemoFeed::stop() {
    stopping_ = true;
    timer_.cancel();
}

asio::awaitable<void> DemoFeed::run() {
    const auto began = clock_.steady();
    const std::string source{"usm"};
    const auto alarms = demo_alarms(wall_now(clock_));
    for (const auto& alarm : alarms) {
        timer_.expires_at(began + alarm.after);
        const auto [ec] = co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
        if (ec || stopping_) co_return;
        (void)co_await intake_.accept(source, alarm.payload);
    }
}

}  // namespace socbot
