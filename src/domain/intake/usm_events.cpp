// A notification holds events as an array of {timeStamp, message: {...}}; the API's specification
// shows them flat, rules that fire on one event give that one object instead of an array, and what
// went through another service may hold a message as JSON in a string.
#include "domain/intake/usm_events.h"

#include "base/text.h"
#include "domain/intake/reader.h"
#include "domain/intake/usm_values.h"

#include <algorithm>

namespace socbot::intake {
namespace {

using simdjson::dom::object;

std::optional<object> as_object(simdjson::dom::element value, UsmPayload& payload) {
    object found;
    if (value.get(found) == simdjson::SUCCESS) return found;
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS || !trim_ascii(text).starts_with('{'))
        return std::nullopt;
    auto parser = std::make_unique<simdjson::dom::parser>();
    if (parser->allocate(text.size(), kIntakeLimits.depth) != simdjson::SUCCESS)
        return std::nullopt;
    if (parser->parse(text.data(), text.size()).get(found) != simdjson::SUCCESS)
        return std::nullopt;
    payload.texts.push_back(std::move(parser));
    return found;
}

void note_time(Instant at, UsmPayload& payload) {
    if (!at) return;
    if (!payload.first_event || at < payload.first_event) payload.first_event = at;
    if (at > payload.last_event) payload.last_event = at;
}

void add(simdjson::dom::element item, UsmPayload& payload) {
    if (payload.events.size() == kIntakeLimits.events) {
        ++payload.left_out;
        return;
    }
    const auto event = as_object(item, payload);
    if (!event) return;
    UsmFields outer{*event};
    note_time(instant(outer, UsmField::none, UsmField::time_stamp), payload);
    std::optional<object> message;
    if (outer.has(UsmField::message)) message = as_object(outer.at(UsmField::message), payload);
    payload.events.push_back(message ? UsmFields{*message} : outer);
}

}  // namespace

void read_events(UsmPayload& payload) {
    if (!payload.alarm.has(UsmField::events)) return;
    const simdjson::dom::element given = payload.alarm.at(UsmField::events);
    simdjson::dom::array items;
    if (given.get(items) == simdjson::SUCCESS) {
        payload.events.reserve(std::min(items.size(), kIntakeLimits.events));
        for (const simdjson::dom::element item : items)
            add(item, payload);
    } else {
        add(given, payload);
    }
    if (payload.first_event) return;
    for (const UsmFields& event : payload.events)
        note_time(
            instant(event, UsmField::timestamp_occured_iso8601, UsmField::timestamp_occured),
            payload
        );
}

}  // namespace socbot::intake
