// Starting a connection on an accepted socket. The templates behind are compiled once, elsewhere.
#pragma once

#include "adapters/beast/listener_core.h"
#include "adapters/beast/stream_kinds.h"

#include <boost/asio/ssl/context.hpp>

#include <memory>

namespace socbot {

void start_plain_session(const std::shared_ptr<ListenerCore>& core, PlainStream socket, Peer peer);
// The context is referenced by the connection itself (OpenSSL counts), so it may be replaced.
void start_tls_session(
    const std::shared_ptr<ListenerCore>& core,
    PlainStream socket,
    Peer peer,
    boost::asio::ssl::context& context
);
void start_local_session(const std::shared_ptr<ListenerCore>& core, LocalStream socket);

}  // namespace socbot
