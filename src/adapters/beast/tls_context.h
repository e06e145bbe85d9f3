// The server's TLS context, made from files.
#pragma once

#include "adapters/beast/listener_config.h"
#include "base/result.h"

#include <boost/asio/ssl/context.hpp>

#include <memory>

namespace socbot {

// TLS 1.2 and up. invalid_input when a file can't be read or the key is not the certificate's.
Result<std::shared_ptr<boost::asio::ssl::context>> make_tls_context(const TlsFiles& files);

}  // namespace socbot
