// HttpClient: everything that leaves over HTTP(S). Tries once, never follows a redirect to an
// address the policy refuses, never retries (the engine's machines do).
#pragma once

#include "base/result.h"
#include "ports/deadline.h"
#include "ports/http.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace socbot {

struct HttpRequest {
    std::string method{"GET"};
    std::string url;  // http or https only
    std::vector<http::Header> headers;
    std::string body;
    std::size_t response_limit{1U << 20U};  // bytes; more fails with invalid_input
    unsigned redirects{0};                  // how many may be followed
};

struct HttpResponse {
    int status{0};
    std::vector<http::Header> headers;
    std::string body;
};

// Thread-safe. Failures: timeout (deadline), unavailable (connect, TLS, reset; `sent` in the
// message is not known), unauthorised (address policy), invalid_input (URL, too large).
class HttpClient {
public:
    virtual ~HttpClient() = default;
    virtual boost::asio::awaitable<Result<HttpResponse>>
    send(HttpRequest request, Deadline deadline) = 0;
};

}  // namespace socbot
