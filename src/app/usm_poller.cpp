// Rounds of the poller; see usm_poller.h.
#include "app/usm_poller.h"

#include "app/submit.h"
#include "base/text.h"
#include "domain/alarm/alarm_json.h"
#include "domain/engine/keys.h"
#include "domain/intake/alarm_meaning.h"
#include "domain/triage/episode.h"

#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace socbot {

namespace {

namespace asio = boost::asio;

constexpr std::size_t kHandedIn = 200'000;  // hashes remembered
constexpr std::size_t kSeen = 50'000;       // alarms of a round compared for state and labels
constexpr std::size_t kLabels = 200;        // requests a round; the rest follows in the next
constexpr std::size_t kNamed = 20;          // episodes a line of the log names
constexpr Milliseconds kClockSkew{10 * 60'000};

std::uint64_t hash_of(std::string_view uid, const Digest& content) {
    return head64(sha256(uid, as_bytes(content)));
}

bool is_closed(const AlarmState& state) {
    return state.suppressed || state.status == AlarmStatus::resolved ||
           state.status == AlarmStatus::suppressed;
}

Input unreadable(const SourceId& source, const std::string& json, const Error& error) {
    UnreadableInput input;
    input.source = source;
    input.reason = cut_utf8(to_plain_line(error.message()), 256);
    input.raw = std::make_shared<const std::string>(json);
    return input;
}

Input alarm_input(const SourceId& source, const std::string& json, Alarm alarm, Digest content) {
    AlarmInput input;
    input.source = source;
    input.content = content;
    input.json = std::make_shared<const std::string>(to_json(alarm));
    input.alarm = std::make_shared<const Alarm>(std::move(alarm));
    input.raw = std::make_shared<const std::string>(json);
    return input;
}

// "ACME-412, ACME-415 and 3 more"
std::string names_of(const std::set<EpisodeId>& episodes) {
    std::string names;
    std::size_t named = 0;
    for (const auto& episode : episodes) {
        if (named == kNamed) return names + fmt::format(" and {} more", episodes.size() - named);
        if (named++ > 0) names += ", ";
        names += episode.str();
    }
    return names;
}

struct EpisodeNow {
    bool open{false};
    bool taken{false};
};

Result<std::map<EpisodeId, EpisodeNow>>
episodes_now(StoreReader& store, const std::vector<RowKey>& keys) {
    std::map<EpisodeId, EpisodeNow> found;
    const auto rows = store.read(keys);
    if (!rows) return rows.error();
    try {
        for (const auto& row : *rows) {
            if (!row.exists) continue;
            Reader in{row.body};
            const auto episode = Episode::decode(in);
            found[episode.id] = {
                !episode.closed_at && episode.state != CardState::closed, !episode.owner.empty()};
        }
    } catch (const CodecError& error) {
        return Error{Errc::internal, error.what()};
    }
    return found;
}

}  // namespace

UsmPoller::UsmPoller(
    UsmPullParts parts,
    SourceId source,
    UsmApiConfig config,
    std::chrono::milliseconds pace
)
    : parts_{std::move(parts)},
      source_{std::move(source)},
      config_{std::move(config)},
      session_{config_.access, {}},
      driver_{{parts_.http, parts_.clock, parts_.random, parts_.worker}, pace} {}

asio::awaitable<void> UsmPoller::run() {
    asio::steady_timer timer{co_await asio::this_coro::executor};
    for (;;) {
        // What a round throws (no memory, no descriptors) is one more failure.
        Result<void> ended;
        try {
            ended = co_await round();
        } catch (const boost::system::system_error& error) {
            if (error.code() == asio::error::operation_aborted) throw;
            ended = Error{Errc::internal, error.what()};
        } catch (const std::exception& error) {
            ended = Error{Errc::internal, error.what()};
        }
        timer.expires_after(note_end(ended));
        co_await timer.async_wait(asio::use_awaitable);
    }
}

// How long to rest.
Milliseconds UsmPoller::note_end(const Result<void>& ended) {
    auto rest = config_.interval;
    const std::scoped_lock lock{mutex_};
    if (ended) {
        counters_.rounds.fetch_add(1);
        if (failing_since_) parts_.report("usm_api.recovered", "source=" + source_.str());
        failing_since_ = {};
        return rest;
    }
    counters_.failures.fetch_add(1);
    if (!failing_since_) failing_since_ = wall_now(parts_.clock);
    parts_.report(
        "usm_api.failed",
        "source=" + source_.str() + " reason=" + quote_for_log(ended.error().message())
    );
    if (const auto asked = ended.error().retry_after()) rest = std::max<Milliseconds>(rest, *asked);
    return rest;
}

asio::awaitable<Result<void>> UsmPoller::load_mark() {
    if (mark_) co_return Result<void>{};
    PollMark mark;
    ReaderThread::Work read = [&](StoreReader& store) -> Result<void> {
        auto stored = read_poll_mark(store, source_);
        if (!stored) return std::move(stored).error();
        mark = *stored;
        return {};
    };
    auto done = co_await parts_.worker.run(std::move(read));
    if (!done) co_return done;
    mark_ = mark;
    if (mark.number != 0) co_return Result<void>{};
    // The first round begins here, however often it fails.
    mark_->since = wall_now(parts_.clock);
    auto saved = co_await save_mark(mark_->since);
    if (!saved) mark_.reset();
    co_return saved;
}

asio::awaitable<Result<void>> UsmPoller::save_mark(Instant through) {
    auto wanted = *mark_;
    wanted.through = std::max(wanted.through, through);
    ++wanted.number;
    Input input = to_input(source_, wanted);
    const auto answer = co_await submit(parts_.loop, std::move(input));
    if (!answer) co_return Error{Errc::unavailable, "the engine takes nothing now"};
    if (answer->verdict == Verdict::accepted) {
        mark_ = wanted;
        co_return Result<void>{};
    }
    mark_.reset();  // another number stands: read it again
    co_return Error{Errc::conflict, "the mark is not where it was left"};
}

asio::awaitable<Result<void>> UsmPoller::round() {
    if (auto loaded = co_await load_mark(); !loaded) co_return loaded;
    const auto now = wall_now(parts_.clock);
    const auto from = std::min(mark_->through, now) - config_.overlap;
    KnownAlarms known;
    ReaderThread::Work read = [&](StoreReader& store) -> Result<void> {
        auto stored = KnownAlarms::read(store, source_, from - kClockSkew);
        if (!stored) return std::move(stored).error();
        known = *std::move(stored);
        return {};
    };
    if (auto done = co_await parts_.worker.run(std::move(read)); !done) co_return done;
    seen_.clear();
    UsmWalk walk{session_, from, now + kClockSkew};
    for (;;) {
        auto step = co_await driver_.next(walk);
        if (const auto* error = std::get_if<Error>(&step)) co_return *error;
        if (std::holds_alternative<UsmWalk::Done>(step)) break;
        const auto& page = std::get<UsmPage>(step);
        if (auto taken = co_await take_page(page, known); !taken) co_return taken;
        // After days without an answer a round is long: what was read need not be read again.
        if (walk.reached() > mark_->through + config_.overlap)
            if (auto saved = co_await save_mark(std::min(walk.reached(), now)); !saved)
                co_return saved;
    }
    if (auto compared = co_await compare_states(); !compared) co_return compared;
    auto saved = co_await save_mark(now);
    co_return saved;
}

asio::awaitable<Result<void>> UsmPoller::take_page(const UsmPage& page, const KnownAlarms& known) {
    const auto settings = parts_.settings(source_);
    if (!settings) co_return Error{Errc::not_found, "the source is no longer configured"};
    Sorted sorted;
    ReaderThread::Work sort = [&](StoreReader&) -> Result<void> {
        for (const auto& json : page.alarms)
            sort_alarm(json, *settings, known, sorted);
        return {};
    };
    if (auto done = co_await parts_.worker.run(std::move(sort)); !done) co_return done;
    counters_.read.fetch_add(page.alarms.size());
    for (auto& seen : sorted.seen)
        if (seen_.size() < kSeen) seen_.push_back(std::move(seen));
    auto handed = co_await hand_in(std::move(sorted.fresh));
    co_return handed;
}

// On the worker's thread; what it reads of this object stands still meanwhile.
void UsmPoller::sort_alarm(
    const std::string& json,
    const SourceSettings& settings,
    const KnownAlarms& known,
    Sorted& sorted
) const {
    const auto add = [&](std::string_view uid, const Digest& content, bool update, auto make) {
        const auto hash = hash_of(uid, content);
        if (!handed_in_.contains(hash)) sorted.fresh.push_back({hash, make(), update});
    };
    auto alarm = json.size() <= kIntakeLimits.body_bytes
                     ? read_alarm(json, settings)
                     : Result<Alarm>{Error{Errc::invalid_input, "the alarm is too large"}};
    if (!alarm) {
        add({}, sha256(json), false, [&] { return unreadable(source_, json, alarm.error()); });
        return;
    }
    const auto content = alarm_meaning(*alarm);
    const auto* entry = known.find(alarm->uid);
    if (entry != nullptr) {
        Seen seen;
        seen.uid = alarm->uid;
        seen.episode = entry->episode;
        seen.on_card = entry->on_card;
        seen.closed_there = is_closed({alarm->status, alarm->suppressed});
        if (!config_.label_shown.empty() || !config_.label_taken.empty())
            seen.labels = usm_labels_of(json);
        sorted.seen.push_back(std::move(seen));
        // What arrived before polling began was stored under the digest of its bytes.
        const bool comparable = entry->at >= mark_->since;
        if (!comparable || entry->content == content || state_that_meant(*alarm, entry->content))
            return;
    }
    const auto uid = alarm->uid;
    add(uid, content, entry != nullptr, [&] {
        return alarm_input(source_, json, *std::move(alarm), content);
    });
}

asio::awaitable<Result<void>> UsmPoller::hand_in(std::vector<Fresh> fresh) {
    for (auto& each : fresh) {
        auto input = std::move(each.input);
        const auto answer = co_await submit(parts_.loop, std::move(input));
        if (!answer) co_return Error{Errc::unavailable, "the engine takes nothing now"};
        if (handed_in_.size() >= kHandedIn) handed_in_.clear();
        handed_in_.insert(each.hash);
        if (answer->verdict != Verdict::stored) continue;
        (each.update ? counters_.updates : counters_.recovered).fetch_add(1);
    }
    co_return Result<void>{};
}

void UsmPoller::want_labels(const Seen& seen, bool taken, std::vector<LabelWork>& work) const {
    const auto want = [&](const std::string& label, bool wanted) {
        if (label.empty()) return;
        const bool there =
            std::find(seen.labels.begin(), seen.labels.end(), label) != seen.labels.end();
        if (there != wanted) work.push_back({seen.uid, label, wanted});
    };
    // Being shown is history, so that label is never taken back.
    if (seen.on_card) want(config_.label_shown, true);
    want(config_.label_taken, taken);
}

// What the alarms' episodes are here, beside what the source says of them.
asio::awaitable<Result<void>> UsmPoller::compare_states() {
    std::vector<RowKey> keys;
    std::set<EpisodeId> asked;
    for (const auto& seen : seen_)
        if (seen.episode && asked.insert(seen.episode).second)
            keys.push_back(keys::episode(seen.episode));
    std::map<EpisodeId, EpisodeNow> episodes;
    ReaderThread::Work read = [&](StoreReader& store) -> Result<void> {
        auto found = episodes_now(store, keys);
        if (!found) return std::move(found).error();
        episodes = *std::move(found);
        return {};
    };
    if (auto done = co_await parts_.worker.run(std::move(read)); !done) co_return done;
    std::set<EpisodeId> closed_there;
    std::vector<LabelWork> work;
    for (const auto& seen : seen_) {
        const auto now = episodes.find(seen.episode);
        if (now == episodes.end()) continue;
        if (seen.closed_there && now->second.open) closed_there.insert(seen.episode);
        want_labels(seen, now->second.taken, work);
    }
    for (const auto& seen : seen_)
        if (!seen.closed_there) closed_there.erase(seen.episode);
    counters_.drift.store(closed_there.size());
    if (closed_there != closed_there_) {
        closed_there_ = std::move(closed_there);
        parts_.report(
            "usm_api.drift",
            "source=" + source_.str() + " closed_there=" + quote_for_log(names_of(closed_there_))
        );
    }
    auto labelled = co_await put_labels(std::move(work));
    co_return labelled;
}

asio::awaitable<Result<void>> UsmPoller::put_labels(std::vector<LabelWork> work) {
    if (work.size() > kLabels) work.resize(kLabels);
    for (const auto& each : work) {
        const auto make = [&](const UsmToken& token) {
            return usm_label_request(config_.access, token, each.uid, each.label, each.put);
        };
        if (!make(UsmToken{})) continue;  // an id that is no path segment
        UsmCall call{
            session_,
            [&](const UsmToken& token) { return *make(token); },
            [](std::string_view) { return Result<void>{}; },
            kUsmApiLimits.token_bytes,
            {}};
        const auto done = co_await driver_.finish(call);
        if (done) {
            counters_.labels.fetch_add(1);
            continue;
        }
        // Either is gone there: nothing to put it on. Not a reason to read everything again.
        if (done.error().code() != Errc::not_found) co_return done.error();
        parts_.report(
            "usm_api.no_label",
            "source=" + source_.str() + " alarm=" + quote_for_log(each.uid, 64) +
                " label=" + quote_for_log(each.label, 64)
        );
    }
    co_return Result<void>{};
}

bool UsmPoller::failing() const {
    const std::scoped_lock lock{mutex_};
    return static_cast<bool>(failing_since_);
}

}  // namespace socbot
