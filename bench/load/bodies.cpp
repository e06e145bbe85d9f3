// Alarms and alerts; see bodies.h. Pieces of text are appended, nothing is formatted: what the
// generator costs is taken from the server it measures.
#include "bodies.h"

#include "base/text.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace socbot::bench {

namespace {

constexpr std::size_t kRecent = 256;
constexpr std::uint64_t kRules = 50;
constexpr std::uint64_t kHiddenSources = 80;
constexpr std::uint64_t kAlerts = 20'000;

// SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014): a
// bijection of the counter, so nothing repeats.
std::uint64_t mix(std::uint64_t value) {
    value += 0x9e3779b97f4a7c15U;
    value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
    value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
    return value ^ (value >> 31U);
}

void append_hex(std::string& out, std::uint64_t value, unsigned digits) {
    constexpr std::string_view kDigits{"0123456789abcdef"};
    for (unsigned digit = digits; digit > 0; --digit)
        out.push_back(kDigits[(value >> (4U * (digit - 1U))) & 15U]);
}

void set_uuid(std::string& out, std::uint64_t high, std::uint64_t low) {
    out.clear();
    append_hex(out, high >> 32U, 8);
    out.push_back('-');
    append_hex(out, high >> 16U, 4);
    out.push_back('-');
    append_hex(out, high, 4);
    out.push_back('-');
    append_hex(out, low >> 48U, 4);
    out.push_back('-');
    append_hex(out, low, 12);
}

// In the block for documentation, which the policy takes for a stranger's (RFC 3849). No group
// begins with 0: one spelling.
void set_address(std::string& out, std::uint64_t value) {
    const std::uint64_t more = mix(value);
    out = "2001:db8";
    for (unsigned group = 0; group < 6; ++group) {
        const std::uint64_t bits = group < 4 ? value >> (16U * group) : more >> (16U * group - 64U);
        out.push_back(':');
        append_hex(out, (bits & 0xffffU) | 0x1000U, 4);
    }
}

}  // namespace

UsmAlarms::UsmAlarms(std::uint64_t seed, std::uint64_t first) : seed_{mix(seed)}, counter_{first} {}

void UsmAlarms::choose_source(std::uint64_t chance) {
    const std::uint64_t share = chance % 20;
    const std::uint64_t value = mix(chance ^ 0x50757263U);
    if (share == 0 || (share == 1 && recent_.empty())) {
        set_address(source_, value);
        recent_.push_back(value);
        if (recent_.size() > kRecent) recent_.pop_front();
        ++shares_.opening;
    } else if (share == 1) {
        set_address(source_, recent_[value % recent_.size()]);
        ++shares_.updates;
    } else {
        set_address(source_, mix(seed_ ^ (value % kHiddenSources)));
        ++shares_.hidden;
    }
    const bool shown = share <= 1;
    priority_ = shown ? "50" : "20";
    label_ = shown ? "medium" : "low";
}

void UsmAlarms::set_time() {
    const auto now = std::chrono::system_clock::now();
    const std::int64_t ms =
        std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
    if (ms == made_at_) return;
    if (ms / 1000 != made_at_ / 1000)
        iso_ = fmt::format("{:%Y-%m-%dT%H:%M:%S}", fmt::gmtime(std::time_t{ms / 1000}));
    made_at_ = ms;
    millis_ = fmt::format_int{ms}.str();
}

void UsmAlarms::make(std::string& body) {
    const std::uint64_t high = mix(seed_ ^ counter_);
    const std::uint64_t low = mix(high ^ seed_);
    ++counter_;
    choose_source(low >> 8U);
    set_time();
    set_uuid(uid_, high, low);
    set_uuid(event_uid_, low, high);
    rule_ = fmt::format_int{mix(low) % kRules}.str();
    body.clear();
    const auto add = [&body](auto... pieces) { (body.append(pieces), ...); };
    const std::string_view uid{uid_}, event{event_uid_}, from{source_}, rule{rule_}, at{millis_},
        iso{iso_};
    add(R"({"uuid":")", uid, R"(","packet_type":"alarm","event_type":"Alarm","priority":)");
    add(priority_, R"(,"priority_label":")", label_, R"(","status":"open","suppressed":false,)");
    add(R"("rule_intent":"Delivery & Attack","rule_strategy":"Brute Force Authentication",)");
    add(R"("rule_method":"Sweep )", rule, R"(","rule_id":"BenchSweep)", rule, R"(",)");
    add(R"("rule_attack_id":"T1110","rule_attack_tactic":["Credential Access"],)");
    add(R"("rule_attack_technique":"Brute Force","timestamp_occured":")", at, R"(",)");
    add(R"("timestamp_received":")", at, R"(","timestamp_received_iso8601":")", iso, R"(.999Z",)");
    add(R"("alarm_events_count":1,"packet_data":[")", event, R"("],"alarm_sources":[")", from);
    add(R"("],"alarm_source_names":[")", from, R"("],"alarm_source_countries":["NL"],)");
    add(R"("alarm_source_organisations":["Example Hosting"],"source_name":")", from, R"(",)");
    add(R"("destination_name":"vpn.acme.example","x_att_tenant_subdomain":"acme",)");
    add(R"("sensor_uuid":"9f404d5e-0004-4f55-b299-4d5e6f708192","highlight_fields":)");
    add(R"(["source_canonical"," malware_family","rule_attack_id"],"events":[{"timeStamp":)", at);
    add(R"(,"enriched":true,"message":{"uuid":")", event, R"(","packet_type":"log",)");
    add(R"("event_name":"BENCH SCAN Repeated Logins )", rule, R"(","event_severity":"2",)");
    add(R"("event_category":"Authentication","event_cve":"UNDEFINED",)");
    add(R"("plugin":"AlienVault NIDS","plugin_device":"AlienVault NIDS",)");
    add(R"("plugin_device_type":"Intrusion Detection","rep_device_rule_id":"2030001",)");
    add(R"("device_direction":"inbound","access_control_outcome":"Allow","source_address":")");
    add(from, R"(","source_port":47301,"source_country":"NL","source_city":"Amsterdam",)");
    add(R"("source_blacklist_activity":"Malicious Host","destination_address":"10.20.0.77",)");
    add(R"("destination_port":443,"destination_port_label":"HTTPS","transport_protocol":"TCP",)");
    add(R"("bytes_in":60,"bytes_out":0,"packets_received":1,"packets_sent":0,)");
    add(R"("suppressed":"false","has_alarm":"false","used_hint":true,"was_guessed":false,)");
    add(R"("timestamp_occured":")", at, R"(","received_from":"USMA-Sensor","log":""}}],)");
    add(R"("_links":{"self":{"href":"https://acme.alienvault.cloud/api/2.0/alarms/)", uid);
    add(R"("}}})");
}

void Alerts::make(std::string& body) {
    const std::uint64_t number = mix(seed_ ^ counter_) % kAlerts;
    ++counter_;
    const auto text = fmt::format_int{number};
    const std::string_view id{text.data(), text.size()};
    body.clear();
    const auto add = [&body](auto... pieces) { (body.append(pieces), ...); };
    add(R"([{"labels":{"alertname":"BenchSweep)", id, R"(","severity":"warning",)");
    add(R"("instance":"vpn.acme.example:9100","job":"node","customer":"acme"},)");
    add(R"("annotations":{"summary":"Repeated logins on vpn.acme.example",)");
    add(R"("description":"More than 20 failed logins within five minutes from one address"},)");
    add(R"("generatorURL":"http://prometheus.acme.example:9090/graph?g0.expr=up&g0.tab=1"}])");
}

PreparedBodies::PreparedBodies(const std::string& file, std::string expected, std::uint64_t first)
    : expected_{std::move(expected)} {
    std::ifstream in{file};
    text_.assign(std::istreambuf_iterator<char>{in}, {});
    for (const std::string_view line : split(text_, '\n'))
        if (!line.empty()) lines_.push_back(line);
    if (lines_.empty()) throw std::runtime_error{file + ": no bodies in it"};
    next_ = first % lines_.size();
}

void PreparedBodies::make(std::string& body) {
    body = lines_[next_];
    if (++next_ == lines_.size()) next_ = 0;
}

}  // namespace socbot::bench
