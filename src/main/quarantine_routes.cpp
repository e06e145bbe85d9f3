// See quarantine_routes.h.
#include "main/quarantine_routes.h"

#include "base/json_writer.h"
#include "base/text.h"
#include "domain/engine/keys.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

namespace socbot {

namespace {

constexpr std::size_t kListed = 100;

std::uint64_t number_of(const http::Request& request, std::string_view name) {
    const auto text = request.parameter(name).value_or("");
    std::uint64_t number = 0;
    const auto* const end = text.data() + text.size();
    const auto [stop, failure] = std::from_chars(text.data(), end, number);
    return failure == std::errc{} && stop == end ? number : 0;
}

void write_record(std::string& out, const QuarantineRecord& record, const Row& released) {
    if (!out.empty()) out.push_back('\n');
    JsonWriter json{out};
    json.open_object().key("id").number(record.id);
    json.key("at").string(format_rfc3339(record.at));
    json.key("source").string(record.source.str()).key("reason").string(record.reason);
    json.key("bytes").number(record.raw ? record.raw->size() : std::size_t{0});
    if (released.exists) json.key("released").string(released.body);
    json.close_object();
}

Result<std::string> list_records(StoreReader& store, std::size_t limit, Step before) {
    const auto records = store.quarantine(limit, before);
    if (!records) return records.error();
    std::vector<RowKey> marks;
    marks.reserve(records->size());
    for (const auto& record : *records)
        marks.push_back(keys::released(record.id));
    const auto released = store.read(marks);
    if (!released) return released.error();
    std::string lines;
    for (std::size_t i = 0; i < records->size(); ++i)
        write_record(lines, (*records)[i], (*released)[i]);
    return lines;
}

http::Response failed(const Error& error) {
    if (error.code() == Errc::not_found) return http::refusal(404, "not_found", error.message());
    return http::refusal(503, "unavailable", error.message());
}

}  // namespace

boost::asio::awaitable<http::Response> QuarantineRoutes::list(const http::Request& request) {
    const auto wanted = number_of(request, "limit");
    const auto limit = wanted == 0 ? kListed : std::min<std::uint64_t>(wanted, kListed);
    const auto before = number_of(request, "before");
    http::Response response;
    response.content_type = "application/jsonl";
    ReaderThread::Work work = [&](StoreReader& store) -> Result<void> {
        auto lines = list_records(store, limit, before);
        if (!lines) return std::move(lines).error();
        response.body = *std::move(lines);
        return {};
    };
    const auto read = co_await thread_.run(std::move(work));
    if (!read) co_return failed(read.error());
    co_return response;
}

boost::asio::awaitable<http::Response> QuarantineRoutes::show(Step id) {
    http::Response response;
    response.content_type = "application/octet-stream";
    ReaderThread::Work work = [&](StoreReader& store) -> Result<void> {
        auto record = store.quarantined(id);
        if (!record) return std::move(record).error();
        if (record->raw) response.body = *record->raw;
        return {};
    };
    const auto read = co_await thread_.run(std::move(work));
    if (!read) co_return failed(read.error());
    co_return response;
}

boost::asio::awaitable<http::Response>
QuarantineRoutes::release(Step id, const http::Request& request) {
    const PersonId person{to_lower_ascii(request.parameter("person").value_or(""))};
    if (settings_()->person(person) == nullptr)
        co_return http::refusal(
            400, "person", "the configuration names no such person: it is audited under a name"
        );
    std::optional<QuarantineRecord> record;
    ReaderThread::Work work = [&](StoreReader& store) -> Result<void> {
        auto found = store.quarantined(id);
        if (!found) return std::move(found).error();
        record = *std::move(found);
        return {};
    };
    const auto read = co_await thread_.run(std::move(work));
    if (!read) co_return failed(read.error());
    auto nonce = random_.bytes(16);
    auto answer = co_await intake_.release(*record, person, std::move(nonce));
    co_return answer;
}

boost::asio::awaitable<http::Reply> QuarantineRoutes::handle(http::Request request) {
    if (request.path == "/quarantine") {
        auto listed = co_await list(request);
        co_return listed;
    }
    const auto id = number_of(request, "id");
    if (request.path == "/quarantine/show") {
        auto shown = co_await show(id);
        co_return shown;
    }
    if (request.path == "/quarantine/release") {
        auto released = co_await release(id, request);
        co_return released;
    }
    co_return http::refusal(404, "not_found", "nothing is here");
}

}  // namespace socbot
