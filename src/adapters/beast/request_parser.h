// RequestParser: Beast's parser, writing straight into an http::Request (no map of fields between),
// with the limits and the rules Beast leaves open.
#pragma once

#include "adapters/beast/gate.h"
#include "adapters/beast/listener_config.h"
#include "ports/http.h"

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace socbot {

// One request each. Feed with put() until is_header_done(), call finish_header(), then eager(true)
// and put() until is_done().
class RequestParser final : public boost::beast::http::basic_parser<true> {
public:
    using error_code = boost::beast::error_code;

    explicit RequestParser(const ListenerLimits& limits);

    // Rules on the whole head: RFC 9112 sections 3.2, 6.1 and 6.3; RFC 9110 section 10.1.1.
    // Reads the target too.
    std::optional<Refusal> finish_header();

    // The answer to what put() failed with.
    Refusal refusal(const error_code& error) const;

    http::Request request;
    std::string host;  // from Host or an absolute-form target
    bool expects_continue{false};

private:
    using string_view = boost::beast::string_view;

    void on_request_impl(
        boost::beast::http::verb method,
        string_view method_text,
        string_view target,
        int version,
        error_code& ec
    ) override;
    void on_response_impl(int, string_view, int, error_code&) override {}
    void on_field_impl(
        boost::beast::http::field field,
        string_view name,
        string_view value,
        error_code& ec
    ) override;
    void on_header_impl(error_code&) override { header_read_ = true; }
    void on_body_init_impl(const boost::optional<std::uint64_t>& content_length, error_code& ec)
        override;
    std::size_t on_body_impl(string_view body, error_code& ec) override;
    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, string_view body, error_code&) override;
    void on_finish_impl(error_code&) override {}

    std::optional<Refusal> check_framing() const;

    const ListenerLimits& limits_;
    std::optional<Refusal> problem_;  // found inside a callback
    std::string transfer_encoding_;
    std::string expect_;
    int version_{11};
    std::size_t hosts_{0};
    std::size_t lengths_{0};
    std::size_t encodings_{0};
    bool line_read_{false};
    bool header_read_{false};
};

}  // namespace socbot
