// The certificates that SNS signs with, by URL: given as files, or fetched once and kept.
//
// Whoever may reach the public listener chooses the URL (within sns_urls.h), so what they can cause
// is bounded: one request a URL however many ask, a pause after a failure, and a budget for all
// fetches together. What is beyond it is unavailable: the sender tries again.
#pragma once

#include "domain/intake/sns_certificate.h"
#include "ports/clock.h"
#include "ports/http_client.h"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace socbot {

struct SnsCertificateLimits {
    std::size_t kept{16};                   // certificates, the ones used longest ago go first
    std::chrono::seconds fresh{24 * 3600};  // a certificate is fetched again after that
    std::chrono::seconds failed{30};        // a failure is remembered for that long
    std::size_t burst{8};                   // fetches at once or in a row ...
    std::chrono::seconds refill{10};        // ... and one more each
    std::chrono::milliseconds time{5'000};  // of one fetch
    std::size_t bytes{16 * 1024};           // a real one has about 2,000
};

using SharedCertificate = std::shared_ptr<const SnsCertificate>;

// Used on one executor. `http` and `clock` outlive every fetch.
class SnsCertificates {
public:
    SnsCertificates(HttpClient& http, const Clock& clock, SnsCertificateLimits limits = {});
    ~SnsCertificates();

    // `url` passed check_sns_certificate_url(). unavailable: not to be had now; invalid_input: what
    // was fetched is no certificate.
    boost::asio::awaitable<Result<SharedCertificate>> get(std::string url);

private:
    struct State;
    std::shared_ptr<State> state_;  // shared with fetches on their way
};

}  // namespace socbot
