// CurlHttpClient: everything that leaves over HTTP(S), on a thread of its own. The one place where
// proxy, trust, redirects, sizes, deadlines and the address policy are enforced.
#pragma once

#include "adapters/curl/curl_config.h"
#include "domain/alarm/address.h"
#include "ports/http_client.h"

#include <memory>

namespace socbot {

class CurlLoop;

// Thread-safe. Completes on the caller's executor; a cancelled caller is answered at once
// (operation_aborted) and its connection closed. Must be destroyed before the io_contexts of its
// callers; destroying it fails what is in flight with unavailable.
//
// The policy is applied to the address about to be connected, at every hop and whatever the name
// resolved to. Behind a proxy that address is the proxy's business: there, only hosts that the
// operator named (AllowedEndpoint) and global address literals may be asked for.
class CurlHttpClient final : public HttpClient {
public:
    CurlHttpClient(CurlConfig config, AddressPolicy policy);
    ~CurlHttpClient() override;

    // For connections made from now on; open ones, which the old policy allowed, stay in use. From
    // any thread.
    void use(AddressPolicy policy);

    boost::asio::awaitable<Result<HttpResponse>> send(HttpRequest request, Deadline deadline)
        override;

private:
    const std::shared_ptr<CurlLoop> loop_;
};

}  // namespace socbot
