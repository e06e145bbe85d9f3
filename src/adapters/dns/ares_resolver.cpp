// From a coroutine to the loop's thread and back.
#include "adapters/dns/ares_resolver.h"

#include "adapters/dns/ares_loop.h"
#include "adapters/dns/dns_message.h"
#include "async/resume.h"

#include <utility>

namespace socbot {

AresResolver::AresResolver(DnsConfig config)
    : loop_{std::make_shared<AresLoop>(std::move(config))} {}

AresResolver::~AresResolver() {
    loop_->stop();
}

boost::asio::awaitable<Result<DnsAnswer>>
AresResolver::resolve(std::string name, RecordType type, Deadline deadline) {
    if (!is_dns_name(name)) co_return Error{Errc::invalid_input, "not a name for DNS"};
    const auto job = std::make_shared<DnsJob>();
    job->name = std::move(name);
    job->type = type;
    job->deadline = deadline;
    co_return co_await submit_and_wait<DnsAnswer>(job, loop_);
}

}  // namespace socbot
