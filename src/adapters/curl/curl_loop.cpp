// The thread: wait for sockets or a wake-up, let curl work, hand out what ended.
#include "adapters/curl/curl_loop.h"

#include "adapters/curl/proxy.h"
#include "base/check.h"
#include "base/text.h"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace socbot {
namespace {

constexpr int kWaitMs =
    10'000;  // when nothing happens; wake-ups and curl's own timers cut it short
constexpr long kConnectionsKept = 32;

// curl_global_init is safe against itself since 7.84 ("threadsafe"), and is called once anyway.
void initialise_curl() {
    static const CURLcode done = curl_global_init(CURL_GLOBAL_DEFAULT);
    SOCBOT_CHECK(done == CURLE_OK, "curl can be initialised");
}

CURLM* make_multi() {
    initialise_curl();
    CURLM* multi = curl_multi_init();
    SOCBOT_CHECK(multi != nullptr, "curl has memory for its loop");
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, kConnectionsKept);
    return multi;
}

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

const std::string* find_field(const HttpResponse& response, std::string_view name) {
    for (const auto& [field, value] : response.headers)
        if (equals_ignore_case_ascii(field, name)) return &value;
    return nullptr;
}

// RFC 9110 section 15.4: 303 turns into GET, and for history's sake a POST does after 301 and 302.
void rewrite_for_redirect(HttpRequest& request, int status) {
    const bool becomes_get = (status == 303 && request.method != "HEAD") ||
                             ((status == 301 || status == 302) && request.method == "POST");
    if (!becomes_get) return;
    request.method = "GET";
    request.body.clear();
    std::erase_if(request.headers, [](const auto& field) {
        return to_lower_ascii(field.first).starts_with("content-");
    });
}

// Credentials are for the origin they were meant for. Which fields hold them we can't know, so only
// those that can't are kept.
void drop_private_fields(HttpRequest& request) {
    std::erase_if(request.headers, [](const auto& field) {
        const std::string name = to_lower_ascii(field.first);
        return name != "accept" && name != "accept-language" && !name.starts_with("content-");
    });
}

}  // namespace

CurlLoop::CurlLoop(CurlConfig config, AddressPolicy policy)
    : config_{std::move(config)},
      policy_{std::make_shared<const AddressPolicy>(std::move(policy))},
      multi_{make_multi()},
      lines_{config_.at_an_origin},
      thread_{[this] { run(); }} {}

CurlLoop::~CurlLoop() {
    stop();
    curl_multi_cleanup(multi_);
}

void CurlLoop::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    curl_multi_wakeup(multi_);
    if (thread_.joinable()) thread_.join();
}

void CurlLoop::submit(const std::shared_ptr<CurlJob>& job) {
    const char* refusal = nullptr;
    {
        const std::lock_guard lock{mutex_};
        if (stopping_) refusal = "shutting down";
        if (in_flight_.load() >= config_.in_flight) refusal = "too many requests are in flight";
        if (refusal == nullptr) {
            in_flight_.fetch_add(1);
            submitted_.push_back(job);
        }
    }
    if (refusal != nullptr)
        job->completion->complete({}, Error{Errc::unavailable, job->url.host + ": " + refusal});
    else
        curl_multi_wakeup(multi_);
}

void CurlLoop::cancel(CurlJob& job) {
    job.cancelled = true;
    any_cancelled_ = true;
    curl_multi_wakeup(multi_);
}

void CurlLoop::use(AddressPolicy policy) {
    policy_.store(std::make_shared<const AddressPolicy>(std::move(policy)));
}

void CurlLoop::run() {
    while (adopt()) {
        drop_cancelled();
        drop_waiting();
        int running = 0;
        curl_multi_perform(multi_, &running);
        collect();
        // A wake-up that came before the wait ends it at once (curl_multi_wakeup).
        curl_multi_poll(multi_, nullptr, 0, wait_ms(), nullptr);
    }
    fail_all();
}

bool CurlLoop::adopt() {
    std::vector<std::shared_ptr<CurlJob>> jobs;
    bool going_on = true;
    {
        const std::lock_guard lock{mutex_};
        jobs.swap(submitted_);
        going_on = !stopping_;
    }
    for (const auto& job : jobs)
        begin(job);
    return going_on;
}

// Takes a place in the job's origin, or lets it wait for one. Between two hops, before the first
// and in the line a job is not among the active ones.
void CurlLoop::begin(const std::shared_ptr<CurlJob>& job) {
    if (complete_if_over(*job)) return;
    if (!bypasses_proxy(config_, job->url.host)) {
        auto allowed = check_behind_proxy(*policy_.load(), job->url);
        if (!allowed) {
            complete(*job, {}, std::move(allowed).error());
            return;
        }
    }
    if (lines_.enter(job)) start(job);
}

void CurlLoop::start(const std::shared_ptr<CurlJob>& job) {
    job->transfer =
        std::make_unique<Transfer>(config_, policy_.load(), job->request, job->url, job->deadline);
    CURL* easy = job->transfer->handle();
    active_.emplace(easy, job);
    SOCBOT_CHECK(curl_multi_add_handle(multi_, easy) == CURLM_OK, "a fresh handle can be added");
}

// A transfer of `origin` ended: its place goes to who waited longest.
void CurlLoop::release(const std::string& origin) {
    lines_.leave(origin);
    while (const auto job = lines_.next(origin))
        begin(job);
}

void CurlLoop::collect() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        CURL* easy = message->easy_handle;
        const CURLcode code = message->data.result;  // the message dies with the next call
        const auto job = std::move(active_.at(easy));
        active_.erase(easy);
        curl_multi_remove_handle(multi_, easy);
        const std::string origin = job->url.origin();  // a redirect changes it
        finish(job, code);
        release(origin);
    }
}

void CurlLoop::finish(const std::shared_ptr<CurlJob>& job, CURLcode code) {
    auto result = job->transfer->result(code);
    job->transfer.reset();
    std::optional<Error> refusal;
    if (result && follow(*job, *result, refusal)) {
        begin(job);
        return;
    }
    if (refusal)
        complete(*job, {}, *std::move(refusal));
    else
        complete(*job, {}, std::move(result));
}

// Prepares the next hop. False: this response is the answer, or `refusal` says why not.
bool CurlLoop::follow(CurlJob& job, const HttpResponse& response, std::optional<Error>& refusal) {
    if (!is_redirect(response.status) || job.redirects_left == 0) return false;
    const auto* location = find_field(response, "Location");
    if (location == nullptr) return false;
    auto next = resolve_url(job.url, *location);
    if (!next) {
        refusal = std::move(next).error().with_context(job.url.host + " redirects");
        return false;
    }
    if (job.url.scheme == "https" && next->scheme == "http") {
        refusal = Error{Errc::unauthorised, job.url.host + " redirects from https to http"};
        return false;
    }
    --job.redirects_left;
    rewrite_for_redirect(job.request, response.status);
    if (next->origin() != job.url.origin()) drop_private_fields(job.request);
    job.url = *std::move(next);
    return true;
}

void CurlLoop::drop_cancelled() {
    if (!any_cancelled_.exchange(false)) return;
    std::vector<std::shared_ptr<CurlJob>> dropped;
    std::erase_if(active_, [&](const auto& entry) {
        if (!entry.second->cancelled) return false;
        curl_multi_remove_handle(multi_, entry.first);
        dropped.push_back(entry.second);
        return true;
    });
    for (const auto& job : dropped) {
        complete_cancelled(*job);
        release(job->url.origin());
    }
}

void CurlLoop::drop_waiting() {
    for (const auto& job : lines_.take_ended(Deadline::Clock::now()))
        complete_if_over(*job);
}

// Rounded up: a wait that ends before the deadline would only be another turn.
int CurlLoop::wait_ms() const {
    const auto left = lines_.soonest(Deadline::Clock::now());
    if (!left) return kWaitMs;
    const auto ms = std::chrono::ceil<std::chrono::milliseconds>(*left).count();
    return static_cast<int>(std::min<std::int64_t>(ms, kWaitMs));
}

bool CurlLoop::complete_if_over(CurlJob& job) {
    if (job.cancelled) {
        complete_cancelled(job);
        return true;
    }
    if (job.deadline.left(Deadline::Clock::now()).count() > 0) return false;
    complete(job, {}, Error{Errc::timeout, job.url.host + ": no time left"});
    return true;
}

void CurlLoop::complete_cancelled(CurlJob& job) {
    complete(job, boost::asio::error::operation_aborted, Error{Errc::unavailable, "cancelled"});
}

void CurlLoop::complete(CurlJob& job, boost::system::error_code ec, Result<HttpResponse> result) {
    job.transfer.reset();
    in_flight_.fetch_sub(1);
    const auto completion = std::move(job.completion);
    completion->complete(ec, std::move(result));
}

void CurlLoop::fail_all() {
    for (auto& [easy, job] : active_) {
        curl_multi_remove_handle(multi_, easy);
        complete(*job, {}, Error{Errc::unavailable, job->url.host + ": shutting down"});
    }
    active_.clear();
    for (const auto& job : lines_.take_all())
        complete(*job, {}, Error{Errc::unavailable, job->url.host + ": shutting down"});
}

}  // namespace socbot
