// The three kinds of stream a session runs on, and the socket below each.
#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl/stream.hpp>

namespace socbot {

using PlainStream =
    boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;
using TlsStream = boost::asio::ssl::stream<PlainStream>;
using LocalStream = boost::asio::basic_stream_socket<
    boost::asio::local::stream_protocol,
    boost::asio::io_context::executor_type>;

template <class Stream>
inline constexpr bool kIsTls = false;
template <>
inline constexpr bool kIsTls<TlsStream> = true;

inline PlainStream& lowest(PlainStream& stream) {
    return stream;
}
inline LocalStream& lowest(LocalStream& stream) {
    return stream;
}
inline PlainStream& lowest(TlsStream& stream) {
    return stream.next_layer();
}

}  // namespace socbot
