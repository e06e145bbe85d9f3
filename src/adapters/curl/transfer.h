// Transfer: one hop of a request as a curl easy handle, with every rule set on it.
#pragma once

#include "adapters/curl/curl_config.h"
#include "adapters/curl/url.h"
#include "domain/alarm/address.h"
#include "ports/deadline.h"
#include "ports/http_client.h"

#include <curl/curl.h>

#include <array>
#include <memory>
#include <optional>
#include <string>

namespace socbot {

// Used on the thread of the loop. The config and request outlive it; it does not move,
// since curl holds its address.
class Transfer {
public:
    Transfer(
        const CurlConfig& config,
        std::shared_ptr<const AddressPolicy> policy,
        const HttpRequest& request,
        Url url,
        Deadline deadline
    );
    ~Transfer();
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    CURL* handle() const noexcept { return easy_; }
    const Url& url() const noexcept { return url_; }

    // What the hop came to, by curl's verdict. Moves the response out.
    Result<HttpResponse> result(CURLcode code);

private:
    static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
    static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
    static curl_socket_t on_open(void* self, curlsocktype purpose, curl_sockaddr* address);

    void set_up(Deadline deadline);
    void set_method();
    void set_headers();
    void set_proxy();
    bool take_header(std::string_view line);
    bool take_body(std::string_view bytes);
    Result<void> check(const curl_sockaddr& address) const;

    const CurlConfig& config_;
    const std::shared_ptr<const AddressPolicy> policy_;
    const HttpRequest& request_;
    const Url url_;
    const bool via_proxy_;
    CURL* easy_;
    curl_slist* headers_{nullptr};
    std::array<char, CURL_ERROR_SIZE> why_{};
    HttpResponse response_;
    std::size_t header_bytes_{0};
    std::optional<Error> problem_;  // found inside a callback; tells more than curl's code
};

// invalid_input when the method, a field's name or its value could break the request's framing, or
// names a field that is curl's to write.
Result<void> check_request(const HttpRequest& request);

// Behind a proxy the address connected to is not seen, so only what the operator named, and global
// address literals, pass.
Result<void> check_behind_proxy(const AddressPolicy& policy, const Url& url);

}  // namespace socbot
