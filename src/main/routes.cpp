// Routing; see routes.h.
#include "main/routes.h"

#include "base/json_writer.h"

#include <charconv>
#include <utility>

namespace socbot {

namespace {

http::Response not_found() {
    return http::refusal(404, "not_found", "nothing is here");
}

http::Response text(std::string body) {
    http::Response response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    response.body = std::move(body);
    return response;
}

}  // namespace

boost::asio::awaitable<http::Reply> PublicRoutes::handle(http::Request request) {
    if (request.path.starts_with("/intake/")) co_return co_await intake_.handle(std::move(request));
    co_return not_found();
}

http::Response PrivateRoutes::ready() const {
    const auto reasons = readiness_();
    http::Response response;
    response.status = reasons.empty() ? 200 : 503;
    JsonWriter json{response.body};
    json.open_object().key("ready").boolean(reasons.empty()).key("reasons").open_array();
    for (const auto& reason : reasons)
        json.string(reason);
    json.close_array().close_object();
    return response;
}

boost::asio::awaitable<http::Reply> PrivateRoutes::handle(http::Request request) {
    if (request.path == "/console" || request.path.starts_with("/console/"))
        co_return co_await console_.handle(std::move(request));
    const bool reading = request.method == "GET" || request.method == "HEAD";
    if (!reading) co_return not_found();
    if (request.path == "/") {
        http::Response response;
        response.status = 302;
        response.headers.emplace_back("Location", "/console/");
        co_return response;
    }
    if (request.path == "/metrics") co_return text(metrics_.scrape());
    if (request.path == "/healthz") {
        http::Response response;
        response.body = R"({"alive":true})";
        co_return response;
    }
    if (request.path == "/readyz") co_return ready();
    co_return not_found();
}

boost::asio::awaitable<http::Reply> ControlRoutes::handle(http::Request request) {
    if (request.method != "POST") co_return not_found();
    if (request.path == "/console-link") {
        const auto link = make_link_(request.parameter("person").value_or(""));
        if (!link) co_return http::refusal(404, "unknown_person", link.error().message());
        http::Response response;
        JsonWriter json{response.body};
        json.open_object().key("url").string(*link).close_object();
        co_return response;
    }
    if (request.path == "/backfill") {
        const auto text = request.parameter("hours").value_or("");
        int hours = 0;
        (void)std::from_chars(text.data(), text.data() + text.size(), hours);
        co_return backfill_(request.parameter("source").value_or(""), hours);
    }
    if (request.path == "/status") {
        auto answer = co_await status_();
        co_return answer;
    }
    if (request.path.starts_with("/quarantine")) {
        auto answer = co_await quarantine_.handle(std::move(request));
        co_return answer;
    }
    if (request.path == "/send") {
        const auto source = request.parameter("source").value_or("");
        auto body = std::move(request.body);
        co_return co_await intake_.accept(source, std::move(body));
    }
    co_return not_found();
}

}  // namespace socbot
