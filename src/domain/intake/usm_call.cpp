// The life of one request; see usm_call.h.
#include "domain/intake/usm_call.h"

#include "base/backoff.h"

#include <algorithm>
#include <utility>

namespace socbot {

namespace {

bool passes_by_itself(int status) {
    return status == 408 || status == 425 || status == 429 || (status >= 500 && status <= 599);
}

std::string answered(const char* what, int status) {
    return std::string{what} + " was answered with status " + std::to_string(status);
}

Errc code_of(int status) {
    if (status == 401 || status == 403) return Errc::unauthorised;
    if (status == 404) return Errc::not_found;
    return Errc::invalid_input;
}

// What would fail the same way again: the address policy, a URL, an answer beyond its limit.
bool is_final(const Error& failure) {
    return failure.code() == Errc::unauthorised || failure.code() == Errc::invalid_input;
}

}  // namespace

UsmCall::Step UsmCall::next(Instant now) {
    if (error_) return *error_;
    if (done_) return Done{};
    if (now < not_before_) return UsmWait{not_before_};
    const auto& token = session_->token;
    asked_for_token_ = !token || now >= token->renew_at;
    if (asked_for_token_)
        return UsmSend{usm_token_request(session_->access), kUsmApiLimits.token_bytes};
    return UsmSend{make_(*token), most_bytes_};
}

void UsmCall::take(const UsmAnswer& answer, Instant now, double unit) {
    if (answer.failure) {
        if (is_final(*answer.failure))
            error_ = answer.failure;
        else
            again(answer.failure->message(), answer.failure->retry_after(), now, unit);
        return;
    }
    if (passes_by_itself(answer.status)) {
        again(answered("the API", answer.status), answer.retry_after, now, unit);
        return;
    }
    if (asked_for_token_)
        take_token(answer, now, unit);
    else
        take_result(answer, now, unit);
}

void UsmCall::take_token(const UsmAnswer& answer, Instant now, double unit) {
    if (answer.status < 200 || answer.status > 299) {
        // RFC 6749 section 5.2: 400 or 401 say that this client is not known.
        error_ = Error{Errc::unauthorised, answered("the request for a token", answer.status)};
        return;
    }
    auto token = read_usm_token(answer.body, now);
    if (!token)
        again(token.error().message(), std::nullopt, now, unit);
    else
        session_->token = *std::move(token);
}

void UsmCall::take_result(const UsmAnswer& answer, Instant now, double unit) {
    if (answer.status == 401) {
        session_->token.reset();
        if (std::exchange(token_was_refused_, true))
            error_ = Error{Errc::unauthorised, "the API refuses a token it has just given"};
        return;
    }
    if (answer.status < 200 || answer.status > 299) {
        error_ = Error{code_of(answer.status), answered("the API", answer.status)};
        return;
    }
    const auto read = read_(answer.body);
    if (!read)
        again(read.error().message(), std::nullopt, now, unit);
    else
        done_ = true;
}

void UsmCall::again(std::string why, std::optional<Milliseconds> asked, Instant now, double unit) {
    const auto own = backoff_delay(failures_, patience_.first, patience_.longest, unit);
    ++failures_;
    const auto pause = std::max(asked.value_or(Milliseconds{0}), own);
    if (failures_ < patience_.attempts && pause <= patience_.asked) {
        not_before_ = now + pause;
        return;
    }
    std::optional<std::chrono::seconds> hint;
    if (asked) hint = std::chrono::ceil<std::chrono::seconds>(*asked);
    error_ = Error{Errc::unavailable, std::move(why), hint};
}

}  // namespace socbot
