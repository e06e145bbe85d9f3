// See hostile_alarms.h.
#include "hostile_alarms.h"

#include "card_samples.h"

#include <array>
#include <random>
#include <string_view>

namespace socbot::testing_support {
namespace {

// Markup, template language, link makers, escapes, joined sequences, what is hidden or broken.
constexpr std::array<std::string_view, 34> kPieces{
    "a",
    "word ",
    "WKS-17",
    " ",
    "\n",
    "*",
    "**",
    "_",
    "`",
    "[x](https://evil.example)",
    "<b>",
    "&lt;",
    "\\",
    "\\\\",
    "\"",
    "~~",
    "# ",
    "1. ",
    "- ",
    "@all ",
    "<@here>",
    "${title}",
    "${json('{}')}",
    "{{DATE()}}",
    "www.evil.example",
    "https://evil.example/?q=",
    "\xE2\x80\xAE",                                  // right-to-left override
    "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x94\xA5",  // joined emoji
    "e\xCC\x81",                                     // combining accent
    "\xE6\xBC\xA2\xE5\xAD\x97",                      // three bytes a character
    "\xFF",                                          // no UTF-8
    "\xE2\x82",                                      // a cut sequence
    "\x1B[31m",
    "0123456789abcdef0123456789abcdef"};

class Source {
public:
    explicit Source(std::uint64_t seed) : random_{seed} {}

    std::size_t below(std::size_t limit) { return random_() % limit; }
    // Mostly short, at times huge, at times nothing.
    std::string text() {
        constexpr std::array<std::size_t, 6> sizes{0, 1, 4, 12, 60, 4'000};
        std::string out;
        const std::size_t pieces = sizes[below(below(4) == 0 ? 6 : 5)];
        const bool same = below(3) == 0;
        std::size_t piece = below(kPieces.size());
        for (std::size_t i = 0; i < pieces; ++i) {
            out += kPieces[piece];
            if (!same) piece = below(kPieces.size());
        }
        return out;
    }
    template <class Make>
    void fill(Make make) {
        const std::size_t count = below(3) == 0 ? below(40) : below(3);
        for (std::size_t i = 0; i < count; ++i)
            make();
    }

private:
    std::mt19937_64 random_;
};

Endpoint endpoint(Source& source) {
    Endpoint out;
    out.ip = source.below(2) == 0 ? "203.0.113.16" : "2001:db8::1";
    out.hostname = source.text();
    out.port = static_cast<std::uint16_t>(source.below(65'536));
    out.country = source.text();
    out.city = source.text();
    out.organisation = source.text();
    out.reputation = source.text();
    return out;
}

void fill_lists(Source& source, Alarm& alarm) {
    source.fill([&] { alarm.sources.push_back(endpoint(source)); });
    source.fill([&] { alarm.destinations.push_back(endpoint(source)); });
    source.fill([&] {
        const UserRole role = source.below(2) == 0 ? UserRole::actor : UserRole::target;
        alarm.users.push_back({source.text(), source.text(), {}, source.text(), role});
    });
    source.fill([&] {
        alarm.devices.push_back({source.text(), "10.20.0.17", {}, source.text(), {}});
    });
    source.fill([&] {
        alarm.files.push_back({source.text(), source.text(), {}, {}, std::string(64, 'a')});
    });
    source.fill([&] {
        alarm.processes.push_back({source.text(), source.text(), source.text(), {}, {}});
    });
    source.fill([&] { alarm.malware.push_back({source.text(), {}}); });
    source.fill([&] { alarm.urls.push_back(source.text()); });
    source.fill([&] { alarm.cve.push_back(source.text()); });
    source.fill([&] { alarm.attacks.push_back({source.text(), {}, {}, source.text()}); });
}

}  // namespace

HostileEpisode hostile_episode(std::uint64_t seed) {
    Source source{seed};
    HostileEpisode out;
    Alarm& alarm = out.alarm;
    for (std::string* member :
         {&alarm.title,
          &alarm.event_name,
          &alarm.action,
          &alarm.outcome,
          &alarm.category,
          &alarm.app_name,
          &alarm.http_user_agent,
          &alarm.http_hostname,
          &alarm.dns_query,
          &alarm.tls_sni,
          &alarm.method,
          &alarm.signature_uid})
        *member = source.text();
    alarm.time = kSeen;
    alarm.severity = static_cast<Severity>(source.below(6));
    alarm.disposition = source.below(2) == 0 ? Disposition::allowed : Disposition::blocked;
    alarm.src_url = source.below(3) == 0 ? source.text() : "https://siem.example/#/alarm/1";
    fill_lists(source, alarm);
    constexpr std::array<Kind, 4> kinds{
        Kind::malware, Kind::network_intrusion, Kind::office365, Kind::other};
    out.kind = kinds[source.below(kinds.size())];
    out.episode = episode_facts(out.kind);
    out.episode.state = static_cast<CardState>(source.below(3));
    out.episode.severity = alarm.severity;
    out.episode.owner = source.text();
    out.episode.source = source.text();
    out.episode.why = source.text();
    out.episode.changed = source.text();
    out.episode.alarms = source.below(3) == 0 ? ~std::uint64_t{0} : source.below(9);
    out.room = source.below(3) == 0 ? RoomClass::shared : RoomClass::soc;
    return out;
}

}  // namespace socbot::testing_support
