// Setting up an easy handle. Options are documented at
// https://curl.se/libcurl/c/curl_easy_setopt.html
#include "adapters/curl/transfer.h"

#include "adapters/curl/proxy.h"
#include "base/check.h"
#include "base/text.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace socbot {
namespace {

constexpr const char* kUserAgent = "socbot/0.1";
constexpr std::size_t kHeaderFields = 200;

std::optional<IpAddress> ip_of(const sockaddr& address) {
    if (address.sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &address, sizeof v4);
        return IpAddress::v4(ntohl(v4.sin_addr.s_addr));
    }
    if (address.sa_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, &address, sizeof v6);
        std::array<std::uint8_t, 16> bytes{};
        std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
        return IpAddress::v6(bytes);
    }
    return std::nullopt;
}

bool has_field(const HttpRequest& request, std::string_view name) {
    return std::any_of(request.headers.begin(), request.headers.end(), [&](const auto& field) {
        return equals_ignore_case_ascii(field.first, name);
    });
}

// Milliseconds for curl, where 0 would mean "no limit".
long curl_time(Deadline::Clock::duration span) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(span).count();
    return static_cast<long>(std::clamp<std::chrono::milliseconds::rep>(ms, 1, 24 * 3'600'000));
}

template <class Value>
void set(CURL* easy, CURLoption option, Value value) {
    SOCBOT_CHECK(curl_easy_setopt(easy, option, value) == CURLE_OK, "a curl option is supported");
}

}  // namespace

Transfer::Transfer(
    const CurlConfig& config,
    std::shared_ptr<const AddressPolicy> policy,
    const HttpRequest& request,
    Url url,
    Deadline deadline
)
    : config_{config},
      policy_{std::move(policy)},
      request_{request},
      url_{std::move(url)},
      via_proxy_{!bypasses_proxy(config, url_.host)},
      easy_{curl_easy_init()} {
    SOCBOT_CHECK(easy_ != nullptr, "curl has memory for a handle");
    set_up(deadline);
    set_method();
    set_headers();
    set_proxy();
}

Transfer::~Transfer() {
    curl_easy_cleanup(easy_);
    curl_slist_free_all(headers_);
}

void Transfer::set_up(Deadline deadline) {
    const auto left = deadline.left(Deadline::Clock::now());
    set(easy_, CURLOPT_URL, url_.text.c_str());
    set(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
    set(easy_, CURLOPT_FOLLOWLOCATION, 0L);  // each hop is a transfer of its own, checked anew
    set(easy_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(easy_, CURLOPT_NOSIGNAL, 1L);
    // Without it, ending a transfer whose name is still being resolved waits for the resolver, and
    // every other transfer with it.
    set(easy_, CURLOPT_QUICK_EXIT, 1L);
    set(easy_, CURLOPT_TIMEOUT_MS, curl_time(left));
    set(easy_,
        CURLOPT_CONNECTTIMEOUT_MS,
        curl_time(std::min<decltype(left)>(left, config_.connect_time)));
    set(easy_, CURLOPT_USERAGENT, kUserAgent);
    set(easy_, CURLOPT_ERRORBUFFER, why_.data());
    set(easy_, CURLOPT_SSL_VERIFYPEER, 1L);
    set(easy_, CURLOPT_SSL_VERIFYHOST, 2L);
    set(easy_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!config_.ca_file.empty()) {
        set(easy_, CURLOPT_CAINFO, config_.ca_file.c_str());
        // Instead of the system's: its folder would be trusted beside the file.
        set<const char*>(easy_, CURLOPT_CAPATH, nullptr);
    }
    set(easy_, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
    set(easy_, CURLOPT_HEADERDATA, static_cast<void*>(this));
    set(easy_, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
    set(easy_, CURLOPT_WRITEDATA, static_cast<void*>(this));
    set(easy_, CURLOPT_OPENSOCKETFUNCTION, &Transfer::on_open);
    set(easy_, CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
}

void Transfer::set_method() {
    const auto& method = request_.method;
    if (method == "HEAD") {
        set(easy_, CURLOPT_NOBODY, 1L);
        return;
    }
    if (method == "GET" && request_.body.empty()) {
        set(easy_, CURLOPT_HTTPGET, 1L);
        return;
    }
    if (method == "POST" || method == "PUT" || method == "PATCH" || !request_.body.empty()) {
        set(easy_, CURLOPT_POST, 1L);
        set(easy_, CURLOPT_POSTFIELDS, request_.body.data());
        set(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    }
    set(easy_, CURLOPT_CUSTOMREQUEST, method.c_str());
}

void Transfer::set_headers() {
    const auto add = [this](const std::string& line) {
        curl_slist* longer = curl_slist_append(headers_, line.c_str());
        SOCBOT_CHECK(longer != nullptr, "curl has memory for a header field");
        headers_ = longer;
    };
    for (const auto& [name, value] : request_.headers)
        add(value.empty() ? name + ";" : name + ": " + value);
    // A trailing colon takes away what curl would add by itself: a wait for "100 Continue", and a
    // content type that is not ours.
    add("Expect:");
    if (!has_field(request_, "Content-Type")) add("Content-Type:");
    set(easy_, CURLOPT_HTTPHEADER, headers_);
}

void Transfer::set_proxy() {
    // An empty string, other than no option at all, also keeps the environment out.
    set(easy_, CURLOPT_PROXY, via_proxy_ ? config_.proxy.c_str() : "");
    set(easy_, CURLOPT_NOPROXY, "");
    if (!via_proxy_) return;
    set(easy_, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    if (!config_.ca_file.empty()) {
        set(easy_, CURLOPT_PROXY_CAINFO, config_.ca_file.c_str());
        set<const char*>(easy_, CURLOPT_PROXY_CAPATH, nullptr);
    }
    if (config_.proxy_user.empty()) return;
    const std::string password{config_.proxy_password.reveal()};
    set(easy_, CURLOPT_PROXYUSERNAME, config_.proxy_user.c_str());
    set(easy_, CURLOPT_PROXYPASSWORD, password.c_str());
}

std::size_t Transfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
    const std::size_t bytes = size * count;
    return static_cast<Transfer*>(self)->take_header({data, bytes}) ? bytes : 0;
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
    const std::size_t bytes = size * count;
    // 0 bytes taken of 0 is success, so that a refusal must differ.
    return static_cast<Transfer*>(self)->take_body({data, bytes}) ? bytes : bytes + 1;
}

bool Transfer::take_header(std::string_view line) {
    header_bytes_ += line.size();
    if (header_bytes_ > config_.header_bytes || response_.headers.size() >= kHeaderFields) {
        problem_ = Error{Errc::invalid_input, url_.host + ": the response header is too large"};
        return false;
    }
    // Each response of the exchange starts anew: "100 Continue" comes before the one that counts.
    if (line.starts_with("HTTP/")) {
        response_.headers.clear();
        return true;
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return true;
    response_.headers.emplace_back(
        trim_ascii(line.substr(0, colon)), trim_ascii(line.substr(colon + 1))
    );
    return true;
}

bool Transfer::take_body(std::string_view bytes) {
    if (bytes.size() > request_.response_limit - response_.body.size()) {
        problem_ = Error{Errc::invalid_input, url_.host + ": the response is too large"};
        return false;
    }
    response_.body.append(bytes);
    return true;
}

Result<void> Transfer::check(const curl_sockaddr& address) const {
    if (via_proxy_) return {};  // the proxy, which the operator named
    const auto ip = ip_of(address.addr);
    if (!ip) return Error{Errc::unauthorised, "neither IPv4 nor IPv6"};
    return policy_->check(url_.host, url_.port, *ip);
}

// The last moment before a connection: whatever the name resolved to, and however often, this is
// the address that will be connected to.
curl_socket_t Transfer::on_open(void* self, curlsocktype /*purpose*/, curl_sockaddr* address) {
    auto& transfer = *static_cast<Transfer*>(self);
    auto allowed = transfer.check(*address);
    if (!allowed) {
        transfer.problem_ = std::move(allowed).error().with_context(transfer.url_.host);
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

Result<HttpResponse> Transfer::result(CURLcode code) {
    if (code == CURLE_OK) {
        long status = 0;
        curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
        response_.status = static_cast<int>(status);
        return std::move(response_);
    }
    if (problem_) return *std::move(problem_);
    const std::string why = why_[0] != '\0' ? why_.data() : curl_easy_strerror(code);
    const std::string message = url_.host + ": " + why;
    switch (code) {
        case CURLE_OPERATION_TIMEDOUT:
            return Error{Errc::timeout, message};
        case CURLE_URL_MALFORMAT:
        case CURLE_UNSUPPORTED_PROTOCOL:
            return Error{Errc::invalid_input, message};
        default:
            return Error{Errc::unavailable, message};
    }
}

}  // namespace socbot
