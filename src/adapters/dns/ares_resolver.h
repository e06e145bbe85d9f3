// AresResolver: DNS questions over UDP, and TCP where an answer is truncated.
#pragma once

#include "adapters/dns/dns_config.h"
#include "ports/resolver.h"

#include <memory>

namespace socbot {

class AresLoop;

// Thread-safe. Completes on the caller's executor; a cancelled caller is answered at once
// (operation_aborted). Must be destroyed before the io_contexts of its callers; destroying it fails
// what is in flight with unavailable.
//
// What it returns is text from strangers: nothing is connected to here, and whoever connects to an
// address of an answer applies the address policy to it first, as to any other. CNAMEs are followed
// inside the answer (at most 8); records of other names are ignored.
//
// Failures: not_found (no such name, or no record of that type), timeout (the deadline, or no
// server answered), invalid_input (not a name), unavailable (the servers refuse, fail or answer
// rubbish; too many questions in flight).
class AresResolver final : public Resolver {
public:
    explicit AresResolver(DnsConfig config);
    ~AresResolver() override;

    boost::asio::awaitable<Result<DnsAnswer>>
    resolve(std::string name, RecordType type, Deadline deadline) override;

private:
    const std::shared_ptr<AresLoop> loop_;
};

}  // namespace socbot
