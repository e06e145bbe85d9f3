// The console's JSON API: who am I, rooms, history, commands, clicks, the live stream.
#pragma once

#include "adapters/console/parts.h"
#include "ports/http.h"

#include <boost/asio/awaitable.hpp>

namespace socbot {

// Everything below /console/api/. Answers 401 without a session, 403 for a POST without the
// session's X-Socbot-CSRF, 404 for a room the person may not see (its existence is not told), 503
// when an event could not be made durable.
class ConsoleApi {
public:
    explicit ConsoleApi(ConsoleParts parts) : parts_{parts} {}
    boost::asio::awaitable<http::Reply> handle(http::Request request);

private:
    // A signed-in person's request; the settings keep `person` alive.
    struct Visit {
        http::Request request;
        Session session;
        std::shared_ptr<const Settings> settings;
        const Person* person{nullptr};
    };
    struct RoomRoute {
        const RoomSettings* room{nullptr};
        std::string verb;
    };

    boost::asio::awaitable<http::Reply> route(Visit visit);
    boost::asio::awaitable<http::Reply> room(Visit visit);
    boost::asio::awaitable<http::Reply> messages(Visit visit, const RoomSettings& room);
    boost::asio::awaitable<http::Reply> submit(ChatEvent event);
    http::Response me(const Visit& visit) const;
    http::Reply stream(const Visit& visit);
    http::Response logout(const Visit& visit);
    http::Response become(Visit visit);
    RoomRoute find_room(const Visit& visit) const;

    ConsoleParts parts_;
};

}  // namespace socbot
