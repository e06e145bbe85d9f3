// From a coroutine to the loop's thread and back.
#include "adapters/curl/curl_http_client.h"

#include "adapters/curl/curl_loop.h"
#include "async/resume.h"

#include <utility>

namespace socbot {

CurlHttpClient::CurlHttpClient(CurlConfig config, AddressPolicy policy)
    : loop_{std::make_shared<CurlLoop>(std::move(config), std::move(policy))} {}

CurlHttpClient::~CurlHttpClient() {
    loop_->stop();
}

void CurlHttpClient::use(AddressPolicy policy) {
    loop_->use(std::move(policy));
}

boost::asio::awaitable<Result<HttpResponse>>
CurlHttpClient::send(HttpRequest request, Deadline deadline) {
    auto url = parse_url(request.url);
    if (!url) co_return std::move(url).error();
    if (auto checked = check_request(request); !checked) co_return std::move(checked).error();
    const auto job = std::make_shared<CurlJob>();
    job->redirects_left = request.redirects;
    job->request = std::move(request);
    job->deadline = deadline;
    job->url = *std::move(url);
    co_return co_await submit_and_wait<HttpResponse>(job, loop_);
}

}  // namespace socbot
