// Journal encodings of inputs.
#include "domain/engine/input.h"

#include "base/check.h"
#include "domain/alarm/alarm_json.h"

#include <algorithm>

namespace socbot {

namespace {

template <class... Fs>
struct Overloaded : Fs... {
    using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

using Pairs = std::vector<std::pair<std::string, std::string>>;

void encode_pairs(Writer& out, const Pairs& pairs) {
    out.u(pairs.size());
    for (const auto& [name, value] : pairs)
        out.s(name).s(value);
}

Pairs decode_pairs(Reader& in) {
    Pairs pairs(in.count());
    for (auto& [name, value] : pairs) {
        name = in.str();
        value = in.str();
    }
    return pairs;
}

void put_room(Writer& out, const RoomRef& room) {
    out.s(room.connection.str()).s(room.room);
}
RoomRef take_room(Reader& in) {
    RoomRef room;
    room.connection = ConnectionId{in.str()};
    room.room = in.str();
    return room;
}

void put_transport(Writer& out, const TransportId& transport) {
    out.s(transport.channel).s(transport.id);
}
TransportId take_transport(Reader& in, std::uint16_t schema) {
    TransportId transport;
    if (schema < 3) return transport;
    transport.channel = in.str();
    transport.id = in.str();
    return transport;
}

void put(Writer& out, const StartInput& input) {
    out.s(input.version);
    out.b(input.stopped.has_value()).i(input.stopped.value_or(Instant{}).ms);
}
void put(Writer& out, const SettingsInput& input) {
    out.s(input.json);
}
void put(Writer& out, const AlarmInput& input) {
    out.s(input.source.str());
    put_transport(out, input.transport);
}
void put(Writer& out, const UnreadableInput& input) {
    out.s(input.source.str());
    put_transport(out, input.transport);
    out.s(input.reason).s(input.raw ? *input.raw : std::string{});
}
void put(Writer& out, const CommandInput& input) {
    out.s(input.connection.str()).s(input.event_id);
    put_room(out, input.room);
    out.s(input.person.str()).s(input.thread_message).s(input.text).s(input.nonce);
}
void put(Writer& out, const ActionInput& input) {
    out.s(input.connection.str()).s(input.event_id);
    put_room(out, input.room);
    out.s(input.person.str()).s(input.episode.customer.str()).u(input.episode.number);
    out.s(input.action).u(input.revision).b(input.expired);
    encode_pairs(out, input.inputs);
    out.s(input.nonce);
}
void put(Writer& out, const OutcomeInput& input) {
    out.u(input.job.value()).u(static_cast<std::uint64_t>(input.kind));
    out.u(static_cast<std::uint64_t>(input.outcome.outcome)).u(input.outcome.attempt);
    out.b(input.outcome.retry_after.has_value());
    out.i(input.outcome.retry_after.value_or(Milliseconds{0}).count()).s(input.outcome.error);
    out.s(input.message_id).s(input.template_hash);
    input.result.encode(out);
}

void put(Writer& out, const PullInput& input) {
    out.s(input.source.str()).s(input.walk).u(input.number).s(input.mark);
    out.u(input.counts.size());
    for (const auto& count : input.counts) {
        out.s(count.customer.str()).s(count.rule).s(count.entity);
        out.i(count.first.ms).i(count.last.ms).u(count.days.size());
        for (const auto& [day, times] : count.days)
            out.u(day).u(times);
    }
    out.i(input.first.ms).u(input.hours.size());
    for (const auto& [hour, times] : input.hours)
        out.u(hour).u(times);
}

HistoryCount take_history(Reader& in) {
    HistoryCount count;
    count.customer = CustomerCode{in.str()};
    count.rule = in.str();
    count.entity = in.str();
    count.first = {in.i()};
    count.last = {in.i()};
    count.days.resize(in.count());
    for (auto& [day, times] : count.days) {
        day = static_cast<std::uint32_t>(in.u());
        times = static_cast<std::uint32_t>(in.u());
    }
    return count;
}

PullInput take_pull(Reader& in) {
    PullInput input;
    input.source = SourceId{in.str()};
    input.walk = in.str();
    input.number = in.u();
    input.mark = in.str();
    const auto counts = in.count();
    input.counts.reserve(counts);
    for (std::size_t i = 0; i < counts; ++i)
        input.counts.push_back(take_history(in));
    input.first = {in.i()};
    input.hours.resize(in.count());
    for (auto& [hour, times] : input.hours) {
        hour = static_cast<std::uint8_t>(in.u());
        times = static_cast<std::uint32_t>(in.u());
    }
    return input;
}

void put(Writer& out, const FeedInput& input) {
    out.s(input.source.str()).u(static_cast<std::uint64_t>(input.event)).u(input.count);
    out.s(input.detail);
}

void put(Writer& out, const ReleaseInput& input) {
    out.u(input.quarantined).s(input.person.str()).s(input.nonce);
    out.s(encode_whole_alarm(input.alarm));
}

FeedInput take_feed(Reader& in) {
    FeedInput input;
    input.source = SourceId{in.str()};
    const auto event = in.u();
    if (event < static_cast<std::uint64_t>(FeedEvent::confirmed) ||
        event > static_cast<std::uint64_t>(FeedEvent::over_quota))
        throw CodecError{"feed event"};
    input.event = static_cast<FeedEvent>(event);
    input.count = in.u();
    input.detail = in.str();
    return input;
}

StartInput take_start(Reader& in) {
    StartInput input;
    input.version = in.str();
    const bool stopped = in.b();
    const Instant at{in.i()};
    if (stopped) input.stopped = at;
    return input;
}

CommandInput take_command(Reader& in) {
    CommandInput input;
    input.connection = ConnectionId{in.str()};
    input.event_id = in.str();
    input.room = take_room(in);
    input.person = PersonId{in.str()};
    input.thread_message = in.str();
    input.text = in.str();
    input.nonce = in.str();
    return input;
}

ActionInput take_action(Reader& in) {
    ActionInput input;
    input.connection = ConnectionId{in.str()};
    input.event_id = in.str();
    input.room = take_room(in);
    input.person = PersonId{in.str()};
    input.episode.customer = CustomerCode{in.str()};
    input.episode.number = in.u();
    input.action = in.str();
    input.revision = static_cast<std::uint32_t>(in.u());
    input.expired = in.b();
    input.inputs = decode_pairs(in);
    input.nonce = in.str();
    return input;
}

OutcomeInput take_outcome(Reader& in) {
    OutcomeInput input;
    input.job = JobId{in.u()};
    input.kind = static_cast<JobKind>(in.u());
    input.outcome.outcome = static_cast<OutcomeClass>(in.u());
    input.outcome.attempt = static_cast<std::uint32_t>(in.u());
    const bool has_pause = in.b();
    const Milliseconds pause{in.i()};
    if (has_pause) input.outcome.retry_after = pause;
    input.outcome.error = in.str();
    input.message_id = in.str();
    input.template_hash = in.str();
    input.result = JobResult::decode(in);
    return input;
}

Result<Input> make_alarm(AlarmInput input, std::string_view json, const Digest& content) {
    auto alarm = alarm_from_json(json);
    if (!alarm) return std::move(alarm).error().with_context("stored alarm");
    input.alarm = std::make_shared<const Alarm>(*std::move(alarm));
    input.json = std::make_shared<const std::string>(json);
    input.content = content;
    return Input{std::move(input)};
}

Result<Input> take_alarm(Reader& in, std::uint16_t schema, const AlarmRecord* record) {
    AlarmInput input;
    input.source = SourceId{in.str()};
    input.transport = take_transport(in, schema);
    if (!in.empty()) {
        const auto json = in.s();
        Digest content{};
        const auto bytes = in.s();
        if (bytes.size() != content.size()) throw CodecError{"digest size"};
        std::copy(bytes.begin(), bytes.end(), content.begin());
        return make_alarm(std::move(input), json, content);
    }
    if (record == nullptr || record->body.empty())
        return Error{Errc::not_found, "the alarm of this entry was erased"};
    return make_alarm(std::move(input), record->body, record->content);
}

UnreadableInput take_unreadable(Reader& in, std::uint16_t schema) {
    UnreadableInput input;
    input.source = SourceId{in.str()};
    input.transport = take_transport(in, schema);
    input.reason = in.str();
    input.raw = std::make_shared<const std::string>(in.str());
    return input;
}

Result<Input> take_release(Reader& in, std::uint16_t schema) {
    ReleaseInput input;
    input.quarantined = in.u();
    input.person = PersonId{in.str()};
    input.nonce = in.str();
    const auto whole = in.str();
    Reader body{whole};
    auto alarm = take_alarm(body, schema, nullptr);
    if (!alarm) return alarm;
    if (!body.empty()) throw CodecError{"released alarm with bytes left over"};
    input.alarm = std::get<AlarmInput>(*std::move(alarm));
    return Input{std::move(input)};
}

Result<Input>
take_input(InputKind kind, std::uint16_t schema, Reader& in, const AlarmRecord* alarm) {
    switch (kind) {
        case InputKind::start:
            return Input{take_start(in)};
        case InputKind::settings:
            return Input{SettingsInput{in.str()}};
        case InputKind::alarm:
            return take_alarm(in, schema, alarm);
        case InputKind::unreadable:
            return Input{take_unreadable(in, schema)};
        case InputKind::command:
            return Input{take_command(in)};
        case InputKind::action:
            return Input{take_action(in)};
        case InputKind::outcome:
            return Input{take_outcome(in)};
        case InputKind::pull:
            return Input{take_pull(in)};
        case InputKind::feed:
            return Input{take_feed(in)};
        case InputKind::release:
            return take_release(in, schema);
    }
    return Error{Errc::invalid_input, "journal entry of unknown kind"};
}

}  // namespace

InputKind kind_of(const Input& input) {
    return std::visit(
        Overloaded{
            [](const StartInput&) { return InputKind::start; },
            [](const SettingsInput&) { return InputKind::settings; },
            [](const AlarmInput&) { return InputKind::alarm; },
            [](const UnreadableInput&) { return InputKind::unreadable; },
            [](const CommandInput&) { return InputKind::command; },
            [](const ActionInput&) { return InputKind::action; },
            [](const OutcomeInput&) { return InputKind::outcome; },
            [](const PullInput&) { return InputKind::pull; },
            [](const FeedInput&) { return InputKind::feed; },
            [](const ReleaseInput&) { return InputKind::release; }},
        input
    );
}

bool is_refusable(const Input& input) {
    switch (kind_of(input)) {
        case InputKind::alarm:
        case InputKind::unreadable:
        case InputKind::command:
        case InputKind::action:
        case InputKind::pull:
        case InputKind::release:
            return true;
        case InputKind::start:
        case InputKind::settings:
        case InputKind::outcome:
        case InputKind::feed:
            return false;
    }
    return false;
}

std::string encode_input(const Input& input) {
    Writer out;
    std::visit([&out](const auto& value) { put(out, value); }, input);
    return out.take();
}

std::string encode_whole_alarm(const AlarmInput& input) {
    Writer out;
    put(out, input);
    out.s(*input.json).s(as_bytes(input.content));
    return out.take();
}

Result<Input> decode_input(
    InputKind kind,
    std::uint16_t schema,
    std::string_view body,
    const AlarmRecord* alarm
) {
    if (schema < kOldestInputSchema || schema > kInputSchema)
        return Error{Errc::invalid_input, "journal entry of schema " + std::to_string(schema)};
    try {
        Reader in{body};
        auto input = take_input(kind, schema, in, alarm);
        if (input && !in.empty()) throw CodecError{"journal entry with bytes left over"};
        return input;
    } catch (const CodecError& error) {
        return Error{Errc::invalid_input, error.what()};
    }
}

}  // namespace socbot
