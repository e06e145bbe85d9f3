// ConsoleHandler: everything under /console/. It stands guard (cross-site requests, security
// headers) and passes on to sign-in, the API and the page's files.
#pragma once

#include "adapters/console/api.h"
#include "adapters/console/page_files.h"
#include "adapters/console/parts.h"
#include "ports/http.h"

namespace socbot {

// Thread-safe.
class ConsoleHandler final : public http::Handler {
public:
    ConsoleHandler(ConsoleParts parts, PageFiles page);
    boost::asio::awaitable<http::Reply> handle(http::Request request) override;

private:
    boost::asio::awaitable<http::Reply> route(http::Request request);
    http::Response page(const http::Request& request) const;

    ConsoleParts parts_;
    ConsoleApi api_;
    PageFiles page_;
};

}  // namespace socbot
