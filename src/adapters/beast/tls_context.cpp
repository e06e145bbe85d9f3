// Reading certificate and key into a context.
#include "adapters/beast/tls_context.h"

#include <openssl/ssl.h>

namespace socbot {

namespace ssl = boost::asio::ssl;

Result<std::shared_ptr<ssl::context>> make_tls_context(const TlsFiles& files) {
    boost::system::error_code ec;
    const auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    // RFC 9325 section 3.1.1: nothing below TLS 1.2.
    if (SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION) != 1)
        return Error{Errc::internal, "TLS 1.2 can't be required"};
    // Renegotiation lets a client make the server work for nothing.
    SSL_CTX_set_options(
        context->native_handle(),
        SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE
    );
    context->use_certificate_chain_file(files.certificate, ec);
    if (ec)
        return Error{Errc::invalid_input, "certificate " + files.certificate + ": " + ec.message()};
    context->use_private_key_file(files.key, ssl::context::pem, ec);
    if (ec) return Error{Errc::invalid_input, "key " + files.key + ": " + ec.message()};
    if (SSL_CTX_check_private_key(context->native_handle()) != 1)
        return Error{Errc::invalid_input, "key " + files.key + " does not fit the certificate"};
    return context;
}

}  // namespace socbot
