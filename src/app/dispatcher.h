// The dispatcher: starts what the engine released and brings the outcomes back. Deliveries go to
// chat connections, questions and rehearsals to threads with read-only stores, other jobs to the
// adapter registered under their name. It tries once; the engine's machines retry.
#pragma once

#include "app/engine_loop.h"
#include "async/task_group.h"
#include "domain/cards/template_set.h"
#include "domain/commands/button.h"
#include "domain/engine/job.h"
#include "ports/chat.h"
#include "ports/deadline.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace socbot {

// Runs a job that is no delivery. Must honour the deadline.
class JobAdapter {
public:
    struct Outcome {
        AttemptOutcome outcome;
        JobResult result;
    };
    virtual ~JobAdapter() = default;
    virtual boost::asio::awaitable<Outcome> run(JobRequest request, Deadline deadline) = 0;
};

struct DispatcherConfig {
    std::chrono::milliseconds attempt_limit{20'000};
    std::chrono::milliseconds job_limit{30'000};
};

// start() may be called from any thread; everything else runs on `executor`. stop() before
// destruction.
class Dispatcher final : public JobRunner {
public:
    Dispatcher(
        boost::asio::any_io_executor executor,
        DispatcherConfig config,
        const ButtonSigner& signer,
        const Clock& clock
    );

    void add(ChatConnection& connection) { connections_[connection.id().str()] = &connection; }
    // `kind` and, for JobKind::external, the job's name.
    void add(JobKind kind, std::string name, JobAdapter& adapter);
    // The look of cards, before the first and whenever it changes.
    void use(std::shared_ptr<const CardTemplates> templates, RoomLanguages languages) {
        languages_.store(std::make_shared<const RoomLanguages>(std::move(languages)));
        templates_.store(std::move(templates));
    }
    void outcomes_to(std::function<void(Input)> sink) { sink_ = std::move(sink); }

    void start(std::vector<JobStart> jobs) override;
    // Waits for what is in flight until the deadline, then cancels. Outcomes still reach the sink.
    boost::asio::awaitable<void> stop(Deadline deadline);

    // A delivery as it looks now, for rooms that show history.
    Rendered render(const Delivery& delivery, const RoomLimits& limits) const;

private:
    boost::asio::awaitable<void> deliver(JobStart job);
    boost::asio::awaitable<void> run(JobStart job);
    OutgoingMessage message_of(Delivery delivery, const RoomLimits& limits) const;
    Instant now() const;

    boost::asio::any_io_executor executor_;
    DispatcherConfig config_;
    const ButtonSigner& signer_;
    const Clock& clock_;
    std::map<std::string, ChatConnection*> connections_;
    std::map<std::pair<JobKind, std::string>, JobAdapter*> adapters_;
    std::atomic<std::shared_ptr<const CardTemplates>> templates_;
    std::atomic<std::shared_ptr<const RoomLanguages>> languages_;
    std::function<void(Input)> sink_;
    TaskGroup tasks_;
};

}  // namespace socbot
