// Signing, sending and telling failures apart; see sqs_client.h.
#include "app/sqs_client.h"

#include <utility>

namespace socbot {

namespace asio = boost::asio;

Result<AwsCredentials> AwsKeys::get(std::chrono::steady_clock::time_point now) {
    if (keys_ && read_at_ && now - *read_at_ < kFresh) return *keys_;
    auto read = read_();
    read_at_ = now;
    if (read) {
        keys_ = *std::move(read);
    } else if (!keys_) {
        read_at_.reset();
        return Error{Errc::unauthorised, "the keys can't be read: " + read.error().message()};
    }
    return *keys_;
}

SqsClient::SqsClient(
    HttpClient& http,
    const Clock& clock,
    SqsQueue queue,
    const std::string& endpoint,
    AwsKeys::Read keys
)
    : http_{http},
      clock_{clock},
      queue_{std::move(queue)},
      endpoint_{endpoint.empty() ? "https://" + queue_.host() : endpoint},
      host_{endpoint_.substr(endpoint_.find("://") + 3)},
      keys_{std::move(keys)} {}

asio::awaitable<Result<std::string>> SqsClient::call(SqsCall call, Deadline deadline) {
    const auto keys = keys_.get(clock_.steady());
    if (!keys) co_return keys.error();
    HttpRequest request;
    request.method = "POST";
    request.url = endpoint_ + "/";
    request.response_limit = kSqsAnswerBytes;
    for (auto& [name, value] : sqs_headers(queue_, call, host_, *keys, wall_now(clock_)))
        request.headers.emplace_back(name, value);
    request.body = std::move(call.body);
    auto response = co_await http_.send(std::move(request), deadline);
    if (!response) {
        // Of what HttpClient finds invalid, only the size depends on the answer.
        if (response.error().code() == Errc::invalid_input)
            co_return Error{Errc::conflict, response.error().message()};
        co_return response.error();
    }
    if (response->status == 200) co_return std::move(response->body);
    auto error = sqs_error(response->status, response->body);
    if (error.code() == Errc::unauthorised) keys_.refused();
    co_return error;
}

asio::awaitable<Result<std::vector<SqsMessage>>>
SqsClient::receive(SqsReceive wanted, Deadline deadline) {
    const auto answer = co_await call(sqs_receive(queue_, wanted), deadline);
    if (!answer) co_return answer.error();
    co_return read_sqs_messages(*answer);
}

asio::awaitable<Result<SqsFailed>>
SqsClient::erase(std::vector<std::string> receipts, Deadline deadline) {
    const auto answer = co_await call(sqs_delete(queue_, receipts), deadline);
    if (!answer) co_return answer.error();
    co_return read_sqs_batch(*answer, receipts.size());
}

asio::awaitable<Result<SqsFailed>> SqsClient::hide(
    std::vector<std::pair<std::string, std::chrono::seconds>> receipts,
    Deadline deadline
) {
    const auto answer = co_await call(sqs_hide(queue_, receipts), deadline);
    if (!answer) co_return answer.error();
    co_return read_sqs_batch(*answer, receipts.size());
}

asio::awaitable<Result<std::uint64_t>> SqsClient::depth(Deadline deadline) {
    const auto answer = co_await call(sqs_depth(queue_), deadline);
    if (!answer) co_return answer.error();
    co_return read_sqs_depth(*answer);
}

}  // namespace socbot
