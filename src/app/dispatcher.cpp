// Attempts and their outcomes; see dispatcher.h.
#include "app/dispatcher.h"

#include "base/text.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include <exception>
#include <utility>

namespace socbot {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds kDrainStep{20};

// Short, unique in a connection, and easy to find again in text: "·4f2a9c01".
std::string marker_of(DeliveryId id) {
    return fmt::format("\u00b7{:x}", id.value());
}

}  // namespace

Dispatcher::Dispatcher(
    asio::any_io_executor executor,
    DispatcherConfig config,
    const ButtonSigner& signer,
    const Clock& clock
)
    : executor_{executor},
      config_{config},
      signer_{signer},
      clock_{clock},
      tasks_{executor, [](std::string_view, std::string_view) {}} {}

void Dispatcher::add(JobKind kind, std::string name, JobAdapter& adapter) {
    adapters_[{kind, std::move(name)}] = &adapter;
}

Instant Dispatcher::now() const {
    return wall_now(clock_);
}

void Dispatcher::start(std::vector<JobStart> jobs) {
    asio::post(executor_, [this, jobs = std::move(jobs)]() mutable {
        for (auto& job : jobs) {
            const bool delivery = job.kind == static_cast<std::uint8_t>(JobKind::deliver);
            auto shared = std::make_shared<JobStart>(std::move(job));  // a task is copyable
            tasks_.spawn(delivery ? "deliver" : "job", [this, shared, delivery] {
                return delivery ? deliver(std::move(*shared)) : run(std::move(*shared));
            });
        }
    });
}

Rendered Dispatcher::render(const Delivery& delivery, const RoomLimits& limits) const {
    const auto templates = templates_.load();
    const auto at = now();
    RenderContext context{
        *templates,
        [&](const Button& button) {
            ButtonClaim claim;
            claim.room = delivery.room;
            claim.episode = {delivery.customer, delivery.is_card ? delivery.episode : 0};
            claim.action = button.action;
            claim.revision = delivery.wanted;
            return signer_.sign(std::move(claim), at);
        },
        limits.card,
        languages_.load()->of(delivery.room)};
    return render_card(delivery.view, context);
}

OutgoingMessage Dispatcher::message_of(Delivery delivery, const RoomLimits& limits) const {
    OutgoingMessage message;
    message.id = delivery.id;
    message.revision = delivery.sending;
    message.operation = delivery.operation;
    message.room = delivery.room;
    message.level = delivery.level;
    message.customer = delivery.customer;
    message.episode = delivery.episode;
    message.message_id = delivery.message_id;
    message.thread_root = delivery.thread_root;
    message.marker = marker_of(delivery.id);
    message.possible_repeat = delivery.attempt.possible_repeat;
    message.created = delivery.created;
    message.thread = delivery.thread;
    if (delivery.view.template_name.empty()) {
        message.text = cut_utf8(delivery.text, limits.text_bytes);
        return message;
    }
    message.text = notification_line(delivery.view);
    auto kept = std::make_shared<const Delivery>(std::move(delivery));
    message.card = [this, kept, limits]() -> Result<RenderedCard> {
        auto rendered = render(*kept, limits);
        return RenderedCard{std::move(rendered.json), std::move(rendered.template_hash)};
    };
    return message;
}

asio::awaitable<void> Dispatcher::deliver(JobStart job) {
    OutcomeInput outcome;
    outcome.job = job.id;
    outcome.kind = JobKind::deliver;
    outcome.outcome.attempt = job.attempt;
    try {
        Reader in{job.body};
        auto delivery = Delivery::decode(in);
        const auto connection = connections_.find(delivery.room.connection.str());
        if (connection == connections_.end()) {
            outcome.outcome.outcome = OutcomeClass::permanent;
            outcome.outcome.error = "the chat connection is not configured any more";
        } else {
            auto& chat = *connection->second;
            const auto reconcile = delivery.operation == Operation::reconcile;
            auto message = message_of(std::move(delivery), chat.limits());
            const auto deadline = Deadline::after(config_.attempt_limit);
            // Two statements: g++ 12 miscompiles co_await inside ?: (temporaries destroyed twice).
            ChatOutcome ended;
            if (reconcile) {
                ended = co_await chat.find(std::move(message), deadline);
            } else {
                ended = co_await chat.attempt(std::move(message), deadline);
            }
            outcome.outcome = std::move(ended.outcome);
            outcome.outcome.attempt = job.attempt;
            outcome.message_id = std::move(ended.message_id);
            outcome.template_hash = std::move(ended.template_hash);
        }
    } catch (const std::exception& error) {
        // Whether the message went out is not known; the machine decides.
        outcome.outcome.outcome = OutcomeClass::ambiguous;
        outcome.outcome.error = error.what();
    }
    sink_(std::move(outcome));
}

asio::awaitable<void> Dispatcher::run(JobStart job) {
    OutcomeInput outcome;
    outcome.job = job.id;
    outcome.outcome.attempt = job.attempt;
    try {
        Reader in{job.body};
        auto request = JobRequest::decode(in);
        outcome.kind = request.kind;
        const auto name = request.kind == JobKind::external ? request.name : std::string{};
        const auto adapter = adapters_.find({request.kind, name});
        if (adapter == adapters_.end()) {
            outcome.outcome.outcome = OutcomeClass::permanent;
            outcome.outcome.error = "nothing here answers this";
        } else {
            const auto deadline = Deadline::after(config_.job_limit);
            auto ended = co_await adapter->second->run(std::move(request), deadline);
            outcome.outcome = std::move(ended.outcome);
            outcome.outcome.attempt = job.attempt;
            outcome.result = std::move(ended.result);
        }
    } catch (const std::exception& error) {
        outcome.outcome.outcome = OutcomeClass::retry_after;
        outcome.outcome.error = error.what();
    }
    sink_(std::move(outcome));
}

asio::awaitable<void> Dispatcher::stop(Deadline deadline) {
    asio::steady_timer timer{executor_};
    while (tasks_.size() != 0 && Deadline::Clock::now() < deadline.when()) {
        timer.expires_after(kDrainStep);
        co_await timer.async_wait(asio::use_awaitable);
    }
    co_await tasks_.stop();
}

}  // namespace socbot
