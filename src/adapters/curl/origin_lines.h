// Who may use an origin now and who waits: so many transfers each, the rest in order of arrival.
//
// curl has a limit of its own (CURLMOPT_MAX_HOST_CONNECTIONS), but its pending transfers can be
// forgotten while every connection is idle (seen with 7.88.1 on a busy machine: it then waits for
// nothing until some timer of its own ends).
#pragma once

#include "adapters/curl/curl_job.h"

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace socbot {

// For one thread. An origin is scheme, host and port (Url::origin()).
class OriginLines {
public:
    explicit OriginLines(std::size_t limit) : limit_{limit} {}

    // True: the job has a place, until leave(). False: it waits; next() hands it out.
    bool enter(const std::shared_ptr<CurlJob>& job);
    void leave(const std::string& origin);
    // The longest waiting job when there is a place for it; it has to enter() again. Ask until
    // there is none: a job may end without entering.
    std::shared_ptr<CurlJob> next(const std::string& origin);
    // Those that wait no longer: cancelled, or out of time.
    std::vector<std::shared_ptr<CurlJob>> take_ended(Deadline::Clock::time_point now);
    std::vector<std::shared_ptr<CurlJob>> take_all();
    // Until the first waiting job is out of time; nothing when none waits.
    std::optional<Deadline::Clock::duration> soonest(Deadline::Clock::time_point now) const;

private:
    struct Line {
        std::size_t running{0};
        std::deque<std::shared_ptr<CurlJob>> waiting;
    };

    const std::size_t limit_;
    std::unordered_map<std::string, Line> lines_;  // those with a running or waiting job only
};

}  // namespace socbot
