// Signed calls to one queue of Amazon SQS. Tries each once.
#pragma once

#include "base/result.h"
#include "domain/intake/sqs.h"
#include "ports/clock.h"
#include "ports/deadline.h"
#include "ports/http_client.h"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace socbot {

// Keys that may change while we run: read when first needed, again after a minute, and again when
// they were refused. Used on one executor.
class AwsKeys {
public:
    using Read = std::function<Result<AwsCredentials>()>;
    static constexpr std::chrono::seconds kFresh{60};

    explicit AwsKeys(Read read) : read_{std::move(read)} {}

    // What could be read last stands when it can't be read now.
    Result<AwsCredentials> get(std::chrono::steady_clock::time_point now);
    void refused() { read_at_.reset(); }

private:
    Read read_;
    std::optional<AwsCredentials> keys_;
    std::optional<std::chrono::steady_clock::time_point> read_at_;
};

// Used on one executor.
class SqsClient {
public:
    // `endpoint`: where requests go ("https://vpce-....vpce.amazonaws.com"); empty: the queue's own
    // host. `http` and `clock` outlive every call.
    SqsClient(
        HttpClient& http,
        const Clock& clock,
        SqsQueue queue,
        const std::string& endpoint,
        AwsKeys::Read keys
    );

    const SqsQueue& queue() const noexcept { return queue_; }

    // Failures: those of sqs_error() and of HttpClient; unauthorised also when there are no keys;
    // conflict when the answer was too large, so that fewer messages have to be asked for.
    boost::asio::awaitable<Result<std::vector<SqsMessage>>>
    receive(SqsReceive wanted, Deadline deadline);
    boost::asio::awaitable<Result<SqsFailed>>
    erase(std::vector<std::string> receipts, Deadline deadline);
    boost::asio::awaitable<Result<SqsFailed>>
    hide(std::vector<std::pair<std::string, std::chrono::seconds>> receipts, Deadline deadline);
    boost::asio::awaitable<Result<std::uint64_t>> depth(Deadline deadline);

private:
    boost::asio::awaitable<Result<std::string>> call(SqsCall call, Deadline deadline);

    HttpClient& http_;
    const Clock& clock_;
    SqsQueue queue_;
    std::string endpoint_;  // without a slash at the end
    std::string host_;
    AwsKeys keys_;
};

}  // namespace socbot
