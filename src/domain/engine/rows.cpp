// Encodings and lazy counting; see rows.h.
#include "domain/engine/rows.h"

#include <algorithm>
#include <map>

namespace socbot {

namespace {

constexpr std::uint64_t kSchema = 1;
constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kHourMs = 3'600'000;

void expect_schema(Reader& in, const char* what) {
    if (in.u() != kSchema) throw CodecError{what};
}

}  // namespace

std::size_t hour_of_week(Instant at) {
    // The epoch was a Thursday; the week starts on Monday, so shift by three days.
    const auto hours = at.ms / kHourMs + 72;
    return static_cast<std::size_t>(hours % 168);
}

void CustomerRow::encode(Writer& out) const {
    out.u(kSchema).u(next_episode);
}
CustomerRow CustomerRow::decode(Reader& in) {
    expect_schema(in, "customer: unknown schema");
    return {in.u()};
}

void Aggregate::count(AlarmId alarm, Instant at) {
    if (alarm <= counted_to) return;
    counted_to = alarm;
    if (!first_seen) first_seen = at;
    last_seen = at;
    ++total;
    const auto day = static_cast<std::uint32_t>(at.ms / kDayMs);
    if (!days.empty() && days.back().first == day) {
        ++days.back().second;
        return;
    }
    days.emplace_back(day, 1);
    const auto keep_from = day >= kDays ? day - static_cast<std::uint32_t>(kDays) : 0;
    std::erase_if(days, [keep_from](const auto& entry) { return entry.first < keep_from; });
}

void Aggregate::add_history(
    Instant first,
    Instant last,
    const std::vector<std::pair<std::uint32_t, std::uint32_t>>& more,
    Instant now
) {
    if (!first_seen || first < first_seen) first_seen = first;
    last_seen = std::max(last_seen, last);
    std::map<std::uint32_t, std::uint32_t> merged{days.begin(), days.end()};
    for (const auto& [day, times] : more) {
        total += times;
        merged[day] += times;
    }
    const auto today = static_cast<std::uint32_t>(std::max<std::int64_t>(now.ms, 0) / kDayMs);
    const auto keep_from = today >= kDays ? today - static_cast<std::uint32_t>(kDays) : 0;
    merged.erase(merged.begin(), merged.lower_bound(keep_from));
    days.assign(merged.begin(), merged.end());
}

void Aggregate::encode(Writer& out) const {
    out.u(kSchema).u(counted_to.value()).i(first_seen.ms).i(last_seen.ms).u(total).u(days.size());
    for (const auto& [day, times] : days)
        out.u(day).u(times);
}

Aggregate Aggregate::decode(Reader& in) {
    expect_schema(in, "aggregate: unknown schema");
    Aggregate row;
    row.counted_to = AlarmId{in.u()};
    row.first_seen = {in.i()};
    row.last_seen = {in.i()};
    row.total = in.u();
    row.days.resize(in.count());
    for (auto& [day, times] : row.days) {
        day = static_cast<std::uint32_t>(in.u());
        times = static_cast<std::uint32_t>(in.u());
    }
    return row;
}

void AccountCount::count(AlarmId alarm) {
    if (alarm <= counted_to) return;
    counted_to = alarm;
    ++alarms;
}
void AccountCount::encode(Writer& out) const {
    out.u(kSchema).u(counted_to.value()).u(alarms);
}
AccountCount AccountCount::decode(Reader& in) {
    expect_schema(in, "account: unknown schema");
    AccountCount row;
    row.counted_to = AlarmId{in.u()};
    row.alarms = in.u();
    return row;
}

void SourceRow::count(AlarmId alarm, Instant at) {
    if (alarm <= counted_to) return;
    counted_to = alarm;
    if (!first_seen) first_seen = at;
    last_seen = at;
    ++alarms;
    ++hour_of_week.at(socbot::hour_of_week(at));
}

void SourceRow::add_history(
    Instant first,
    const std::vector<std::pair<std::uint8_t, std::uint32_t>>& hours
) {
    if (!first_seen || first < first_seen) first_seen = first;
    for (const auto& [hour, times] : hours)
        if (hour < hour_of_week.size()) hour_of_week.at(hour) += times;
}

void SourceRow::encode(Writer& out) const {
    out.u(kSchema).u(counted_to.value()).i(first_seen.ms).i(last_seen.ms).u(alarms);
    for (const auto hour : hour_of_week)
        out.u(hour);
}

SourceRow SourceRow::decode(Reader& in) {
    expect_schema(in, "source: unknown schema");
    SourceRow row;
    row.counted_to = AlarmId{in.u()};
    row.first_seen = {in.i()};
    row.last_seen = {in.i()};
    row.alarms = in.u();
    for (auto& hour : row.hour_of_week)
        hour = in.u();
    return row;
}

void encode_scope(Writer& out, const ThresholdScope& scope) {
    out.s(scope.customer.str()).s(scope.room.connection.str()).s(scope.room.room);
    out.b(scope.kind.has_value()).u(scope.kind ? static_cast<std::uint64_t>(*scope.kind) : 0);
}

ThresholdScope decode_scope(Reader& in) {
    ThresholdScope scope;
    scope.customer = CustomerCode{in.str()};
    scope.room.connection = ConnectionId{in.str()};
    scope.room.room = in.str();
    const bool has_kind = in.b();
    const auto kind = static_cast<Kind>(in.u());
    if (has_kind) scope.kind = kind;
    return scope;
}

void PendingRow::encode(Writer& out) const {
    out.u(kSchema).u(id);
    encode_scope(out, scope);
    out.b(reset).b(second_person);
    threshold.encode(out);
    out.u(policy_revision).s(room.connection.str()).s(room.room).s(person.str()).i(expires.ms);
}

PendingRow PendingRow::decode(Reader& in) {
    expect_schema(in, "pending: unknown schema");
    PendingRow row;
    row.id = in.u();
    row.scope = decode_scope(in);
    row.reset = in.b();
    row.second_person = in.b();
    row.threshold = Threshold::decode(in);
    row.policy_revision = in.u();
    row.room.connection = ConnectionId{in.str()};
    row.room.room = in.str();
    row.person = PersonId{in.str()};
    row.expires = {in.i()};
    return row;
}

void UndoRow::encode(Writer& out) const {
    out.u(kSchema).u(static_cast<std::uint64_t>(what));
    encode_scope(out, scope);
    out.b(had_before);
    before.encode(out);
    after.encode(out);
    out.s(episode.customer.str()).u(episode.number).s(owner_before.str()).i(taken_before.ms);
    out.i(expires.ms).s(words);
}

UndoRow UndoRow::decode(Reader& in) {
    expect_schema(in, "undo: unknown schema");
    UndoRow row;
    row.what = static_cast<What>(in.u());
    row.scope = decode_scope(in);
    row.had_before = in.b();
    row.before = Threshold::decode(in);
    row.after = Threshold::decode(in);
    row.episode.customer = CustomerCode{in.str()};
    row.episode.number = in.u();
    row.owner_before = PersonId{in.str()};
    row.taken_before = {in.i()};
    row.expires = {in.i()};
    row.words = in.str();
    return row;
}

void PulseRow::encode(Writer& out) const {
    out.u(kSchema).u(step).i(now.ms).s(as_bytes(pending));
}

PulseRow PulseRow::decode(Reader& in) {
    expect_schema(in, "pulse: unknown schema");
    PulseRow row;
    row.step = in.u();
    row.now = {in.i()};
    const auto bytes = in.s();
    if (bytes.size() != row.pending.size()) throw CodecError{"pulse: digest size"};
    std::copy(bytes.begin(), bytes.end(), row.pending.begin());
    return row;
}

}  // namespace socbot
