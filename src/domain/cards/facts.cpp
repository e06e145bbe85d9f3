// Facts by kind. The order is the one analysts work in: what decides the next step
// comes first, because a phone shows the first lines only.
#include "domain/cards/facts.h"

#include "base/text.h"
#include "domain/cards/fact_parts.h"
#include "domain/cards/words.h"

#include <algorithm>
#include <utility>

namespace socbot::cards {
namespace {

class Facts {
public:
    void add(std::string name, const std::string& value, bool emphasised = false) {
        if (value.empty() || name.empty()) return;
        facts_.push_back({std::move(name), cut_code_points(value, kValueCodePoints), emphasised});
    }
    std::vector<Fact> take() { return std::move(facts_); }

private:
    std::vector<Fact> facts_;
};

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

// The directory marks a guest's name: "anna_partner.example#EXT#@acme.onmicrosoft.com".
std::string user_with_flags(const Story& story) {
    const bool guest = to_upper_ascii(story.user).find("#EXT#") != std::string::npos;
    return join({story.user, guest ? "(guest)" : ""}, " ");
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

void add_office365(const Alarm& alarm, const Story& story, const Networks& own, Facts& facts) {
    facts.add("User", user_with_flags(story));
    facts.add("Action", defang_links(first_of({alarm.action, alarm.event_name})));
    facts.add("Outcome", story.outcome.text, story.outcome.alarming);
    facts.add("Target", join({target_of(alarm, story), changed_text(alarm)}, ", "));
    facts.add("From", from_of(alarm, own));
    facts.add("Client", client_text(alarm));
    add_extras(alarm, facts);
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
        facts.add(
            "Peer", join({place_text(*story.theirs, own, Port::shown), more(side.size())}, " ")
        );
    }
    facts.add(
        "Flow",
        join(
            {tuple_text(alarm, own), answered_text(alarm, story), volume_text(alarm.connection)},
            ", "
        )
    );
    facts.add("Action", story.outcome.text, story.outcome.alarming);
    facts.add("Asked for", asked_for(alarm));
    facts.add("CVE", cve_text(alarm));
    facts.add("Spread", spread_text(alarm));
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
    facts.add("Came from", origin_text(alarm, story, own));
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

}  // namespace socbot::cards
