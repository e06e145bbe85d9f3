// Sessions over TLS.
#include "adapters/beast/session_impl.h"
#include "adapters/beast/sessions.h"

namespace socbot {

template class Session<TlsStream>;

void start_tls_session(
    const std::shared_ptr<ListenerCore>& core,
    PlainStream socket,
    Peer peer,
    boost::asio::ssl::context& context
) {
    peer.secure = true;
    TlsStream stream{std::move(socket), context};
    std::make_shared<Session<TlsStream>>(core, std::move(stream), std::move(peer))->launch();
}

}  // namespace socbot
