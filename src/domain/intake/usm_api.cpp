// Requests to USM Anywhere's API and the reading of its answers; see usm_api.h.
#include "domain/intake/usm_api.h"

#include "base/digest.h"

#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace socbot {

namespace {

constexpr std::int64_t kShortestLife = 60;    // seconds
constexpr std::int64_t kLongestLife = 3'600;  // seconds; the vendor gives 899
constexpr std::int64_t kRenewAhead = 30;      // seconds

Error unreadable(const char* what) {
    return Error{Errc::invalid_input, what};
}

std::pair<std::string, std::string> bearer(const UsmToken& token) {
    return {"Authorization", "Bearer " + std::string{token.value.reveal()}};
}

// RFC 6750 section 2.1: b64token.
bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view{"-._~+/="}.find(c) != std::string_view::npos;
    });
}

bool is_id(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-';
    });
}

std::optional<std::uint64_t> count(simdjson::dom::object from, std::string_view name) {
    std::uint64_t value = 0;
    if (from[name].get_uint64().get(value) != simdjson::SUCCESS) return std::nullopt;
    return value;
}

Result<simdjson::dom::object>
parse(simdjson::dom::parser& parser, std::string_view body, std::size_t bytes) {
    if (body.size() > bytes) return unreadable("the API's answer is too large");
    const auto capacity = std::max<std::size_t>(body.size(), 64);
    if (parser.allocate(capacity, kUsmApiLimits.depth) != simdjson::SUCCESS)
        return unreadable("no memory for the API's answer");
    simdjson::dom::object object;
    if (parser.parse(body.data(), body.size()).get_object().get(object) != simdjson::SUCCESS)
        return unreadable("the API's answer is no JSON object");
    return object;
}

// Milliseconds as a number, or as a string of digits: both are seen.
Instant occurred(simdjson::dom::object alarm) {
    const auto element = alarm["timestamp_occured"];
    std::int64_t ms = 0;
    std::string_view text;
    if (element.get_string().get(text) == simdjson::SUCCESS)
        (void)std::from_chars(text.data(), text.data() + text.size(), ms);
    else if (element.get_int64().get(ms) != simdjson::SUCCESS)
        ms = 0;
    return {std::max<std::int64_t>(ms, 0)};
}

Result<void> read_alarms(simdjson::dom::object from, std::size_t most, UsmPage& page) {
    simdjson::dom::element embedded;
    if (from["_embedded"].get(embedded) != simdjson::SUCCESS || embedded.is_null()) return {};
    simdjson::dom::array list;
    if (embedded["alarms"].get_array().get(list) != simdjson::SUCCESS)
        return unreadable("the page's alarms are no list");
    for (const auto each : list) {
        if (page.alarms.size() == most) return unreadable("a page of more alarms than asked for");
        simdjson::dom::object alarm;
        if (each.get_object().get(alarm) != simdjson::SUCCESS)
            return unreadable("an alarm of the page is no object");
        page.newest = std::max(page.newest, occurred(alarm));
        page.alarms.push_back(simdjson::minify(each));
    }
    return {};
}

}  // namespace

UsmApiRequest usm_token_request(const UsmApiAccess& access) {
    const auto pair = access.client + ':' + std::string{access.secret.reveal()};
    return {
        "POST",
        access.base + "/oauth/token",
        {{"Authorization", "Basic " + to_base64(pair)},
         {"Content-Type", "application/x-www-form-urlencoded"},
         {"Accept", "application/json"}},
        "grant_type=client_credentials"};
}

Result<UsmToken> read_usm_token(std::string_view body, Instant now) {
    simdjson::dom::parser parser;
    auto object = parse(parser, body, kUsmApiLimits.token_bytes);
    if (!object) return object.error();
    std::string_view value;
    if ((*object)["access_token"].get_string().get(value) != simdjson::SUCCESS || !is_token(value))
        return unreadable("no access token in the answer");
    std::int64_t life = 0;
    if ((*object)["expires_in"].get_int64().get(life) != simdjson::SUCCESS) life = kShortestLife;
    life = std::clamp(life, kShortestLife, kLongestLife);
    return UsmToken{Secret{std::string{value}}, now + Milliseconds{(life - kRenewAhead) * 1'000}};
}

UsmApiRequest
usm_alarms_request(const UsmApiAccess& access, const UsmToken& token, const UsmAlarmQuery& query) {
    return {
        "GET",
        access.base + "/alarms?page=" + std::to_string(query.page) +
            "&size=" + std::to_string(std::min(query.size, kUsmApiLimits.page_alarms)) +
            "&sort=timestamp_occured,asc&timestamp_occured_gte=" + std::to_string(query.from.ms) +
            "&timestamp_occured_lte=" + std::to_string(query.to.ms),
        {bearer(token), {"Accept", "application/json"}},
        ""};
}

Result<UsmPage> read_usm_page(std::string_view body, const UsmAlarmQuery& asked) {
    simdjson::dom::parser parser;
    auto object = parse(parser, body, kUsmApiLimits.page_bytes);
    if (!object) return object.error();
    simdjson::dom::object counts;
    const bool counted = (*object)["page"].get_object().get(counts) == simdjson::SUCCESS;
    simdjson::dom::element link;
    const bool linked = (*object)["_links"]["next"].get(link) == simdjson::SUCCESS;
    const bool embeds = (*object)["_embedded"].error() == simdjson::SUCCESS;
    // An error body with status 200 must not read as "nothing happened".
    if (!counted && !embeds) return unreadable("the API's answer is no page");
    UsmPage page;
    if (auto read = read_alarms(*object, kUsmApiLimits.page_alarms, page); !read)
        return std::move(read).error();
    const auto pages = counted ? count(counts, "totalPages") : std::nullopt;
    page.total = counted ? count(counts, "totalElements").value_or(0) : 0;
    const bool more = linked && !link.is_null();
    if (pages)
        page.last = !more && asked.page + 1 >= *pages;
    else
        page.last = !more && page.alarms.size() < asked.size;
    return page;
}

std::vector<std::string> usm_labels_of(std::string_view alarm) {
    constexpr std::size_t kMost = 64;
    std::vector<std::string> labels;
    simdjson::dom::parser parser;
    auto object = parse(parser, alarm, kUsmApiLimits.page_bytes);
    simdjson::dom::array list;
    if (!object || (*object)["alarm_labels"].get_array().get(list) != simdjson::SUCCESS)
        return labels;
    for (const auto each : list) {
        std::string_view id;
        if (labels.size() < kMost && each.get_string().get(id) == simdjson::SUCCESS)
            labels.emplace_back(id);
    }
    return labels;
}

Result<UsmApiRequest> usm_label_request(
    const UsmApiAccess& access,
    const UsmToken& token,
    std::string_view alarm,
    std::string_view label,
    bool put
) {
    if (!is_id(alarm) || !is_id(label)) return unreadable("no id of an alarm or a label");
    return UsmApiRequest{
        put ? "PUT" : "DELETE",
        access.base + "/alarms/" + std::string{alarm} + "/labels/" + std::string{label},
        {bearer(token), {"Accept", "application/json"}},
        ""};
}

}  // namespace socbot
