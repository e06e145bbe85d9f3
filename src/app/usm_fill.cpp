// Reading and counting history; see usm_fill.h.
#include "app/usm_fill.h"

#include "app/submit.h"
#include "base/json_writer.h"
#include "base/text.h"

#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>

namespace socbot {

namespace {

namespace asio = boost::asio;

constexpr int kTries = 30;                   // while the engine takes nothing ...
constexpr std::chrono::seconds kBetween{2};  // ... and the pause between them
constexpr Milliseconds kClockSkew{10 * 60'000};

}  // namespace

const char* to_word(FillState state) {
    switch (state) {
        case FillState::idle:
            return "idle";
        case FillState::running:
            return "running";
        case FillState::done:
            return "done";
        case FillState::failed:
            return "failed";
    }
    return "unknown";
}

std::string to_json(const SourceId& source, const FillProgress& progress) {
    const auto& mark = progress.mark;
    std::string out;
    JsonWriter json{out};
    json.open_object().key("source").string(source.str());
    json.key("state").string(to_word(progress.state));
    if (mark.from) {
        json.key("from").string(format_rfc3339(mark.from));
        json.key("to").string(format_rfc3339(mark.to));
        json.key("at").string(format_rfc3339(mark.at));
    }
    const auto number = [&](const char* name, std::uint64_t value) {
        json.key(name).number(static_cast<std::int64_t>(value));
    };
    number("read", mark.read);
    number("counted", mark.counted);
    number("stored_before", mark.known);
    number("left_out", mark.left_out);
    if (progress.total > 0) number("of", progress.total);
    if (!progress.error.empty()) json.key("error").string(progress.error);
    json.close_object();
    return out;
}

namespace {

std::string line_of(const SourceId& source, const FillProgress& progress) {
    const auto& mark = progress.mark;
    auto line = fmt::format(
        "source={} from={} to={} read={} counted={} stored_before={} left_out={}",
        source.str(),
        format_rfc3339(mark.from),
        format_rfc3339(mark.to),
        mark.read,
        mark.counted,
        mark.known,
        mark.left_out
    );
    if (!progress.error.empty()) line += " reason=" + quote_for_log(progress.error);
    return line;
}

}  // namespace

UsmFill::UsmFill(
    UsmPullParts parts,
    SourceId source,
    UsmApiConfig config,
    std::chrono::milliseconds pace
)
    : parts_{std::move(parts)},
      source_{std::move(source)},
      session_{std::move(config.access), {}},
      overlap_{config.overlap},
      driver_{{parts_.http, parts_.clock, parts_.random, parts_.worker}, pace} {}

bool UsmFill::claim() {
    const std::scoped_lock lock{mutex_};
    if (progress_.state == FillState::running) return false;
    progress_.state = FillState::running;
    progress_.error.clear();
    progress_.total = 0;
    return true;
}

FillProgress UsmFill::progress() const {
    const std::scoped_lock lock{mutex_};
    return progress_;
}

void UsmFill::show(FillState state, std::string error) {
    const std::scoped_lock lock{mutex_};
    progress_.state = state;
    progress_.mark = mark_;
    progress_.mark.recent.clear();
    progress_.error = std::move(error);
}

asio::awaitable<Result<void>> UsmFill::load() {
    ReaderThread::Work read = [&](StoreReader& store) -> Result<void> {
        auto fill = read_fill_mark(store, source_);
        if (!fill) return std::move(fill).error();
        auto poll = read_poll_mark(store, source_);
        if (!poll) return std::move(poll).error();
        mark_ = *std::move(fill);
        poll_ = *poll;
        return {};
    };
    auto done = co_await parts_.worker.run(std::move(read));
    co_return done;
}

// A span that was begun is finished first. One that is done is only extended into the past.
void UsmFill::begin(std::chrono::hours reach) {
    if (mark_.number != 0 && !mark_.done) return;
    const auto now = wall_now(parts_.clock);
    const auto polled_from = (poll_.number != 0 ? poll_.since : now) - overlap_;
    const Instant covered = mark_.number != 0 ? mark_.from : polled_from;
    const auto from = now - Milliseconds{std::min<std::chrono::hours>(reach, kLongest)};
    if (from >= covered) return;
    FillMark next;
    next.number = mark_.number;
    next.from = from;
    next.to = covered - Milliseconds{1};
    next.at = from;
    mark_ = next;
}

asio::awaitable<void> UsmFill::run(std::chrono::hours reach) {
    auto loaded = co_await load();
    if (!loaded) {
        show(FillState::failed, loaded.error().message());
        co_return;
    }
    begin(reach);
    show(FillState::running);
    parts_.report("backfill.started", line_of(source_, progress()));
    Result<void> ended;
    try {
        if (!mark_.done && mark_.from) ended = co_await fill();
    } catch (const boost::system::system_error& error) {
        if (error.code() == asio::error::operation_aborted) throw;
        ended = Error{Errc::internal, error.what()};
    } catch (const std::exception& error) {
        ended = Error{Errc::internal, error.what()};
    }
    if (ended)
        show(FillState::done);
    else
        show(FillState::failed, ended.error().message());
    parts_.report(ended ? "backfill.done" : "backfill.failed", line_of(source_, progress()));
}

asio::awaitable<void> UsmFill::resume() {
    if (!claim()) co_return;
    const auto loaded = co_await load();
    if (loaded && mark_.number != 0 && !mark_.done)
        co_await run({});
    else
        show(loaded && mark_.done ? FillState::done : FillState::idle);
}

asio::awaitable<Result<void>> UsmFill::fill() {
    std::optional<Work> work;
    ReaderThread::Work read = [&](StoreReader& store) -> Result<void> {
        auto settings = stored_settings(store);
        if (!settings) return std::move(settings).error();
        auto counter = HistoryCounter::make(*std::move(settings), source_);
        if (!counter) return std::move(counter).error();
        auto known = KnownUids::read(store, source_, mark_.from - kClockSkew);
        if (!known) return std::move(known).error();
        work.emplace(Work{*std::move(counter), *std::move(known)});
        return {};
    };
    if (auto done = co_await parts_.worker.run(std::move(read)); !done) co_return done;
    UsmWalk walk{session_, mark_.at, mark_.to};
    for (;;) {
        auto step = co_await driver_.next(walk);
        if (const auto* error = std::get_if<Error>(&step)) co_return *error;
        if (std::holds_alternative<UsmWalk::Done>(step)) break;
        const auto& page = std::get<UsmPage>(step);
        if (walk.pages() == 1) {
            const std::scoped_lock lock{mutex_};
            progress_.total = mark_.read + page.total;
        }
        auto counted = co_await count(page, walk.reached(), *work);
        if (!counted) co_return counted;
        show(FillState::running);
    }
    auto last = mark_;
    last.done = true;
    last.recent.clear();
    ++last.number;
    PullInput input = to_input(source_, last);
    auto ended = co_await hand_in(std::move(input));
    if (ended) mark_ = std::move(last);
    co_return ended;
}

asio::awaitable<Result<void>> UsmFill::count(const UsmPage& page, Instant reached, Work& work) {
    auto next = mark_;
    PullInput counts;
    ReaderThread::Work read = [&](StoreReader&) -> Result<void> {
        const std::unordered_set<std::uint64_t> recent{mark_.recent.begin(), mark_.recent.end()};
        std::vector<std::uint64_t> here;
        for (const auto& json : page.alarms) {
            auto alarm = json.size() <= kIntakeLimits.body_bytes
                             ? read_alarm(json, work.counter.source())
                             : Result<Alarm>{Error{Errc::invalid_input, "too large"}};
            const auto hash = KnownUids::hash(alarm ? alarm->uid : json);
            here.push_back(hash);
            if (recent.contains(hash)) continue;
            ++next.read;
            if (!alarm)
                ++next.left_out;
            else if (work.known.contains(hash))
                ++next.known;
            else if (work.counter.add(*alarm))
                ++next.counted;
            else
                ++next.left_out;
        }
        work.counter.take(counts);
        // Of this page and the one before: an insertion may move an alarm to the next page, and a
        // walk that asks anew begins with the last millisecond.
        next.recent = last_page_;
        next.recent.insert(next.recent.end(), here.begin(), here.end());
        last_page_ = std::move(here);
        return {};
    };
    if (auto done = co_await parts_.worker.run(std::move(read)); !done) co_return done;
    next.at = std::max(next.at, reached);
    ++next.number;
    PullInput input = to_input(source_, next);
    input.counts = std::move(counts.counts);
    input.first = counts.first;
    input.hours = std::move(counts.hours);
    auto handed = co_await hand_in(std::move(input));
    if (handed) mark_ = std::move(next);
    co_return handed;
}

asio::awaitable<Result<void>> UsmFill::hand_in(PullInput input) {
    asio::steady_timer timer{co_await asio::this_coro::executor};
    for (int tries = 0; tries < kTries; ++tries) {
        Input copy = input;
        const auto answer = co_await submit(parts_.loop, std::move(copy));
        // A duplicate: it was applied, but its answer got lost.
        if (answer &&
            (answer->verdict == Verdict::accepted || answer->verdict == Verdict::duplicate))
            co_return Result<void>{};
        if (answer) co_return Error{Errc::conflict, "the mark is not where it was left"};
        timer.expires_after(kBetween);
        co_await timer.async_wait(asio::use_awaitable);
    }
    co_return Error{Errc::unavailable, "the engine takes nothing now"};
}

}  // namespace socbot
