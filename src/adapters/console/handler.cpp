// The console's front door.
#include "adapters/console/handler.h"

#include "adapters/console/login.h"
#include "base/text.h"

#include <utility>

namespace socbot {

namespace {

constexpr std::string_view kPolicy{
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; font-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'self'"};

void add_security_headers(std::vector<http::Header>& headers) {
    headers.emplace_back("Content-Security-Policy", std::string{kPolicy});
    headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
    headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
    // Not the listener's "no-referrer" (the last of several counts, Referrer Policy section 8.1):
    // with that a browser sends "Origin: null" with the sign-in form (Fetch, "append a request
    // Origin header"), and we would refuse our own page.
    headers.emplace_back("Referrer-Policy", "same-origin");
}

// "http://host:port" of Origin names the host the request came to.
bool origin_is_ours(std::string_view origin, std::string_view host) {
    const auto scheme = origin.find("://");
    return scheme != std::string_view::npos && !host.empty() &&
           equals_ignore_case_ascii(origin.substr(scheme + 3), host);
}

// Fetch metadata (W3C "Fetch Metadata Request Headers") where the browser sends it; over plain HTTP
// to another machine it does not, and Origin must do.
bool from_elsewhere(const http::Request& request) {
    const bool get = request.method == "GET" || request.method == "HEAD";
    const auto site = request.header("Sec-Fetch-Site");
    if (!site.empty()) {
        if (site == "same-origin") return false;
        if (site == "none") return !get;
        // Following a link to the page or to sign in is fine; it shows and changes nothing.
        const bool api = request.path.starts_with("/console/api/");
        return !(get && !api && request.header("Sec-Fetch-Mode") == "navigate");
    }
    const auto origin = request.header("Origin");
    return !origin.empty() && !origin_is_ours(origin, request.header("Host"));
}

}  // namespace

ConsoleHandler::ConsoleHandler(ConsoleParts parts, PageFiles page)
    : parts_{parts}, api_{parts}, page_{std::move(page)} {}

boost::asio::awaitable<http::Reply> ConsoleHandler::handle(http::Request request) {
    const bool api = request.path.starts_with("/console/api/");
    auto reply = co_await route(std::move(request));
    auto& headers = reply.stream ? reply.stream->headers : reply.response.headers;
    add_security_headers(headers);
    if (api && !reply.stream) headers.emplace_back("Cache-Control", "no-store");
    co_return reply;
}

boost::asio::awaitable<http::Reply> ConsoleHandler::route(http::Request request) {
    if (from_elsewhere(request))
        co_return http::refusal(403, "cross_site", "Open the console itself.");
    if (request.path.starts_with("/console/api/"))
        co_return co_await api_.handle(std::move(request));
    if (request.path == "/console/login") co_return answer_login(parts_, request);
    if (request.method != "GET" && request.method != "HEAD") {
        auto refused = http::refusal(405, "method", "Use GET.");
        refused.headers.emplace_back("Allow", "GET, HEAD");
        co_return refused;
    }
    if (request.path == "/console/login.css") co_return login_style();
    if (request.path == "/console") {
        http::Response moved;
        moved.status = 308;
        moved.headers = {{"Location", "/console/"}};
        co_return moved;
    }
    co_return page(request);
}

http::Response ConsoleHandler::page(const http::Request& request) const {
    constexpr std::string_view kRoot{"/console/"};
    if (!request.path.starts_with(kRoot))
        return http::refusal(404, "not_found", "There is no such page.");
    if (page_.empty()) return http::refusal(503, "no_page", "The console's page is not installed.");
    return page_.answer(std::string_view{request.path}.substr(kRoot.size()), request);
}

}  // namespace socbot
