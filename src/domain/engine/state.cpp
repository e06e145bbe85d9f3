// Shared bookkeeping of the flows; see state.h.
#include "domain/engine/state.h"

#include "base/json_writer.h"
#include "base/text.h"

#include <algorithm>

namespace socbot {

TextRow TextRow::decode(Reader& in) {
    return {std::string{in.rest()}};
}

Instant next_flush(const EngineLimits& limits, Instant after) {
    const auto tick = limits.flush_tick.count();
    return {(after.ms / tick + 1) * tick};
}

double StepContext::unit(Partition partition, std::uint64_t n) const {
    Writer seed;
    seed.u(partition).u(step).u(n);
    // 53 bits make a double in [0, 1).
    return static_cast<double>(head64(sha256(seed.bytes())) >> 11U) * 0x1.0p-53;
}

void StepContext::note(std::string event, std::string detail) {
    Note note;
    note.event = std::move(event);
    note.detail = std::move(detail);
    out.notes.push_back(std::move(note));
}

EngineState::EngineState(
    const EngineLimits& engine_limits,
    const Zones& time_zones,
    Partition shard
)
    : limits{engine_limits}, zones{time_zones}, partition{shard}, seen{engine_limits.seen_ids} {}

RoomState& EngineState::room_state(const RoomRef& ref) {
    auto [room, fresh] = rooms.try_emplace(keys::room(ref).key);
    if (fresh) room->second.row.ref = ref;
    return room->second;
}

const CustomerView* EngineState::customer(const CustomerCode& code) const {
    const auto found = customers.find(code);
    return found == customers.end() ? nullptr : &found->second;
}

// Over a feed of many customers the same uid of two of them is two alarms.
std::string EngineState::name_of(const AlarmInput& input, const CustomerCode& customer) const {
    const auto* source = settings.source(input.source);
    if (source == nullptr || source->tenants.empty()) return input.alarm->uid;
    return customer.str() + '\0' + input.alarm->uid;
}

const EngineState::Judged& EngineState::judge(
    const AlarmInput& input,
    const CustomerCode& customer,
    const CustomerView& view
) const {
    auto [known, fresh] = judged.try_emplace(input.alarm.get());
    auto& verdict = known->second;
    if (fresh) {
        verdict.alarm = input.alarm;
        verdict.kind = policy.kind_of(*input.alarm, customer);
        verdict.entity = entity_of(*input.alarm, verdict.kind, view.own);
        verdict.seen_hash = SeenWindow::hash(input.source, name_of(input, customer));
    }
    return verdict;
}

namespace {

// FNV-1a: spreads keys over slots, the same in every build.
std::size_t slot_of(const RowKey& key, std::size_t slots) {
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : key.key)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return (hash >> 32U) % slots;
}

}  // namespace

void EngineState::mark_dirty(const RowKey& key, AlarmId alarm, Instant at) {
    auto& slot = dirty.at(slot_of(key, kDirtySlots));
    if (slot.rows.empty()) slot.from = alarm;
    slot.rows.insert(key);
    if (!timers.armed(TimerKind::flush, {}))
        timers.arm(TimerKind::flush, {}, next_flush(limits, at));
}

void EngineState::mark_saved(const RowKey& key) {
    auto& slot = dirty.at(slot_of(key, kDirtySlots));
    if (slot.rows.erase(key) == 0 || !slot.rows.empty()) return;
    slot.from = {};
    // As after a start from these rows, which finds nothing to flush.
    const bool more = std::any_of(dirty.begin(), dirty.end(), [](const auto& other) {
        return !other.rows.empty();
    });
    if (!more) timers.disarm(TimerKind::flush, {});
}

AlarmId EngineState::oldest_unsaved() const {
    AlarmId oldest;
    const auto take = [&oldest](AlarmId id) {
        if (!oldest || id < oldest) oldest = id;
    };
    for (const auto& slot : dirty)
        if (!slot.rows.empty()) take(slot.from);
    if (!dirty_episodes.empty()) take(dirty_episodes.begin()->first);
    return oldest;
}

std::size_t EngineState::dirty_rows() const {
    std::size_t rows = dirty_episodes.size();
    for (const auto& slot : dirty)
        rows += slot.rows.size();
    return rows;
}

std::size_t EngineState::bytes() const {
    return counters.bytes() + jobs.bytes() + pendings.bytes() + undos.bytes() + sources.bytes() +
           open_episodes.bytes() + episodes.bytes() + deliveries.bytes() + aggregates.bytes() +
           accounts.bytes() + message_index.bytes() + events.bytes();
}

std::size_t EngineState::jobs_open() const {
    std::size_t open = 0;
    jobs.for_each([&open](const std::string&, const Job&) { ++open; });
    return open;
}

void revise_policy(EngineState& state, StepContext& ctx) {
    state.policy_revision = ctx.step;
    Writer body;
    body.u(state.policy_revision);
    RowSink{ctx.out}.write(keys::pulse("policy"), {}, body.take());
}

void audit(
    EngineState& state,
    StepContext& ctx,
    const PersonId& person,
    const CustomerCode& customer,
    std::string_view act,
    std::string_view object,
    std::string_view detail
) {
    AuditRecord record;
    record.number = ++state.audit_number;
    record.at = ctx.now;
    record.customer = customer;
    // One nonce an input; the number makes it one salt an entry.
    record.salt = ctx.nonce;
    append_key_u64(record.salt, record.number);
    JsonWriter json{record.payload};
    json.open_object().key("at").string(format_rfc3339(ctx.now)).key("person").string(person.str());
    json.text_member("customer", customer.str()).key("act").string(act);
    json.text_member("object", object).text_member("detail", detail).close_object();
    record.salted = Sha256{}.update(record.salt).update(record.payload).finish();
    record.link =
        Sha256{}.update(as_bytes(state.audit_link)).update(as_bytes(record.salted)).finish();
    state.audit_link = record.link;
    ctx.out.audit.push_back(std::move(record));
}

}  // namespace socbot
