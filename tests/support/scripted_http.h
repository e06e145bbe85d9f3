// An HttpClient that answers by script and remembers what it was asked.
#pragma once

#include "ports/http_client.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace socbot::testing {

class ScriptedHttp final : public HttpClient {
public:
    using Script = std::function<Result<HttpResponse>(const HttpRequest&)>;

    explicit ScriptedHttp(Script script = {}) : script_{std::move(script)} {}

    void answer(Script script) { script_ = std::move(script); }
    void answer_all(int status, std::string body) {
        script_ = [status, body = std::move(body)](const HttpRequest&) -> Result<HttpResponse> {
            return HttpResponse{status, {}, body};
        };
    }
    // Requests wait until release().
    void hold() { held_ = true; }
    void release() {
        held_ = false;
        for (auto& each : waiting_)
            each->cancel();
        waiting_.clear();
    }
    const std::vector<HttpRequest>& requests() const { return requests_; }

    boost::asio::awaitable<Result<HttpResponse>> send(HttpRequest request, Deadline /*deadline*/)
        override {
        requests_.push_back(request);
        if (held_) {
            const auto executor = co_await boost::asio::this_coro::executor;
            const auto timer = std::make_shared<boost::asio::steady_timer>(executor);
            timer->expires_at(std::chrono::steady_clock::time_point::max());
            waiting_.push_back(timer);
            const auto token = boost::asio::as_tuple(boost::asio::use_awaitable);
            [[maybe_unused]] const auto ended = co_await timer->async_wait(token);
        }
        if (!script_) co_return Error{Errc::unavailable, "no answer is scripted"};
        co_return script_(request);
    }

private:
    Script script_;
    bool held_{false};
    std::vector<std::shared_ptr<boost::asio::steady_timer>> waiting_;
    std::vector<HttpRequest> requests_;
};

}  // namespace socbot::testing
