// Encodings of jobs and their results.
#include "domain/engine/job.h"

namespace socbot {

namespace {

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

constexpr std::uint64_t kSchema = 1;

void expect_schema(Reader& in, const char* what) {
    if (in.u() != kSchema) throw CodecError{what};
}

}  // namespace

std::string_view JobRequest::argument(std::string_view key) const {
    for (const auto& [argument_name, value] : arguments)
        if (argument_name == key) return value;
    return {};
}

void JobRequest::encode(Writer& out) const {
    out.u(kSchema).u(id.value()).u(attempt).u(static_cast<std::uint64_t>(kind)).s(name);
    encode_pairs(out, arguments);
    out.u(customers.size());
    for (const auto& customer : customers)
        out.s(customer.str());
    out.s(room.connection.str()).s(room.room).u(thread.value()).s(person.str());
}

JobRequest JobRequest::decode(Reader& in) {
    expect_schema(in, "job: unknown schema");
    JobRequest request;
    request.id = JobId{in.u()};
    request.attempt = static_cast<std::uint32_t>(in.u());
    request.kind = static_cast<JobKind>(in.u());
    request.name = in.str();
    request.arguments = decode_pairs(in);
    request.customers.resize(in.count());
    for (auto& customer : request.customers)
        customer = CustomerCode{in.str()};
    request.room.connection = ConnectionId{in.str()};
    request.room.room = in.str();
    request.thread = DeliveryId{in.u()};
    request.person = PersonId{in.str()};
    return request;
}

void Job::encode(Writer& out) const {
    request.encode(out);
    attempt.encode(out);
}

Job Job::decode(Reader& in) {
    Job job;
    job.request = JobRequest::decode(in);
    job.attempt = Attempt::decode(in);
    return job;
}

std::size_t Job::footprint() const {
    std::size_t bytes = sizeof(Job);
    for (const auto& [name, value] : request.arguments)
        bytes += name.size() + value.size() + 64;
    return bytes;
}

void JobResult::encode(Writer& out) const {
    out.u(kSchema).u(lines.size());
    for (const auto& line : lines)
        out.s(line);
    encode_pairs(out, values);
}

JobResult JobResult::decode(Reader& in) {
    expect_schema(in, "job result: unknown schema");
    JobResult result;
    result.lines.resize(in.count());
    for (auto& line : result.lines)
        line = in.str();
    result.values = decode_pairs(in);
    return result;
}

}  // namespace socbot
