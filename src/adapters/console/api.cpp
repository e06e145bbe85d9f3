// Routes below /console/api/.
#include "adapters/console/api.h"

#include "adapters/console/body.h"
#include "adapters/console/message_json.h"
#include "adapters/console/visible.h"
#include "base/digest.h"
#include "base/json_writer.h"
#include "base/text.h"

#include <algorithm>
#include <utility>

namespace socbot {

namespace {

constexpr std::string_view kApi{"/console/api/"};
constexpr std::size_t kPageOfMessages{50};
constexpr std::size_t kMostMessages{200};

http::Response json_answer(std::string body) {
    http::Response response;
    response.body = std::move(body);
    return response;
}

http::Response wrong_method(std::string_view allowed) {
    auto response = http::refusal(405, "method", "This is not how it is asked.");
    response.headers.emplace_back("Allow", std::string{allowed});
    return response;
}

http::Response unknown_room() {
    return http::refusal(404, "no_room", "There is no such room for you.");
}

void write_person(JsonWriter& json, const Person& person) {
    json.open_object();
    json.key("id").string(person.id.str());
    json.key("name").string(to_valid_utf8(person.name));
    json.key("role").string(to_word(person.role));
    json.close_object();
}

void write_room(JsonWriter& json, const RoomSettings& room, const Person& person) {
    json.open_object();
    json.key("connection").string(room.ref.connection.str());
    json.key("room").string(room.ref.room);
    json.key("name").string(to_valid_utf8(room.name.empty() ? room.ref.room : room.name));
    json.key("class").string(to_word(room.room_class));
    json.key("all_customers").boolean(room.all_customers);
    json.key("customers").open_array();
    for (const auto& customer : room.customers)
        if (person.may_see(customer)) json.string(customer.str());
    json.close_array().close_object();
}

}  // namespace

boost::asio::awaitable<http::Reply> ConsoleApi::handle(http::Request request) {
    const auto now = wall_now(parts_.clock);
    const auto cookie = request.cookie(session_cookie_name(request.secure)).value_or("");
    const auto session = parts_.sessions.find(cookie, now);
    if (!session) co_return http::refusal(401, "signed_out", "Sign in first.");
    Visit visit{std::move(request), *session, parts_.backend.settings(), nullptr};
    visit.person = visit.settings->person(session->person);
    if (visit.person == nullptr) {
        parts_.sessions.close(session->key);
        co_return http::refusal(401, "signed_out", "You are no longer in the configuration.");
    }
    const auto csrf = visit.request.header("X-Socbot-CSRF");
    if (visit.request.method == "POST" && !constant_time_equal(csrf, session->csrf))
        co_return http::refusal(403, "csrf", "Reload the page and try again.");
    co_return co_await route(std::move(visit));
}

boost::asio::awaitable<http::Reply> ConsoleApi::route(Visit visit) {
    const auto what = visit.request.path.substr(kApi.size());
    const bool get = visit.request.method == "GET";
    const bool post = visit.request.method == "POST";
    if (what.starts_with("rooms/")) co_return co_await room(std::move(visit));
    if (what == "me") {
        if (!get) co_return wrong_method("GET");
        co_return me(visit);
    }
    if (what == "stream") {
        if (!get) co_return wrong_method("GET");
        co_return stream(visit);
    }
    if (what == "logout") {
        if (!post) co_return wrong_method("POST");
        co_return logout(visit);
    }
    if (what == "become" && visit.settings->demo) {
        if (!post) co_return wrong_method("POST");
        co_return become(std::move(visit));
    }
    co_return http::refusal(404, "not_found", "There is nothing here.");
}

http::Response ConsoleApi::me(const Visit& visit) const {
    const auto& settings = *visit.settings;
    std::string out;
    JsonWriter json{out};
    json.open_object();
    json.key("person");
    write_person(json, *visit.person);
    json.key("csrf").string(visit.session.csrf);
    json.key("organisation").string(to_valid_utf8(settings.organisation));
    json.key("status").string(to_valid_utf8(parts_.backend.status_line()));
    json.key("demo").boolean(settings.demo);
    json.key("rooms").open_array();
    for (const auto& room : settings.rooms) {
        const bool ours = room.ref.connection == parts_.connection.id();
        if (ours && sees_room(*visit.person, room)) write_room(json, room, *visit.person);
    }
    json.close_array();
    json.key("people").open_array();
    if (settings.demo && visit.person->demo)
        for (const auto& person : settings.people)
            if (person.demo) write_person(json, person);
    json.close_array().close_object();
    return json_answer(std::move(out));
}

http::Reply ConsoleApi::stream(const Visit& visit) {
    const auto key = visit.session.key;
    if (!parts_.streams.has_room(key))
        return http::refusal(429, "too_many_streams", "Close the console in another tab.");
    http::StreamStart start;
    start.started = [&streams = parts_.streams, key](Streams::Stream opened) {
        streams.add(key, std::move(opened));
    };
    return start;
}

http::Response ConsoleApi::logout(const Visit& visit) {
    parts_.sessions.close(visit.session.key);
    parts_.streams.close_session(visit.session.key);
    auto response = json_answer("{}");
    response.headers.emplace_back("Set-Cookie", session_cookie(visit.request.secure, ""));
    return response;
}

http::Response ConsoleApi::become(Visit visit) {
    const auto body = read_object(visit.request);
    if (const auto* refused = std::get_if<http::Response>(&body)) return *refused;
    const auto id = text_of(std::get<boost::json::object>(body), "person", 320);
    const auto* other = id ? visit.settings->person(PersonId{*id}) : nullptr;
    if (other == nullptr || !other->demo || !visit.person->demo)
        return http::refusal(403, "not_demo", "Only people of the demonstration can be switched.");
    parts_.sessions.change_person(visit.session.key, other->id);
    visit.person = other;
    // The page opens a new stream; the old one must not go on with the other person's rooms.
    parts_.streams.close_session(visit.session.key);
    return me(visit);
}

ConsoleApi::RoomRoute ConsoleApi::find_room(const Visit& visit) const {
    // rooms/{connection}/{room}/{verb}; an id may hold slashes once decoded.
    const std::string_view rest = std::string_view{visit.request.path}.substr(kApi.size() + 6);
    const auto first = rest.find('/');
    const auto last = rest.rfind('/');
    if (first == std::string_view::npos || first == last) return {};
    const RoomRef ref{
        ConnectionId{rest.substr(0, first)}, std::string{rest.substr(first + 1, last - first - 1)}};
    const auto* room = visit.settings->room(ref);
    if (room == nullptr || ref.connection != parts_.connection.id()) return {};
    if (!sees_room(*visit.person, *room)) return {};
    return {room, std::string{rest.substr(last + 1)}};
}

boost::asio::awaitable<http::Reply> ConsoleApi::room(Visit visit) {
    const auto found = find_room(visit);
    if (found.room == nullptr) co_return unknown_room();
    if (found.verb == "messages") {
        if (visit.request.method != "GET") co_return wrong_method("GET");
        co_return co_await messages(std::move(visit), *found.room);
    }
    if (found.verb != "command" && found.verb != "action")
        co_return http::refusal(404, "not_found", "There is nothing here.");
    if (visit.request.method != "POST") co_return wrong_method("POST");

    const auto read = read_object(visit.request);
    if (const auto* refused = std::get_if<http::Response>(&read)) co_return *refused;
    const auto& body = std::get<boost::json::object>(read);
    ChatEvent made;
    made.room = found.room->ref;
    made.person = visit.person->id;
    const bool command = found.verb == "command";
    made.type = command ? ChatEvent::Type::command : ChatEvent::Type::action;
    const auto text = command ? text_of(body, "text", kConsoleTextBytes)
                              : text_of(body, "action", kConsoleActionBytes);
    const auto message = id_of(body, command ? "thread" : "message");
    auto inputs = command ? std::vector<std::pair<std::string, std::string>>{} : inputs_of(body);
    if (!text || !message || !inputs || (!command && *message == 0))
        co_return http::refusal(400, "malformed", "A part is missing, malformed or too long.");
    (command ? made.text : made.action) = *text;
    if (*message != 0) made.message_id = std::to_string(*message);
    made.inputs = std::move(*inputs);
    co_return co_await submit(std::move(made));
}

boost::asio::awaitable<http::Reply> ConsoleApi::messages(Visit visit, const RoomSettings& room) {
    const auto before = parse_id(visit.request.parameter("before").value_or("0"));
    const auto limit =
        parse_id(visit.request.parameter("limit").value_or(std::to_string(kPageOfMessages)));
    if (!before || !limit || *limit == 0)
        co_return http::refusal(400, "malformed", "before and limit are numbers.");
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(*limit, kMostMessages));
    const auto history = co_await parts_.backend.history(room.ref, DeliveryId{*before}, count);
    if (!history) co_return http::refusal(503, "unavailable", "The history can't be read now.");

    std::string out;
    JsonWriter json{out};
    json.open_object().key("messages").open_array();
    for (const auto& message : *history)
        if (sees_message(*visit.person, room, message.customer))
            json.raw(message_json(room.ref, message));
    json.close_array();
    // Where the next older page ends, even when this person may see nothing of this one.
    if (history->size() >= count) {
        const auto oldest =
            std::min_element(history->begin(), history->end(), [](const auto& a, const auto& b) {
                return a.id < b.id;
            });
        json.key("before").string(std::to_string(oldest->id.value()));
    }
    json.close_object();
    co_return json_answer(std::move(out));
}

boost::asio::awaitable<http::Reply> ConsoleApi::submit(ChatEvent event) {
    event.event_id = to_base64url(parts_.random.bytes(16));
    const auto answer = co_await parts_.connection.submit(std::move(event));
    if (answer == EventAnswer::refused) {
        auto response = http::refusal(503, "busy", "Not done: socbot is busy. Try again.");
        response.headers.emplace_back("Retry-After", "2");
        co_return response;
    }
    auto response = json_answer("{}");
    response.status = 202;
    co_return response;
}

}  // namespace socbot
