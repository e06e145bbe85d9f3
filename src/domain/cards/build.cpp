// From an alarm and its episode to what a card says. Every line is made here, in words; templates
// only arrange them.
#include "domain/cards/build.h"

#include "base/text.h"
#include "domain/cards/facts.h"
#include "domain/cards/render.h"
#include "domain/cards/words.h"

#include <algorithm>

namespace socbot {
namespace {

using namespace cards;

constexpr std::size_t kTitleCodePoints{80};
constexpr std::size_t kSentenceCodePoints{280};
constexpr std::size_t kFacts{7};
constexpr std::size_t kPartyCodePoints{60};
constexpr std::size_t kNotificationCodePoints{110};
constexpr std::string_view kDot{" \xC2\xB7 "};
// Feeds are always a little behind; below this nobody needs to know.
constexpr Milliseconds kLate{5 * 60'000};

std::string tactic_of(const Alarm& alarm) {
    if (alarm.attacks.empty()) return {};
    const Attack& attack = alarm.attacks.front();
    return join({attack.tactic, attack.technique_uid}, " ");
}

// The short form of a user on a lock screen: "j.doe".
std::string short_user(const std::string& user) {
    const std::size_t backslash = user.rfind('\\');
    return backslash == std::string::npos ? user : user.substr(backslash + 1);
}

const Fact* find_fact(const std::vector<Fact>& facts, std::string_view name) {
    const auto found = std::find_if(facts.begin(), facts.end(), [&](const Fact& fact) {
        return fact.name == name;
    });
    return found == facts.end() ? nullptr : &*found;
}

// "Malware not blocked: Emotet on WKS-17 (j.doe)".
std::string headline(const AlarmSketch& sketch, Kind kind) {
    const std::string on = sketch.what.empty() ? "" : " on " + sketch.what;
    const std::string by = sketch.who.empty() ? "" : " (" + sketch.who + ")";
    switch (kind) {
        case Kind::malware: {
            const Fact* const detection = find_fact(sketch.facts, "Detection");
            const Fact* const outcome = find_fact(sketch.facts, "Outcome");
            if (detection == nullptr) break;
            std::string ended = outcome == nullptr ? "" : " " + outcome->value;
            if (outcome != nullptr && outcome->emphasised) ended = " not blocked";
            return "Malware" + ended + ": " + detection->value + on + by;
        }
        case Kind::network_intrusion:
            return sketch.title + (sketch.who.empty() ? "" : " from " + sketch.who) + on;
        case Kind::office365:
            return sketch.title + (sketch.who.empty() ? "" : " by " + sketch.who);
        case Kind::other:
            break;
    }
    return sketch.title + on + by;
}

std::string alarms_text(std::uint64_t count) {
    return grouped(count) + (count == 1 ? " alarm" : " alarms");
}

std::string severity_word(Severity severity) {
    return to_upper_ascii(severity == Severity::unknown ? "unrated" : to_word(severity));
}

std::string notification_of(const AlarmSketch& sketch, const CardView& view, std::uint64_t alarms) {
    if (view.minimal_notification) return notification_line(view);
    const std::string head =
        severity_word(view.severity) + std::string{kDot} + view.customer + std::string{kDot};
    std::string tail;
    if (alarms > 1) tail += std::string{kDot} + alarms_text(alarms);
    tail += std::string{kDot} + view.episode.str();
    const std::size_t taken = count_code_points(head) + count_code_points(tail);
    const std::size_t room = taken < kNotificationCodePoints ? kNotificationCodePoints - taken : 0;
    return head + cut_code_points(headline(sketch, view.kind), room) + tail;
}

struct Clock {
    const std::string& zone;
    const Zones& zones;

    LocalTime local(Instant at) const { return zones.local(zone, at); }
    static bool same_day(const LocalTime& a, const LocalTime& b) {
        return a.year == b.year && a.month == b.month && a.day == b.day;
    }
};

std::string span_text(const EpisodeFacts& episode, const Clock& clock) {
    if (!episode.first_seen) return {};
    const LocalTime first = clock.local(episode.first_seen);
    const LocalTime last = clock.local(episode.last_seen ? episode.last_seen : episode.first_seen);
    if (!Clock::same_day(first, last)) return day_and_time(first) + " to " + day_and_time(last);
    const std::string from = clock_time(first);
    const std::string to = clock_time(last);
    return from == to ? from : from + "-" + to;
}

std::string
context_text(const AlarmSketch& sketch, const EpisodeFacts& episode, const Clock& clock) {
    std::string count;
    if (episode.alarms > 1)
        count = join({alarms_text(episode.alarms), span_text(episode, clock)}, ", ");
    std::string repeats;
    if (episode.repeats > 0)
        repeats = grouped(episode.repeats) + (episode.repeats == 1 ? " repeat" : " repeats");
    return join({sketch.tactic, count, repeats}, kDot);
}

const char* weekday_name(unsigned weekday) {
    constexpr const char* names[]{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    return names[weekday % 7];
}

// "13:21 Europe/London (Fri)"; with the date when it arrived on another day.
std::string moment_text(Instant at, Instant arrived, const Clock& clock) {
    const LocalTime local = clock.local(at);
    const bool today = !arrived || Clock::same_day(local, clock.local(arrived));
    if (!today) return day_and_time(local) + " " + clock.zone;
    return clock_time(local) + " " + clock.zone + " (" + weekday_name(local.weekday) + ")";
}

// "15:21 Europe/Kyiv (Fri) · ACME 13:21 Europe/London (Fri) · arrived 37 min late". The customer's
// own time stands beside the room's where clocks there show another.
std::string time_text(
    const AlarmSketch& sketch,
    const EpisodeFacts& episode,
    const CustomerSettings& customer,
    const Clock& clock
) {
    const Instant at = sketch.time ? sketch.time : episode.arrived;
    if (!at) return {};
    const Clock theirs{customer.zone, clock.zones};
    std::string there;
    if (!customer.zone.empty() && theirs.local(at).offset_minutes != clock.local(at).offset_minutes)
        there = customer.code.str() + " " + moment_text(at, episode.arrived, theirs);
    std::string late;
    if (episode.arrived && episode.arrived - at >= kLate)
        late = "arrived " + format_duration(episode.arrived - at) + " late";
    return join({moment_text(at, episode.arrived, clock), there, late}, kDot);
}

// "+2 rules, severity medium -> high 13:58".
std::string changed_text(const EpisodeFacts& episode, const Clock& clock) {
    std::string rules;
    if (episode.new_rules > 0)
        rules = "+" + grouped(episode.new_rules) + (episode.new_rules == 1 ? " rule" : " rules");
    std::string jump = episode.changed;
    if (!jump.empty() && episode.changed_at)
        jump += " " + clock_time(clock.local(episode.changed_at));
    return join({rules, jump}, ", ");
}

std::string chip_text(const EpisodeFacts& episode, const Clock& clock) {
    switch (episode.state) {
        case CardState::fresh:
            return "NEW";
        case CardState::taken:
            return join(
                {"Taken",
                 episode.owner,
                 episode.taken_at ? clock_time(clock.local(episode.taken_at)) : ""},
                " "
            );
        case CardState::closed:
            return "Closed";
    }
    return {};
}

std::string foot_text(
    const AlarmSketch& sketch,
    const EpisodeFacts& episode,
    const CustomerSettings& customer
) {
    const std::string tlp =
        customer.tlp.empty() ? std::string{} : "TLP:" + to_upper_ascii(customer.tlp);
    const std::string source = episode.source.empty() ? std::string{} : "source " + episode.source;
    const std::string hidden =
        episode.hidden == 0 ? std::string{} : "below the threshold: " + grouped(episode.hidden);
    std::string left_out;
    if (sketch.left_out > 0)
        left_out = "left out: " + std::to_string(sketch.left_out) +
                   (sketch.left_out == 1 ? " fact" : " facts");
    return join({tlp, source, hidden, left_out}, kDot);
}

std::vector<Button> buttons_of(const AlarmSketch& sketch, CardState state) {
    std::vector<Button> buttons;
    switch (state) {
        case CardState::fresh:
            buttons.push_back({"Take", "take", {}, true});
            break;
        case CardState::taken:
            buttons.push_back({"Release", "release", {}, false});
            break;
        case CardState::closed:
            break;
    }
    if (sketch.src_url.starts_with("https://"))
        buttons.push_back({"View alarm", {}, sketch.src_url, false});
    return buttons;
}

}  // namespace

AlarmSketch sketch_alarm(
    const Alarm& alarm,
    Kind kind,
    const Networks& own,
    const std::vector<std::string>& own_domains
) {
    const Story story = story_of(alarm, kind, own, own_domains);
    AlarmSketch sketch;
    sketch.title = cut_code_points(defang_links(alarm.title), kTitleCodePoints);
    sketch.sentence = cut_code_points(sentence_of(alarm, story, own), kSentenceCodePoints);
    sketch.facts = facts_of(alarm, story, own);
    if (sketch.facts.size() > kFacts) {
        sketch.left_out = static_cast<std::uint32_t>(sketch.facts.size() - kFacts);
        sketch.facts.resize(kFacts);
    }
    sketch.tactic = tactic_of(alarm);
    const bool by_peer = kind == Kind::network_intrusion || story.user.empty();
    sketch.who = cut_code_points(by_peer ? story.peer : short_user(story.user), kPartyCodePoints);
    sketch.what = cut_code_points(story.host, kPartyCodePoints);
    // A lone machine is both ends: naming it twice says nothing.
    if (sketch.who == sketch.what) sketch.who.clear();
    sketch.src_url = alarm.src_url;
    sketch.severity = alarm.severity;
    sketch.time = alarm.time;
    return sketch;
}

CardView build_card(
    const AlarmSketch& sketch,
    const EpisodeFacts& episode,
    const CustomerSettings& customer,
    RoomClass room_class,
    const std::string& zone,
    const Zones& zones
) {
    const Clock clock{zone, zones};
    CardView view;
    view.kind = episode.kind;
    view.severity = std::max(episode.severity, sketch.severity);
    view.customer = customer.code.str();
    view.customer_name = customer.name;
    view.episode = episode.id;
    view.state = episode.state;
    view.chip = chip_text(episode, clock);
    view.title = sketch.title;
    view.sentence = sketch.sentence;
    view.facts = sketch.facts;
    view.why = episode.why;
    view.context = context_text(sketch, episode, clock);
    view.time = time_text(sketch, episode, customer, clock);
    view.changed = changed_text(episode, clock);
    view.foot = foot_text(sketch, episode, customer);
    view.buttons = buttons_of(sketch, episode.state);
    view.minimal_notification = room_class == RoomClass::shared;
    view.notification = notification_of(sketch, view, episode.alarms);
    return view;
}

std::string notification_line(const CardView& view) {
    if (!view.notification.empty() && !view.minimal_notification)
        return cut_code_points(to_plain_line(view.notification), kNotificationCodePoints);
    std::string line;
    if (view.template_name == "alarm") line = severity_word(view.severity);
    std::string middle = view.title;
    if (view.minimal_notification) {
        middle.clear();
        if (view.template_name == "alarm") middle = display_name(view.kind);
    }
    const std::string id = view.episode ? view.episode.str() : std::string{};
    line = to_plain_line(join({line, view.customer, middle, id}, kDot));
    // A phone shows something, whatever the view has.
    if (line.empty()) line = "socbot";
    return cut_code_points(line, kNotificationCodePoints);
}

}  // namespace socbot
