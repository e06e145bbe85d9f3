// Alarms, episodes and views for the tests of cards; and what they need to render.
#pragma once

#include "domain/cards/build.h"
#include "domain/cards/render.h"

#include <functional>
#include <stdexcept>
#include <string>

namespace socbot::testing_support {

constexpr Instant kSeen{1'764'000'060'000};  // 2025-11-24 16:01 UTC, a Monday

inline Networks own_networks() {
    auto network = Network::parse("203.0.113.128/25");
    return Networks{{*network}};
}

inline Alarm malware_alarm() {
    Alarm alarm;
    alarm.uid = "u-1";
    alarm.title = "Malware Infection: Emotet";
    alarm.severity = Severity::high;
    alarm.time = kSeen;
    alarm.src_url = "https://acme.alienvault.cloud/#/alarm/u-1";
    alarm.disposition = Disposition::allowed;
    alarm.malware.push_back({"Emotet", {}});
    alarm.devices.push_back({"WKS-17", "10.20.0.17", {}, "Windows 11", {}});
    alarm.users.push_back({"j.doe", "ACME", {}, {}, UserRole::actor});
    alarm.files.push_back(
        {"invoice.docm", R"(C:\Users\j.doe\invoice.docm)", {}, {}, std::string(64, 'a')}
    );
    alarm.processes.push_back(
        {"powershell.exe", "powershell.exe -enc SQBFAFgA", "winword.exe", {}, {}}
    );
    alarm.urls.emplace_back("http://files.evil.example/a.php");
    alarm.attacks.push_back({"Execution", {}, {}, "T1059"});
    return alarm;
}

inline Alarm scan_alarm() {
    Alarm alarm;
    alarm.uid = "u-2";
    alarm.title = "Portscan: Nmap";
    alarm.severity = Severity::low;
    alarm.time = kSeen;
    alarm.event_name = "ET SCAN NMAP -sS window 1024";
    alarm.signature_uid = "2009582";
    alarm.category = "Recon";
    alarm.disposition = Disposition::allowed;
    alarm.connection = {"inbound", "TCP", 60, 0, 1, 0};
    Endpoint source;
    source.ip = "203.0.113.16";
    source.port = 47301;
    source.country = "NL";
    source.organisation = "Example Hosting";
    alarm.sources.push_back(source);
    Endpoint destination;
    destination.ip = "10.20.0.77";
    destination.port = 80;
    alarm.destinations.push_back(destination);
    return alarm;
}

inline Alarm office_alarm() {
    Alarm alarm;
    alarm.uid = "u-3";
    alarm.title = "Anomalous User Behavior: Suspicious Inbox Rule";
    alarm.severity = Severity::medium;
    alarm.time = kSeen;
    alarm.action = "New-InboxRule";
    alarm.outcome = "Success";
    alarm.app_name = "Office 365";
    alarm.users.push_back({"j.doe", "acme.example", {}, "j.doe@acme.example", UserRole::actor});
    alarm.users.push_back({"drop", "evil.example", {}, "drop@evil.example", UserRole::target});
    Endpoint source;
    source.ip = "203.0.113.77";
    source.country = "NL";
    alarm.sources.push_back(source);
    return alarm;
}

inline EpisodeFacts episode_facts(Kind kind) {
    EpisodeFacts episode;
    episode.id = {CustomerCode{"ACME"}, 412};
    episode.kind = kind;
    episode.severity = Severity::high;
    episode.first_seen = kSeen;
    episode.last_seen = kSeen;
    episode.arrived = kSeen;
    episode.source = "usm";
    episode.why = "high >= medium";
    return episode;
}

inline CustomerSettings acme() {
    CustomerSettings customer;
    customer.code = CustomerCode{"ACME"};
    customer.name = "ACME Ltd";
    return customer;
}

// Zones two hours east of UTC, whatever they are called, but London.
class TwoHoursEast : public Zones {
public:
    bool known(std::string_view) const override { return true; }
    LocalTime local(std::string_view zone, Instant at) const override {
        const int offset = zone == "Europe/London" ? 0 : 120;
        const std::int64_t minutes = at.ms / 60'000 + offset;
        const std::int64_t days = minutes / 1440;
        LocalTime time;
        // Within November 2025, which is all the tests use: 20,393 days end on 1 November.
        time.year = 2025;
        time.month = 11;
        time.day = static_cast<unsigned>(days - 20'392);
        time.hour = static_cast<unsigned>(minutes / 60 % 24);
        time.minute = static_cast<unsigned>(minutes % 60);
        time.weekday = static_cast<unsigned>((days + 4) % 7);
        time.offset_minutes = offset;
        return time;
    }
    Instant next(std::string_view, unsigned, Instant at) const override { return at; }
};

inline CardView card_of(
    const Alarm& alarm,
    Kind kind,
    const EpisodeFacts& episode,
    RoomClass room = RoomClass::soc,
    const CustomerSettings& customer = acme()
) {
    return build_card(
        sketch_alarm(alarm, kind, own_networks(), {"acme.example"}),
        episode,
        customer,
        room,
        "Europe/Kyiv",
        TwoHoursEast{}
    );
}
inline CardView card_of(const Alarm& alarm, Kind kind) {
    return card_of(alarm, kind, episode_facts(kind));
}

inline const CardTemplates& shipped_templates() {
    static const CardTemplates templates = [] {
        auto prepared = CardTemplates::prepare(CardTemplates::shipped());
        if (!prepared) throw std::runtime_error{prepared.error().message()};
        return std::move(*prepared);
    }();
    return templates;
}

inline RenderContext render_context(const CardTemplates& templates = shipped_templates()) {
    return {templates, [](const Button& button) { return "signed:" + button.action; }, {}};
}

}  // namespace socbot::testing_support
