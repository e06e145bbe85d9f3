// What a request head may say. Beast checks the grammar and the two sizes; the rest is here.
#include "adapters/beast/request_parser.h"

#include "base/text.h"

#include <algorithm>

namespace socbot {

namespace beast = boost::beast;
using beast::http::error;
using beast::http::field;

namespace {

constexpr std::size_t kMethodBytes = 32;
// A peer that announces a body gets no more memory than this before it has sent it.
constexpr std::uint64_t kReserveBytes = 256 * 1024;

std::string_view view(beast::string_view text) {
    return {text.data(), text.size()};
}

}  // namespace

RequestParser::RequestParser(const ListenerLimits& limits) : limits_{limits} {
    header_limit(static_cast<std::uint32_t>(limits.header_bytes));
    body_limit(static_cast<std::uint64_t>(limits.body_bytes));
    request.headers.reserve(12);
}

void RequestParser::on_request_impl(
    beast::http::verb /*method*/,
    string_view method_text,
    string_view target,
    int version,
    error_code& ec
) {
    line_read_ = true;
    version_ = version;
    if (target.size() > limits_.target_bytes)
        problem_ = Refusal{414, "target", "the request target is too long"};
    if (method_text.size() > kMethodBytes)
        problem_ = Refusal{501, "method", "the method is not known"};
    if (problem_) {
        ec = error::bad_target;
        return;
    }
    request.method = view(method_text);
    request.target = view(target);
}

void RequestParser::on_field_impl(
    field name_id,
    string_view name,
    string_view value,
    error_code& ec
) {
    if (header_read_)
        return;  // a trailer field: nothing here asks for one (RFC 9110 section 6.5.1)
    if (request.headers.size() >= limits_.header_fields) {
        problem_ = Refusal{431, "header", "too many header fields"};
        ec = error::header_limit;
        return;
    }
    switch (name_id) {
        case field::host:
            ++hosts_;
            host = view(value);
            break;
        case field::content_length:
            ++lengths_;
            break;
        case field::transfer_encoding:
            ++encodings_;
            transfer_encoding_ = view(value);
            break;
        case field::expect:
            expect_ = view(value);
            break;
        default:
            break;
    }
    request.headers.emplace_back(view(name), view(value));
}

void RequestParser::on_body_init_impl(
    const boost::optional<std::uint64_t>& content_length,
    error_code& /*ec*/
) {
    if (content_length)
        request.body.reserve(static_cast<std::size_t>(std::min(*content_length, kReserveBytes)));
}

std::size_t RequestParser::on_body_impl(string_view body, error_code& /*ec*/) {
    request.body.append(body.data(), body.size());
    return body.size();
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, string_view body, error_code& /*ec*/) {
    request.body.append(body.data(), body.size());
    return body.size();
}

// A message whose end two programs may see in different places is how requests are smuggled.
std::optional<Refusal> RequestParser::check_framing() const {
    if (lengths_ > 1 || encodings_ > 1 || (lengths_ > 0 && encodings_ > 0))
        return Refusal{400, "framing", "the length of the body is stated more than once"};
    if (encodings_ == 0) return std::nullopt;
    if (version_ < 11) return Refusal{400, "framing", "HTTP/1.0 has no Transfer-Encoding"};
    if (!equals_ignore_case_ascii(transfer_encoding_, "chunked"))
        return Refusal{501, "framing", "only the chunked transfer coding is known"};
    return std::nullopt;
}

std::optional<Refusal> RequestParser::finish_header() {
    if (auto refusal = check_framing()) return refusal;
    if (hosts_ > 1 || (hosts_ == 0 && version_ >= 11))
        return Refusal{400, "host", "exactly one Host field is required"};
    if (!expect_.empty()) {
        if (!equals_ignore_case_ascii(expect_, "100-continue"))
            return Refusal{417, "expect", "that expectation can't be met"};
        expects_continue = version_ >= 11;
    }
    return read_target(request, host);
}

Refusal RequestParser::refusal(const error_code& ec) const {
    if (problem_) return *problem_;
    if (ec == error::header_limit) {
        if (!line_read_) return {414, "target", "the request line is too long"};
        return {431, "header", "the header is too long"};
    }
    if (ec == error::body_limit) return {413, "body", "the body is too large"};
    if (ec == error::bad_version) return {505, "version", "only HTTP/1.0 and 1.1 are known"};
    if (ec == error::bad_content_length || ec == error::multiple_content_length ||
        ec == error::bad_transfer_encoding)
        return {400, "framing", "the length of the body is unclear"};
    return {400, "request", "malformed request"};
}

}  // namespace socbot
