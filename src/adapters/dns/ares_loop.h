// AresLoop: the thread that owns the c-ares channel and its sockets.
#pragma once

#include "adapters/dns/dns_config.h"
#include "async/resume.h"
#include "ports/resolver.h"

#include <boost/system/error_code.hpp>

#include <atomic>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

struct ares_channeldata;

namespace socbot {

// One question. Shared by the caller's cancellation slot and the loop; only `cancelled` is touched
// by both.
struct DnsJob {
    std::string name;
    RecordType type{RecordType::a};
    Deadline deadline{Deadline::at({})};
    std::unique_ptr<Completion<DnsAnswer>> completion;
    std::atomic<bool> cancelled{false};
};

// submit(), cancel() and stop() from any thread, the rest on the loop's own. c-ares can't take one
// question back: one whose caller left is abandoned, and counts until c-ares gives up on it, which
// takes tries times try_time, doubled each round.
class AresLoop {
public:
    explicit AresLoop(DnsConfig config);
    ~AresLoop();
    AresLoop(const AresLoop&) = delete;
    AresLoop& operator=(const AresLoop&) = delete;

    void submit(std::shared_ptr<DnsJob> job);
    void cancel(DnsJob& job);
    // Fails what is in flight and ends the thread. Idempotent.
    void stop();

private:
    struct Question;  // what c-ares holds of a job

    void open();
    void run();
    bool adopt();
    void ask(const std::shared_ptr<DnsJob>& job);
    void let_go();
    void wait();
    void wake() const;
    void answered(Question& question, int status, std::string_view message);
    static void complete(DnsJob& job, boost::system::error_code ec, Result<DnsAnswer> result);
    static void on_answer(void* arg, int status, int timeouts, unsigned char* data, int size);

    const DnsConfig config_;
    const int wake_;  // eventfd
    ares_channeldata* channel_{nullptr};
    std::string no_channel_;  // why there is none
    std::list<std::shared_ptr<DnsJob>> waiting_;

    std::mutex mutex_;
    std::vector<std::shared_ptr<DnsJob>> submitted_;
    bool stopping_{false};
    std::atomic<std::size_t> in_flight_{0};
    std::thread thread_;
};

}  // namespace socbot
