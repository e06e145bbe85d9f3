// The lines before origins.
#include "adapters/curl/origin_lines.h"

#include "base/check.h"

#include <algorithm>
#include <utility>

namespace socbot {

bool OriginLines::enter(const std::shared_ptr<CurlJob>& job) {
    Line& line = lines_[job->url.origin()];
    if (line.running >= limit_) {
        line.waiting.push_back(job);
        return false;
    }
    ++line.running;
    return true;
}

void OriginLines::leave(const std::string& origin) {
    const auto found = lines_.find(origin);
    SOCBOT_CHECK(found != lines_.end() && found->second.running > 0, "a place was taken");
    --found->second.running;
    if (found->second.running == 0 && found->second.waiting.empty()) lines_.erase(found);
}

std::shared_ptr<CurlJob> OriginLines::next(const std::string& origin) {
    const auto found = lines_.find(origin);
    if (found == lines_.end()) return nullptr;
    Line& line = found->second;
    if (line.waiting.empty() || line.running >= limit_) return nullptr;
    auto job = std::move(line.waiting.front());
    line.waiting.pop_front();
    if (line.waiting.empty() && line.running == 0) lines_.erase(found);
    return job;
}

std::vector<std::shared_ptr<CurlJob>> OriginLines::take_ended(Deadline::Clock::time_point now) {
    std::vector<std::shared_ptr<CurlJob>> ended;
    for (auto& [origin, line] : lines_)
        std::erase_if(line.waiting, [&](const auto& job) {
            const bool over = job->cancelled || job->deadline.left(now).count() == 0;
            if (over) ended.push_back(job);
            return over;
        });
    return ended;
}

std::vector<std::shared_ptr<CurlJob>> OriginLines::take_all() {
    std::vector<std::shared_ptr<CurlJob>> all;
    for (auto& [origin, line] : lines_) {
        all.insert(all.end(), line.waiting.begin(), line.waiting.end());
        line.waiting.clear();
    }
    std::erase_if(lines_, [](const auto& entry) { return entry.second.running == 0; });
    return all;
}

std::optional<Deadline::Clock::duration> OriginLines::soonest(Deadline::Clock::time_point now
) const {
    std::optional<Deadline::Clock::duration> soonest;
    for (const auto& [origin, line] : lines_)
        for (const auto& job : line.waiting) {
            const Deadline::Clock::duration left = job->deadline.left(now);
            soonest = std::min(soonest.value_or(left), left);
        }
    return soonest;
}

}  // namespace socbot
