// CurlJob: one request on its way, over all its hops.
#pragma once

#include "adapters/curl/transfer.h"
#include "async/resume.h"

#include <atomic>
#include <memory>

namespace socbot {

// Shared by the caller's cancellation slot and the loop; only `cancelled` is touched by both.
struct CurlJob {
    HttpRequest request;
    Deadline deadline{Deadline::at({})};
    Url url;  // of the next hop
    unsigned redirects_left{0};
    std::unique_ptr<Completion<HttpResponse>> completion;
    std::unique_ptr<Transfer> transfer;
    std::atomic<bool> cancelled{false};
};

}  // namespace socbot
