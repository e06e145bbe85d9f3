// The thread: wait for sockets, a wake-up or the next point in time, and let c-ares work.
#include "adapters/dns/ares_loop.h"

#include "adapters/dns/dns_message.h"
#include "base/check.h"

#include <boost/asio/error.hpp>

#include <ares.h>
#include <arpa/nameser.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

namespace socbot {

namespace {

using std::chrono::milliseconds;
constexpr milliseconds kLongest{10'000};
constexpr int kPayloadBytes = 1232;  // what arrives unfragmented (DNS flag day 2020)

// Safe to repeat; c-ares counts. Never taken back: it would be for the process's end only.
bool initialise_ares() {
    static const int done = ares_library_init(ARES_LIB_INIT_ALL);
    return done == ARES_SUCCESS;
}

std::string address_list(const std::vector<DnsServer>& servers) {
    std::string list;
    for (const auto& server : servers) {
        if (!list.empty()) list.push_back(',');
        const auto text = server.address.str();
        list.append(server.address.is_v4() ? text : "[" + text + "]");
        list.append(":").append(std::to_string(server.port));
    }
    return list;
}

Error error_of(int status, const std::string& name) {
    switch (status) {
        case ARES_ENOTFOUND:
        case ARES_ENODATA:
            return Error{Errc::not_found, name + ": " + ares_strerror(status)};
        case ARES_ETIMEOUT:
            return Error{Errc::timeout, name + ": no DNS server answered"};
        case ARES_EBADNAME:
            return Error{Errc::invalid_input, "not a name for DNS"};
        default:
            return Error{Errc::unavailable, name + ": " + ares_strerror(status)};
    }
}

}  // namespace

struct AresLoop::Question {
    AresLoop& loop;
    std::shared_ptr<DnsJob> job;
};

AresLoop::AresLoop(DnsConfig config)
    : config_{std::move(config)}, wake_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)} {
    SOCBOT_CHECK(wake_ >= 0, "the system gives an event descriptor");
    open();
    thread_ = std::thread{[this] { run(); }};
}

AresLoop::~AresLoop() {
    stop();
    ::close(wake_);
}

void AresLoop::open() {
    ares_options options{};
    options.flags = ARES_FLAG_EDNS | ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES;
    options.timeout = static_cast<int>(config_.try_time.count());
    options.tries = config_.tries;
    options.ednspsz = kPayloadBytes;
    const int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_EDNSPSZ;
    int status =
        initialise_ares() ? ares_init_options(&channel_, &options, mask) : ARES_ENOTINITIALIZED;
    if (status == ARES_SUCCESS && !config_.servers.empty())
        status = ares_set_servers_ports_csv(channel_, address_list(config_.servers).c_str());
    if (status == ARES_SUCCESS) return;
    no_channel_ = ares_strerror(status);
    if (channel_ != nullptr) ares_destroy(channel_);
    channel_ = nullptr;
}

void AresLoop::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    wake();
    if (thread_.joinable()) thread_.join();
}

void AresLoop::wake() const {
    const std::uint64_t one = 1;
    // Full means that a wake-up is pending.
    [[maybe_unused]] const auto written = ::write(wake_, &one, sizeof one);
}

void AresLoop::submit(std::shared_ptr<DnsJob> job) {
    const char* refusal = nullptr;
    {
        const std::lock_guard lock{mutex_};
        if (stopping_) refusal = "shutting down";
        if (in_flight_.load() >= config_.limits.in_flight)
            refusal = "too many DNS questions are in flight";
        if (refusal == nullptr) {
            in_flight_.fetch_add(1);
            submitted_.push_back(job);
        }
    }
    if (refusal != nullptr)
        complete(*job, {}, Error{Errc::unavailable, job->name + ": " + refusal});
    else
        wake();
}

void AresLoop::cancel(DnsJob& job) {
    job.cancelled = true;
    wake();
}

void AresLoop::run() {
    while (adopt()) {
        let_go();
        wait();
    }
    // Answers every question with ARES_EDESTRUCTION.
    if (channel_ != nullptr) ares_destroy(channel_);
    channel_ = nullptr;
}

bool AresLoop::adopt() {
    std::vector<std::shared_ptr<DnsJob>> jobs;
    bool going_on = true;
    {
        const std::lock_guard lock{mutex_};
        jobs.swap(submitted_);
        going_on = !stopping_;
    }
    for (const auto& job : jobs)
        ask(job);
    return going_on;
}

void AresLoop::ask(const std::shared_ptr<DnsJob>& job) {
    std::optional<Error> refusal;
    if (channel_ == nullptr) refusal = Error{Errc::unavailable, "no DNS: " + no_channel_};
    if (job->deadline.left(Deadline::Clock::now()).count() == 0)
        refusal = Error{Errc::timeout, job->name + ": no time left"};
    if (refusal) {
        in_flight_.fetch_sub(1);
        complete(*job, {}, *std::move(refusal));
        return;
    }
    waiting_.push_back(job);
    auto question = std::make_unique<Question>(Question{*this, job});
    // May answer before it returns.
    ares_query(
        channel_, job->name.c_str(), ns_c_in, code_of(job->type), on_answer, question.release()
    );
}

void AresLoop::on_answer(void* arg, int status, int /*timeouts*/, unsigned char* data, int size) {
    const std::unique_ptr<Question> question{static_cast<Question*>(arg)};
    std::string_view message;
    if (data != nullptr && size > 0)
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): c-ares' byte type
        message = {reinterpret_cast<const char*>(data), static_cast<std::size_t>(size)};
    question->loop.answered(*question, status, message);
}

void AresLoop::answered(Question& question, int status, std::string_view message) {
    in_flight_.fetch_sub(1);
    const auto& job = question.job;
    if (std::erase(waiting_, job) == 0) return;  // its caller left
    if (status == ARES_EDESTRUCTION)
        complete(*job, {}, Error{Errc::unavailable, job->name + ": shutting down"});
    else if (status != ARES_SUCCESS)
        complete(*job, {}, error_of(status, job->name));
    else
        complete(*job, {}, read_answer(message, job->name, job->type, config_.limits));
}

// Of questions whose caller left, or whose time has passed.
void AresLoop::let_go() {
    const auto now = Deadline::Clock::now();
    for (auto entry = waiting_.begin(); entry != waiting_.end();) {
        const auto job = *entry;
        const bool late = job->deadline.left(now).count() == 0;
        if (!job->cancelled && !late) {
            ++entry;
            continue;
        }
        entry = waiting_.erase(entry);
        if (job->cancelled)
            complete(
                *job, boost::asio::error::operation_aborted, Error{Errc::unavailable, "cancelled"}
            );
        else
            complete(*job, {}, Error{Errc::timeout, job->name + ": no DNS answer in time"});
    }
}

void AresLoop::wait() {
    std::array<ares_socket_t, ARES_GETSOCK_MAXNUM> sockets{};
    std::array<pollfd, ARES_GETSOCK_MAXNUM + 1> polled{};
    polled[0] = {wake_, POLLIN, 0};
    nfds_t count = 1;
    auto longest = kLongest;
    if (channel_ != nullptr) {
        const auto bits = static_cast<unsigned>(
            ares_getsock(channel_, sockets.data(), static_cast<int>(sockets.size()))
        );
        for (unsigned i = 0; i < sockets.size(); ++i) {
            const bool reads = ((bits >> i) & 1U) != 0;
            const bool writes = ((bits >> (i + ARES_GETSOCK_MAXNUM)) & 1U) != 0;
            if (!reads && !writes) continue;
            const int events = (reads ? POLLIN : 0) | (writes ? POLLOUT : 0);
            polled[count++] = {sockets[i], static_cast<short>(events), 0};
        }
        timeval most{kLongest.count() / 1000, 0};
        timeval held{};
        const timeval* next = ares_timeout(channel_, &most, &held);
        longest = milliseconds{next->tv_sec * 1000 + next->tv_usec / 1000 + 1};
    }
    const auto now = Deadline::Clock::now();
    for (const auto& job : waiting_)
        longest = std::min(longest, std::chrono::ceil<milliseconds>(job->deadline.left(now)));
    ::poll(
        polled.data(),
        count,
        static_cast<int>(std::clamp(longest, milliseconds{0}, kLongest).count())
    );
    std::uint64_t woken = 0;
    [[maybe_unused]] const auto read = ::read(wake_, &woken, sizeof woken);
    if (channel_ == nullptr) return;
    bool any = false;
    for (nfds_t i = 1; i < count; ++i) {
        const auto revents = polled[i].revents;
        if (revents == 0) continue;
        any = true;
        const bool reads = (revents & (POLLIN | POLLERR | POLLHUP)) != 0;
        const bool writes = (revents & POLLOUT) != 0;
        ares_process_fd(
            channel_,
            reads ? polled[i].fd : ARES_SOCKET_BAD,
            writes ? polled[i].fd : ARES_SOCKET_BAD
        );
    }
    if (!any) ares_process_fd(channel_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);  // its own timeouts
}

void AresLoop::complete(DnsJob& job, boost::system::error_code ec, Result<DnsAnswer> result) {
    const auto completion = std::move(job.completion);
    completion->complete(ec, std::move(result));
}

}  // namespace socbot
