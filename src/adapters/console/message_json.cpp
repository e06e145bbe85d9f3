// ConsoleMessage -> JSON.
#include "adapters/console/message_json.h"

#include "base/json_writer.h"
#include "base/text.h"

#include <boost/json/parse.hpp>

namespace socbot {

namespace {

// The card goes into the answer as it is, so it is proved to be one object first: a broken one must
// not break the rest.
bool is_object(std::string_view json) {
    boost::system::error_code failure;
    const auto value = boost::json::parse(json, failure);
    return !failure && value.is_object();
}

}  // namespace

std::string message_json(const RoomRef& room, const ConsoleMessage& message) {
    std::string out;
    JsonWriter json{out};
    json.open_object();
    json.key("connection").string(room.connection.str());
    json.key("room").string(room.room);
    json.key("id").string(std::to_string(message.id.value()));
    json.key("revision").number(std::uint64_t{message.revision});
    if (message.thread) json.key("thread").string(std::to_string(message.thread.value()));
    json.text_member("customer", message.customer.str());
    if (message.episode != 0)
        json.key("episode").string(EpisodeId{message.customer, message.episode}.str());
    json.key("level").string(to_word(message.level));
    json.key("created").number(message.created.ms);
    if (message.removed) {
        json.key("removed").boolean(true);
    } else {
        json.key("text").string(to_valid_utf8(message.text));
        if (!message.card_json.empty() && is_object(message.card_json))
            json.key("card").raw(message.card_json);
    }
    json.close_object();
    return out;
}

}  // namespace socbot
