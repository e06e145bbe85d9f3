// Log lines and metrics; see notes.h.
#include "main/notes.h"

#include "base/text.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <string>

namespace socbot {

namespace {

// Someone must act; degraded but handled; one per message. Everything else is info.
constexpr std::array<std::string_view, 7> kErrors{
    "http.handler_failed",
    "store.read_only",
    "engine.logic_error",
    "usm_api.task_failed",
    "engine.quarantined",
    "settings.refused",
    "process.failed"};
constexpr std::array<std::string_view, 24> kWarnings{"alarm.quarantined",
                                                     "alarm.window_turned",
                                                     "delivery.failed",
                                                     "delivery.possible_repeat",
                                                     "delivery.ambiguous",
                                                     "job.failed",
                                                     "engine.clock",
                                                     "feed.failing",
                                                     "feed.over_quota",
                                                     "feed.silent",
                                                     "feed.unsubscribed",
                                                     "http.accept_failed",
                                                     "http.connection_failed",
                                                     "reload.refused",
                                                     "template.refused",
                                                     "sns.refused",
                                                     "sns.unsubscribed",
                                                     "sns.unverified",
                                                     "sqs.failing",
                                                     "sqs.undeleted",
                                                     "sqs.batch_failed",
                                                     "sqs.ended",
                                                     "backfill.failed",
                                                     "usm_api.failed"};
constexpr std::array<std::string_view, 11> kPerMessage{
    "http.connection_lost",
    "alarm.stored",
    "alarm.redelivered",
    "intake.over_quota",
    "alarm.repeated",
    "delivery.settled",
    "delivery.retry",
    "job.settled",
    "job.retry",
    "episode.opened",
    "episode.ended"};

template <std::size_t N>
bool among(const std::array<std::string_view, N>& names, std::string_view name) {
    for (const auto known : names)
        if (known == name) return true;
    return false;
}

spdlog::level::level_enum level_of(std::string_view event) {
    if (among(kErrors, event)) return spdlog::level::err;
    if (among(kWarnings, event)) return spdlog::level::warn;
    if (among(kPerMessage, event)) return spdlog::level::debug;
    return spdlog::level::info;
}

}  // namespace

void start_logging() {
    auto logger = spdlog::stderr_logger_mt("socbot");
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
    const char* wish =
        std::getenv("SOCBOT_LOG");  // NOLINT(concurrency-mt-unsafe): before any thread
    logger->set_level(wish == nullptr ? spdlog::level::info : spdlog::level::from_str(wish));
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(std::move(logger));
}

void log_event(std::string_view event, std::string_view detail) {
    spdlog::log(level_of(event), "{} {}", event, detail);
}

void Notes::event(std::string_view event, std::string_view detail) {
    metrics_.count(event, {}, {}, {});
    log_event(event, detail);
}

void Notes::note(const Note& note) {
    metrics_.count(note.event, note.customer, note.source, note.connection);
    const auto level = level_of(note.event);
    if (!spdlog::should_log(level)) return;
    std::string where;
    if (!note.customer.empty()) where.append("customer=").append(note.customer.str()).append(" ");
    if (!note.source.empty())
        where.append("source=").append(quote_for_log(note.source.str())).append(" ");
    if (!note.connection.empty())
        where.append("connection=").append(note.connection.str()).append(" ");
    spdlog::log(level, "{} {}{}", note.event, where, note.detail);
}

void Notes::settings_changed(const Settings& settings) {
    settings_.store(std::make_shared<const Settings>(settings));
}

void Notes::batch(const BatchFigures& figures) {
    metrics_.commit(figures.commit, figures.inputs);
    if (!figures.has_figures) return;
    metrics_.gauge("working_set_bytes", static_cast<double>(figures.engine.working_set_bytes));
    metrics_.gauge("duplicate_window_bytes", static_cast<double>(figures.engine.seen_bytes));
    metrics_.gauge("open_episodes", static_cast<double>(figures.engine.open_episodes));
    metrics_.gauge(
        "unsettled_deliveries", static_cast<double>(figures.engine.unsettled_deliveries)
    );
    metrics_.gauge("jobs", static_cast<double>(figures.engine.jobs));
    metrics_.gauge("timers", static_cast<double>(figures.engine.timers));
    metrics_.gauge("dirty_rows", static_cast<double>(figures.engine.dirty_rows));
    feeds(figures.engine);
    if (also_) also_();
}

// 0 or 1 for each state of each source the configuration names or named.
void Notes::feeds(const Engine::Figures& figures) {
    constexpr std::array kStates{
        FeedState::unconfirmed,
        FeedState::unsubscribed,
        FeedState::silent,
        FeedState::failing,
        FeedState::over_quota};
    const auto current = settings();
    for (const auto& source : current->sources)
        gauged_.insert(source.id);
    for (const auto& id : gauged_) {
        const bool named = current->source(id) != nullptr;
        const auto found =
            std::find_if(figures.feeds.begin(), figures.feeds.end(), [&](const auto& feed) {
                return named && feed.first == id;
            });
        for (const auto state : kStates) {
            const bool on =
                found != figures.feeds.end() &&
                std::find(found->second.begin(), found->second.end(), state) != found->second.end();
            metrics_.gauge(std::string{"feed_"} + to_word(state), id, on ? 1 : 0);
        }
    }
}

}  // namespace socbot
