// Sessions without TLS.
#include "adapters/beast/session_impl.h"
#include "adapters/beast/sessions.h"

namespace socbot {

template class Session<PlainStream>;
template class Session<LocalStream>;

void start_plain_session(const std::shared_ptr<ListenerCore>& core, PlainStream socket, Peer peer) {
    std::make_shared<Session<PlainStream>>(core, std::move(socket), std::move(peer))->launch();
}

void start_local_session(const std::shared_ptr<ListenerCore>& core, LocalStream socket) {
    Peer peer;
    peer.text = "local";
    std::make_shared<Session<LocalStream>>(core, std::move(socket), std::move(peer))->launch();
}

}  // namespace socbot
