// From requests as values to requests sent; see usm_driver.h.
#include "app/usm_driver.h"

#include "base/text.h"
#include "domain/intake/retry_after.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace socbot {

namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds kAnswerWithin{60};

}  // namespace

double UsmDriver::unit() {
    std::uint64_t number = 0;
    for (const char byte : parts_.random.bytes(7))
        number = number << 8U | static_cast<unsigned char>(byte);
    // 53 bits make a double in [0, 1).
    return static_cast<double>(number >> 3U) * 0x1.0p-53;
}

asio::awaitable<void> UsmDriver::sleep(std::chrono::milliseconds span) {
    if (span.count() <= 0) co_return;
    asio::steady_timer timer{co_await asio::this_coro::executor, span};
    co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<UsmAnswer> UsmDriver::exchange(UsmSend send) {
    const auto early = next_request_ - parts_.clock.steady();
    co_await sleep(std::chrono::ceil<std::chrono::milliseconds>(early));
    next_request_ = parts_.clock.steady() + pace_;
    HttpRequest request;
    request.method = std::move(send.request.method);
    request.url = std::move(send.request.url);
    request.headers = std::move(send.request.headers);
    request.body = std::move(send.request.body);
    request.response_limit = send.most_bytes;
    auto response = co_await parts_.http.send(std::move(request), Deadline::after(kAnswerWithin));
    UsmAnswer answer;
    if (!response) {
        answer.failure = std::move(response).error();
        co_return answer;
    }
    answer.status = response->status;
    answer.body = std::move(response->body);
    for (const auto& [name, value] : response->headers)
        if (equals_ignore_case_ascii(name, "retry-after"))
            answer.retry_after = read_retry_after(value, wall_now(parts_.clock));
    co_return answer;
}

template <class Machine>
asio::awaitable<typename Machine::Step> UsmDriver::advance(Machine& machine) {
    for (;;) {
        auto step = machine.next(wall_now(parts_.clock));
        if (auto* send = std::get_if<UsmSend>(&step)) {
            const auto answer = co_await exchange(std::move(*send));
            const double jitter = unit();
            const auto now = wall_now(parts_.clock);
            ReaderThread::Work read = [&](StoreReader&) -> Result<void> {
                machine.take(answer, now, jitter);
                return {};
            };
            auto done = co_await parts_.worker.run(std::move(read));
            if (!done) co_return std::move(done).error();
        } else if (const auto* wait = std::get_if<UsmWait>(&step)) {
            co_await sleep(wait->until - wall_now(parts_.clock));
        } else {
            co_return step;
        }
    }
}

asio::awaitable<UsmWalk::Step> UsmDriver::next(UsmWalk& walk) {
    auto step = co_await advance(walk);
    co_return step;
}

asio::awaitable<Result<void>> UsmDriver::finish(UsmCall& call) {
    const auto step = co_await advance(call);
    if (const auto* error = std::get_if<Error>(&step)) co_return *error;
    co_return Result<void>{};
}

}  // namespace socbot
