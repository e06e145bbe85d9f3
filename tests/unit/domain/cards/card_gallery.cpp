// Prints cards of every kind, state and size of alarm as JSON lines {name, data, card, left_out},
// for the check by the official object model (tests/e2e/cards.e2e.mjs).
#include "unit/domain/cards/card_samples.h"

#include <boost/json.hpp>

#include <iostream>
#include <utility>
#include <vector>

namespace socbot::testing_support {
namespace {

namespace json = boost::json;

// Reversed text is one of the things a hostile title holds.
constexpr const char* kHostile{
    // NOLINTNEXTLINE(misc-misleading-bidirectional)
    "<script>alert(1)</script> [click](https://evil.example) **bold** @all `x` ${title} {{DATE()}} "
    "\xE2\x80\xAE"
    "gpj.exe \\ \" _a_ # 1. x & &lt;"};

Alarm other_alarm() {
    Alarm alarm;
    alarm.uid = "u-4";
    alarm.title = "Credential Abuse: Password Spraying Against VPN";
    alarm.severity = Severity::critical;
    alarm.time = kSeen;
    alarm.action = "login";
    alarm.outcome = "failure";
    alarm.category = "Authentication";
    alarm.devices.push_back({"VPN-GW-01", "203.0.113.130", {}, {}, {}});
    Endpoint source;
    source.ip = "198.51.100.23";
    source.country = "BR";
    alarm.sources.push_back(source);
    alarm.attacks.push_back({"Credential Access", {}, {}, "T1110"});
    return alarm;
}

Alarm bare_alarm() {
    Alarm alarm;
    alarm.uid = "u-5";
    alarm.title = "Alarm";
    alarm.time = kSeen;
    return alarm;
}

// Every text replaced by markup, script and template language.
Alarm hostile(Alarm alarm) {
    alarm.title = alarm.event_name = alarm.action = alarm.outcome = alarm.category = kHostile;
    alarm.app_name = alarm.http_user_agent = kHostile;
    for (User& user : alarm.users)
        user.name = user.email = kHostile;
    for (Device& device : alarm.devices)
        device.hostname = kHostile;
    for (File& file : alarm.files)
        file.name = file.path = kHostile;
    for (Process& process : alarm.processes)
        process.cmd_line = kHostile;
    for (Malware& malware : alarm.malware)
        malware.name = kHostile;
    return alarm;
}

// Long words without a place to break, and every list full.
Alarm crowded(Alarm alarm) {
    alarm.title = "Strategy with a long name: " + std::string(200, 'W');
    alarm.event_name = std::string(300, 'e');
    alarm.category = "Very-long-category-" + std::string(60, 'c');
    alarm.app_name = std::string(120, 'a');
    for (int i = 0; i < 32; ++i) {
        alarm.urls.push_back("https://" + std::string(60, 'h') + ".example/" + std::to_string(i));
        alarm.cve.push_back("CVE-2026-" + std::to_string(10'000 + i));
        alarm.users.push_back(
            {"person.with.a.very.long.name." + std::to_string(i), "ACME", {}, {}, UserRole::unknown}
        );
        alarm.files.push_back({std::string(100, 'f') + ".exe", {}, {}, {}, std::string(64, 'b')});
        Endpoint peer;
        peer.ip = "2001:db8:ffff:ffff:ffff:ffff:ffff:" + std::to_string(1000 + i);
        peer.organisation = std::string(80, 'o');
        alarm.sources.push_back(peer);
    }
    for (Process& process : alarm.processes)
        process.cmd_line = std::string(900, 'A');
    return alarm;
}

struct State {
    const char* name;
    EpisodeFacts episode;
};

std::vector<State> states_of(Kind kind) {
    const EpisodeFacts fresh = episode_facts(kind);
    EpisodeFacts taken = fresh;
    taken.state = CardState::taken;
    taken.owner = "Ana";
    taken.taken_at = Instant{kSeen.ms + 600'000};
    taken.alarms = 3;
    taken.repeats = 12;
    taken.changed = "+2 alarms, severity medium to high 18:08";
    taken.last_seen = Instant{kSeen.ms + 900'000};
    EpisodeFacts closed = taken;
    closed.state = CardState::closed;
    closed.alarms = 1204;
    closed.hidden = 12;
    EpisodeFacts late = fresh;
    late.severity = Severity::medium;
    late.arrived = Instant{kSeen.ms + 37 * 60'000};
    return {{"new", fresh}, {"taken", taken}, {"closed", closed}, {"late", late}};
}

void print(const std::string& name, const CardView& view, const RenderContext& context) {
    const Rendered rendered = render_card(view, context);
    json::object line;
    line["name"] = name;
    line["data"] = template_data(view, context);
    line["card"] = json::parse(rendered.json);
    json::array left_out;
    for (const std::string& what : rendered.left_out)
        left_out.emplace_back(what);
    line["left_out"] = std::move(left_out);
    std::cout << json::serialize(line) << '\n';
}

CardView answer() {
    CardView view;
    view.template_name = "answer";
    view.title = "Open alarms of ACME";
    view.lines = {"ACME-412 HIGH Malware Infection: Emotet", "ACME-415 LOW Portscan: Nmap"};
    view.facts = {{"Open", "2", false}, {"Oldest", "37 min", false}};
    view.foot = "Times in Europe/Kyiv";
    view.buttons = {{"Next", "next", {}, false}};
    return view;
}

void print_all() {
    const RenderContext context = render_context();
    const std::vector<std::pair<Kind, Alarm>> kinds{
        {Kind::malware, malware_alarm()},
        {Kind::network_intrusion, scan_alarm()},
        {Kind::office365, office_alarm()},
        {Kind::other, other_alarm()}};
    for (const auto& [kind, alarm] : kinds) {
        const std::string name{to_word(kind)};
        const std::vector<std::pair<std::string, Alarm>> forms{
            {"usual", alarm},
            {"hostile", hostile(alarm)},
            {"crowded", crowded(alarm)},
            {"bare", bare_alarm()}};
        for (const auto& [form, shown] : forms) {
            for (const State& state : states_of(kind)) {
                std::string title = name;
                title.append(" ").append(form).append(" ").append(state.name);
                print(title, card_of(shown, kind, state.episode), context);
            }
        }
        RenderContext tight = context;
        tight.limits.bytes = 4'000;
        print(name + " condensed", card_of(crowded(alarm), kind), tight);
        tight.limits.bytes = 1'500;
        print(name + " essential", card_of(crowded(alarm), kind), tight);
    }
    print("answer", answer(), context);
}

}  // namespace
}  // namespace socbot::testing_support

int main() {
    socbot::testing_support::print_all();
    return 0;
}
