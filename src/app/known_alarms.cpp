// Reading what is stored of a source; see known_alarms.h.
#include "app/known_alarms.h"

#include <algorithm>
#include <limits>

namespace socbot {

namespace {

// Everything that arrived since; the caller's `each` says when it has enough.
AlarmQuery since(Instant from) {
    AlarmQuery query;
    query.from = from;
    query.newest_first = false;
    query.limit = std::numeric_limits<std::int32_t>::max();
    query.scan_limit = std::numeric_limits<std::int32_t>::max();
    return query;
}

}  // namespace

Result<KnownAlarms>
KnownAlarms::read(StoreReader& store, const SourceId& source, Instant from, std::size_t most) {
    KnownAlarms known;
    auto done = store.alarms(since(from), [&](const AlarmRecord& alarm) {
        if (alarm.source != source) return true;
        auto& entry = known.entries_[alarm.uid];
        entry.content = alarm.content;
        entry.at = alarm.at;
        entry.episode = {alarm.customer, alarm.episode};
        entry.on_card = alarm.account != Account::hidden;
        return known.entries_.size() < most;
    });
    if (!done) return std::move(done).error();
    return known;
}

const KnownAlarms::Entry* KnownAlarms::find(const std::string& uid) const {
    const auto found = entries_.find(uid);
    return found == entries_.end() ? nullptr : &found->second;
}

Result<KnownUids>
KnownUids::read(StoreReader& store, const SourceId& source, Instant from, std::size_t most) {
    KnownUids known;
    bool all = true;
    auto done = store.alarms(since(from), [&](const AlarmRecord& alarm) {
        if (alarm.source != source) return true;
        all = known.hashes_.size() < most;
        if (all) known.hashes_.push_back(hash(alarm.uid));
        return all;
    });
    if (!done) return std::move(done).error();
    if (!all) return Error{Errc::unavailable, "more alarms are stored than can be compared with"};
    std::sort(known.hashes_.begin(), known.hashes_.end());
    return known;
}

std::uint64_t KnownUids::hash(std::string_view uid) {
    return head64(sha256(uid));
}

bool KnownUids::contains(std::uint64_t hash) const {
    return std::binary_search(hashes_.begin(), hashes_.end(), hash);
}

}  // namespace socbot
