// What the engine and everything around it note becomes log lines and metrics; settings in force
// are kept for whoever asks.
#pragma once

#include "adapters/prometheus/metrics.h"
#include "app/engine_loop.h"

#include <atomic>
#include <functional>
#include <memory>
#include <set>
#include <string_view>
#include <utility>

namespace socbot {

// batch() and settings_changed() on the engine thread; the others from any.
class Notes final : public NoteSink {
public:
    explicit Notes(Metrics& metrics) : metrics_{metrics} {}

    void note(const Note& note) override;
    void settings_changed(const Settings& settings) override;
    void batch(const BatchFigures& figures) override;

    // What does not come from the engine: logged like log_event(), and counted.
    void event(std::string_view event, std::string_view detail);
    // Called on the engine thread whenever the engine tells its figures. Set before it starts.
    void with_figures(std::function<void()> also) { also_ = std::move(also); }

    // Never null.
    std::shared_ptr<const Settings> settings() const { return settings_.load(); }

private:
    void feeds(const Engine::Figures& figures);

    Metrics& metrics_;
    std::set<SourceId> gauged_;  // a source that is gone has its gauges at 0
    std::function<void()> also_;
    std::atomic<std::shared_ptr<const Settings>> settings_{std::make_shared<const Settings>()};
};

// "event=http.accept_failed detail=..." to standard error, at a level that follows from the name.
void start_logging();
void log_event(std::string_view event, std::string_view detail);

}  // namespace socbot
