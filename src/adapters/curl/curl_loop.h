// CurlLoop: the thread that runs every transfer, over curl's multi interface.
#pragma once

#include "adapters/curl/curl_job.h"
#include "adapters/curl/origin_lines.h"

#include <boost/system/error_code.hpp>

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace socbot {

// submit(), cancel(), use() and stop() from any thread, the rest on the loop's own.
class CurlLoop {
public:
    CurlLoop(CurlConfig config, AddressPolicy policy);
    ~CurlLoop();
    CurlLoop(const CurlLoop&) = delete;
    CurlLoop& operator=(const CurlLoop&) = delete;

    void submit(const std::shared_ptr<CurlJob>& job);
    void cancel(CurlJob& job);
    void use(AddressPolicy policy);
    // Fails what is in flight and ends the thread. Idempotent.
    void stop();

private:
    void run();
    bool adopt();
    void begin(const std::shared_ptr<CurlJob>& job);
    void start(const std::shared_ptr<CurlJob>& job);
    void release(const std::string& origin);
    void collect();
    void drop_cancelled();
    void drop_waiting();
    int wait_ms() const;
    void finish(const std::shared_ptr<CurlJob>& job, CURLcode code);
    bool follow(CurlJob& job, const HttpResponse& response, std::optional<Error>& refusal);
    void complete(CurlJob& job, boost::system::error_code ec, Result<HttpResponse> result);
    bool complete_if_over(CurlJob& job);
    void complete_cancelled(CurlJob& job);
    void fail_all();

    const CurlConfig config_;
    std::atomic<std::shared_ptr<const AddressPolicy>> policy_;  // never null
    CURLM* const multi_;
    std::unordered_map<CURL*, std::shared_ptr<CurlJob>> active_;
    OriginLines lines_;

    std::mutex mutex_;
    std::vector<std::shared_ptr<CurlJob>> submitted_;
    bool stopping_{false};
    std::atomic<std::size_t> in_flight_{0};
    std::atomic<bool> any_cancelled_{false};
    std::thread thread_;
};

}  // namespace socbot
