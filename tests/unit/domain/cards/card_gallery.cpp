// Prints cards of many alarms of every kind, in every state and size, as JSON lines {name, kind,
// alarm, data, card, left_out}, for the check by the official object model
// (tests/e2e/cards.e2e.mjs).
#include "unit/domain/cards/card_samples.h"
#include "unit/domain/cards/gallery_alarms.h"

#include <boost/json.hpp>

#include <iostream>
#include <utility>
#include <vector>

namespace socbot::testing_support {
namespace {

namespace json = boost::json;

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
    taken.new_rules = 2;
    taken.changed = "severity medium -> high";
    taken.changed_at = Instant{kSeen.ms + 420'000};
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

struct Named {
    std::string kind, alarm, state;
};

void print(const Named& named, const CardView& view, const RenderContext& context) {
    const Rendered rendered = render_card(view, context);
    json::object line;
    std::string name = named.kind;
    for (const std::string& part : {named.alarm, named.state}) {
        if (!part.empty()) name.append(" ").append(part);
    }
    line["name"] = name;
    line["kind"] = named.kind;
    line["alarm"] = named.alarm;
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

// A deadline, and as many buttons as a card may have: the layout is to take them.
CardView with_all_there_may_be(CardView view) {
    view.clock = "Take by 18:16";
    view.buttons = {
        {"Take", "take", {}, true},
        {"Whois", "whois", {}, false},
        {"Create case", "case", {}, false},
        {"Open case 34", {}, "https://hive.example/cases/34", false},
        {"View alarm", {}, "https://acme.alienvault.cloud/#/alarm/u-1", false}};
    return view;
}

bool varied(const std::string& alarm) {
    return alarm.starts_with("varied");
}

void print_kind(Kind kind, const RenderContext& context) {
    const std::string name{to_word(kind)};
    for (const auto& [alarm, shown] : gallery_alarms(kind)) {
        EpisodeFacts episode = episode_facts(kind);
        if (varied(alarm)) {
            episode.severity = shown.severity;
            print({name, alarm, {}}, card_of(shown, kind, episode), context);
            continue;
        }
        CustomerSettings customer = acme();
        for (const State& state : states_of(kind)) {
            // Where the customer's clocks show another time than the room's.
            if (state.episode.state == CardState::taken) customer.zone = "Europe/London";
            const CardView view = card_of(shown, kind, state.episode, RoomClass::soc, customer);
            print({name, alarm, state.name}, view, context);
        }
        print({name, alarm, "full"}, with_all_there_may_be(card_of(shown, kind)), context);
        RenderContext tight = context;
        tight.limits.bytes = 4'500;
        print({name, alarm, "condensed"}, card_of(shown, kind), tight);
        tight.limits.bytes = 1'500;
        print({name, alarm, "essential"}, card_of(shown, kind), tight);
    }
}

void print_all() {
    const RenderContext context = render_context();
    for (const Kind kind : {Kind::malware, Kind::network_intrusion, Kind::office365, Kind::other})
        print_kind(kind, context);
    print({"answer", {}, {}}, answer(), context);
}

}  // namespace
}  // namespace socbot::testing_support

int main() {
    socbot::testing_support::print_all();
    return 0;
}
