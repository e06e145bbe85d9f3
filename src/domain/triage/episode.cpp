// Counting, ending and the row of an episode.
#include "domain/triage/episode.h"

#include <algorithm>

namespace socbot {

namespace {

// 1: without changed_at; the time stood in the text.
constexpr std::uint64_t kSchema = 2;

void encode_notes(Writer& out, const std::vector<EpisodeNote>& notes) {
    out.u(notes.size());
    for (const auto& note : notes)
        out.i(note.at.ms).s(note.person.str()).s(note.text);
}

std::vector<EpisodeNote> decode_notes(Reader& in) {
    std::vector<EpisodeNote> notes(in.count());
    for (auto& note : notes) {
        note.at = {in.i()};
        note.person = PersonId{in.str()};
        note.text = in.str();
    }
    return notes;
}

void encode_cards(Writer& out, const std::vector<EpisodeCard>& cards) {
    out.u(cards.size());
    for (const auto& card : cards)
        out.s(card.room.connection.str()).s(card.room.room).u(card.card.value());
}

std::vector<EpisodeCard> decode_cards(Reader& in) {
    std::vector<EpisodeCard> cards(in.count());
    for (auto& card : cards) {
        card.room.connection = ConnectionId{in.str()};
        card.room.room = in.str();
        card.card = DeliveryId{in.u()};
    }
    return cards;
}

}  // namespace

void Episode::count(const AlarmRecordFacts& alarm_facts) {
    if (alarm_facts.id <= counted_to) return;
    counted_to = alarm_facts.id;
    if (!refresh_due) refresh_due = alarm_facts.at + kRefreshAfter;
    if (alarm_facts.hidden) {
        ++hidden;
        return;
    }
    last_seen = alarm_facts.at;
    if (alarm_facts.update) {
        ++updates;
        return;
    }
    ++alarms;
    const auto known = std::find_if(rules.begin(), rules.end(), [&](const auto& entry) {
        return entry.first == alarm_facts.rule;
    });
    if (known != rules.end()) {
        ++known->second;
    } else if (rules.size() < kEpisodeLimits.rules) {
        rules.emplace_back(alarm_facts.rule, 1);
    } else {
        ++other_rules;
    }
}

Instant Episode::ends_at(const EpisodeSettings& settings) const {
    return std::min(last_seen + quiet_gap, opened_at + settings.maximum_age);
}

Milliseconds
quiet_gap(std::string_view entity, const Networks& own, const EpisodeSettings& settings) {
    if (entity.starts_with("user:")) return settings.quiet_gap_user;
    if (entity.starts_with("ip:") && !is_inside(entity.substr(3), own))
        return settings.quiet_gap_outside;
    return settings.quiet_gap_host;
}

void Episode::encode(Writer& out) const {
    out.u(kSchema).s(id.customer.str()).u(id.number);
    out.u(static_cast<std::uint64_t>(kind)).s(entity).u(static_cast<std::uint64_t>(severity));
    out.u(static_cast<std::uint64_t>(state)).s(owner.str()).i(taken_at.ms).i(opened_at.ms);
    out.i(closed_at.ms).i(first_seen.ms).s(source.str());
    sketch.encode(out);
    out.u(alarm.value()).s(changed).i(changed_at.ms).s(why);
    encode_notes(out, notes);
    encode_cards(out, cards);
    out.i(quiet_gap.count())
        .i(check_due.ms)
        .u(counted_to.value())
        .u(alarms)
        .u(updates)
        .u(hidden)
        .i(last_seen.ms);
    out.u(rules.size());
    for (const auto& [rule, times] : rules)
        out.s(rule).u(times);
    out.u(other_rules);
}

Episode Episode::decode(Reader& in) {
    const auto schema = in.u();
    if (schema == 0 || schema > kSchema) throw CodecError{"episode: unknown schema"};
    Episode e;
    e.id.customer = CustomerCode{in.str()};
    e.id.number = in.u();
    e.kind = static_cast<Kind>(in.u());
    e.entity = in.str();
    e.severity = static_cast<Severity>(in.u());
    e.state = static_cast<CardState>(in.u());
    e.owner = PersonId{in.str()};
    e.taken_at = {in.i()};
    e.opened_at = {in.i()};
    e.closed_at = {in.i()};
    e.first_seen = {in.i()};
    e.source = SourceId{in.str()};
    e.sketch = AlarmSketch::decode(in);
    e.alarm = AlarmId{in.u()};
    e.changed = in.str();
    if (schema >= 2) e.changed_at = {in.i()};
    e.why = in.str();
    e.notes = decode_notes(in);
    e.cards = decode_cards(in);
    e.quiet_gap = Milliseconds{in.i()};
    e.check_due = {in.i()};
    e.counted_to = AlarmId{in.u()};
    e.alarms = in.u();
    e.updates = in.u();
    e.hidden = in.u();
    e.last_seen = {in.i()};
    e.rules.resize(in.count());
    for (auto& [rule, times] : e.rules) {
        rule = in.str();
        times = static_cast<std::uint32_t>(in.u());
    }
    e.other_rules = static_cast<std::uint32_t>(in.u());
    return e;
}

std::size_t Episode::footprint() const {
    std::size_t bytes =
        sizeof(Episode) + entity.size() + changed.size() + why.size() + sketch.footprint();
    for (const auto& note : notes)
        bytes += sizeof(note) + note.text.size();
    for (const auto& card : cards)
        bytes += sizeof(card) + card.room.room.size();
    for (const auto& [rule, times] : rules)
        bytes += sizeof(rule) + sizeof(times) + rule.size();
    return bytes;
}

}  // namespace socbot
