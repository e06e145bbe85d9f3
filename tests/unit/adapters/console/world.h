// A console with everything around it faked: history, settings, clock, randomness, sink, streams.
#pragma once

#include "adapters/console/console.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace socbot::console_test {

template <class T>
boost::asio::awaitable<void> keep(boost::asio::awaitable<T> work, std::optional<T>& result) {
    result.emplace(co_await std::move(work));
}

// Runs a coroutine to its end on a context of its own.
template <class T>
T run(boost::asio::awaitable<T> work) {
    boost::asio::io_context context;
    std::optional<T> result;
    auto kept = keep(std::move(work), result);
    boost::asio::co_spawn(context, std::move(kept), [](std::exception_ptr failure) {
        if (failure) std::rethrow_exception(failure);
    });
    context.run();
    if (!result) throw std::runtime_error{"the coroutine never ended"};
    return std::move(*result);
}

class ManualClock final : public Clock {
public:
    std::chrono::system_clock::time_point wall() const override {
        return std::chrono::system_clock::time_point{Milliseconds{now.ms}};
    }
    std::chrono::steady_clock::time_point steady() const override {
        return std::chrono::steady_clock::time_point{Milliseconds{now.ms}};
    }
    Instant now{1'790'000'000'000};
};

class CountingRandom final : public Random {
public:
    std::string bytes(std::size_t count) override {
        ++calls;
        std::string out(count, '\0');
        for (std::size_t i = 0; i < count; ++i)
            out[i] = static_cast<char>((calls >> (8U * (i % 4U))) & 0xffU);
        return out;
    }
    std::uint32_t calls{0};
};

class FakeBackend final : public ConsoleBackend {
public:
    boost::asio::awaitable<Result<std::vector<ConsoleMessage>>>
    history(RoomRef room, DeliveryId before, std::size_t limit) override {
        asked_room = room.room;
        asked_before = before;
        asked_limit = limit;
        if (broken) co_return Error{Errc::unavailable, "disk"};
        co_return messages;
    }
    std::shared_ptr<const Settings> settings() const override {
        return std::make_shared<const Settings>(current);
    }
    std::string status_line() const override { return "2 sources"; }

    Settings current;
    std::vector<ConsoleMessage> messages;
    bool broken{false};
    std::string asked_room;
    DeliveryId asked_before;
    std::size_t asked_limit{0};
};

class FakeSink final : public ChatEventSink {
public:
    boost::asio::awaitable<EventAnswer> on_event(ChatEvent event) override {
        events.push_back(std::move(event));
        co_return answer;
    }
    std::vector<ChatEvent> events;
    EventAnswer answer{EventAnswer::accepted};
};

struct FakeStream final : http::EventStream {
    bool write(std::string_view, std::string_view event, std::string_view data) override {
        if (!is_open) return false;
        events.emplace_back(event, data);
        return true;
    }
    bool open() const override { return is_open; }
    void close() override { is_open = false; }
    // What came under this name.
    std::vector<std::string> named(std::string_view name) const {
        std::vector<std::string> found;
        for (const auto& [event, data] : events)
            if (event == name) found.push_back(data);
        return found;
    }
    std::vector<std::pair<std::string, std::string>> events;
    bool is_open{true};
};

inline Person person(std::string id, Role role, std::vector<std::string> customers) {
    Person made;
    made.id = PersonId{std::move(id)};
    made.name = "Name of " + made.id.str();
    made.role = role;
    made.all_customers = customers.empty();
    for (auto& code : customers)
        made.customers.emplace_back(std::move(code));
    return made;
}

inline RoomSettings room(std::string id, RoomClass room_class, std::vector<std::string> customers) {
    RoomSettings made;
    made.ref = {ConnectionId{"console"}, std::move(id)};
    made.room_class = room_class;
    made.all_customers = customers.empty();
    for (auto& code : customers)
        made.customers.emplace_back(std::move(code));
    return made;
}

inline std::string header(const http::Response& response, std::string_view name) {
    for (const auto& [found, value] : response.headers)
        if (found == name) return value;
    return {};
}

// Rooms: soc (all), acme, globex. ana sees ACME only, lee everything.
struct World {
    World() {
        backend.current.people = {
            person("ana@soc.example", Role::analyst, {"ACME"}),
            person("lee@soc.example", Role::senior, {}),
        };
        backend.current.rooms = {
            room("soc", RoomClass::soc, {}),
            room("acme", RoomClass::customer, {"ACME"}),
            room("globex", RoomClass::customer, {"GLOBEX"}),
        };
        started = run(start());
    }

    boost::asio::awaitable<bool> start() {
        const auto result = co_await console.connection().start(sink);
        co_return static_cast<bool>(result);
    }

    // A request as a browser on the page sends it.
    http::Request request(std::string method, std::string path) const {
        http::Request made;
        made.method = std::move(method);
        made.path = std::move(path);
        made.target = made.path;
        made.headers = {{"Host", "127.0.0.1:8080"}, {"Sec-Fetch-Site", "same-origin"}};
        return made;
    }

    http::Reply send(http::Request made) { return run(console.handler().handle(std::move(made))); }

    // Signs in by a link; later calls of get and post are this person's.
    void sign_in(const std::string& id) {
        auto made = request("POST", "/console/login");
        made.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
        made.body = "token=" + console.make_link_token(PersonId{id}, clock.now);
        const auto reply = send(std::move(made));
        const auto set = header(reply.response, "Set-Cookie");
        cookie = set.substr(0, set.find(';'));
        const auto me = get("/console/api/me").response.body;
        const std::string key{"\"csrf\":\""};
        const auto at = me.find(key);
        csrf = at == std::string::npos ? "" : me.substr(at + key.size(), 43);
    }

    http::Reply get(std::string path, std::string query = "") {
        auto made = request("GET", std::move(path));
        made.query = std::move(query);
        made.headers.emplace_back("Cookie", cookie);
        return send(std::move(made));
    }

    http::Reply post(std::string path, std::string body) {
        auto made = request("POST", std::move(path));
        made.headers.emplace_back("Cookie", cookie);
        made.headers.emplace_back("X-Socbot-CSRF", csrf);
        made.headers.emplace_back("Content-Type", "application/json");
        made.body = std::move(body);
        return send(std::move(made));
    }

    // Opens the live stream of who is signed in; null when refused.
    std::shared_ptr<FakeStream> watch() {
        auto reply = get("/console/api/stream");
        if (!reply.stream) return nullptr;
        auto stream = std::make_shared<FakeStream>();
        reply.stream->started(stream);
        return stream;
    }

    ManualClock clock;
    CountingRandom random;
    FakeBackend backend;
    FakeSink sink;
    Console console{ConsoleConfig{}, backend, clock, random, PageFiles{}};
    bool started{false};
    std::string cookie, csrf;
};

}  // namespace socbot::console_test
