// CurlLoop: the thread that runs every transfer, over curl's multi interface.
#pragma once

#include "adapters/curl/transfer.h"
#include "async/resume.h"

#include <boost/system/error_code.hpp>

#include <atomic>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

namespace socbot {

// One request on its way, over all its hops. Shared by the caller's cancellation slot and the loop;
// only `cancelled` is touched by both.
struct CurlJob {
    HttpRequest request;
    Deadline deadline{Deadline::at({})};
    Url url;  // of the next hop
    unsigned redirects_left{0};
    std::unique_ptr<Completion<HttpResponse>> completion;
    std::unique_ptr<Transfer> transfer;
    std::atomic<bool> cancelled{false};
};

// submit(), cancel() and stop() from any thread, the rest on the loop's own.
class CurlLoop {
public:
    CurlLoop(CurlConfig config, AddressPolicy policy);
    ~CurlLoop();
    CurlLoop(const CurlLoop&) = delete;
    CurlLoop& operator=(const CurlLoop&) = delete;

    void submit(std::shared_ptr<CurlJob> job);
    void cancel(CurlJob& job);
    // Fails what is in flight and ends the thread. Idempotent.
    void stop();

private:
    void run();
    bool adopt();
    void begin(const std::shared_ptr<CurlJob>& job);
    void collect();
    void drop_cancelled();
    void finish(const std::shared_ptr<CurlJob>& job, CURLcode code);
    bool follow(CurlJob& job, const HttpResponse& response, std::optional<Error>& refusal);
    void complete(CurlJob& job, boost::system::error_code ec, Result<HttpResponse> result);
    void complete_cancelled(CurlJob& job);
    void fail_all();

    const CurlConfig config_;
    const AddressPolicy policy_;
    CURLM* const multi_;
    std::unordered_map<CURL*, std::shared_ptr<CurlJob>> active_;

    std::mutex mutex_;
    std::vector<std::shared_ptr<CurlJob>> submitted_;
    bool stopping_{false};
    std::atomic<std::size_t> in_flight_{0};
    std::atomic<bool> any_cancelled_{false};
    std::thread thread_;
};

}  // namespace socbot
