// Names and explanations of the figures of intake and listeners.
#include "main/measures.h"

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace socbot {

void measure_intake(Metrics& metrics, const IntakeCounters& counters) {
    const auto add = [&](const char* name, const char* help, const auto& counter) {
        metrics.counter_from(name, help, [&counter] {
            return static_cast<double>(counter.load());
        });
    };
    add("intake_unauthorised", "Requests refused for their credentials", counters.unauthorised);
    add("intake_unreadable", "Alarms kept raw for they could not be read", counters.unreadable);
    add("intake_over_quota", "Requests answered 503 for their source's quota", counters.over_quota);
    add("intake_unavailable", "Requests answered 503", counters.unavailable);
}

void measure_sns(Metrics& metrics, const SnsGate& gate) {
    for (std::size_t i = 0; i < kSnsRefusals; ++i) {
        const auto refusal = static_cast<SnsRefusal>(i);
        metrics.counter_from(
            std::string{"sns_refused_"} + to_word(refusal),
            "Messages of Amazon SNS not taken for this reason",
            [&gate, refusal] { return static_cast<double>(gate.count(refusal)); }
        );
    }
}

void measure_queues(Metrics& metrics, const SqsPoller& queues) {
    using Figures = SqsPoller::Figures;
    const auto read = [&queues](std::uint64_t Figures::*member) {
        return [&queues, member] { return static_cast<double>(queues.figures().*member); };
    };
    const auto count = [&](const char* name, const char* help, auto member) {
        metrics.counter_from(name, help, read(member));
    };
    count("sqs_received", "Messages that queues handed out", &Figures::received);
    count("sqs_stored", "Messages of queues on disk, repeats too", &Figures::stored);
    count("sqs_refused", "Messages of queues refused for good", &Figures::refused);
    count("sqs_deleted", "Messages deleted from queues", &Figures::deleted);
    count("sqs_failures", "Calls to queues that failed", &Figures::failures);
    metrics.gauge_from("sqs_waiting", "Messages in queues, about", read(&Figures::waiting));
    metrics.gauge_from(
        "sqs_waiting_dead", "Messages in dead-letter queues, about", read(&Figures::waiting_dead)
    );
    metrics.gauge_from("sqs_queues", "Queues of the configuration", read(&Figures::queues));
    metrics.gauge_from("sqs_failing", "Queues that can't be drained now", read(&Figures::failing));
}

void measure_listener(
    Metrics& metrics,
    const std::string& listener,
    const std::function<ListenerCounts()>& counts
) {
    const std::string prefix = "http_" + listener + "_";
    const auto count = [&](const char* name, const char* help, auto member) {
        metrics.counter_from(prefix + name, help, [counts, member] {
            return static_cast<double>(counts().*member);
        });
    };
    count("accepted", "Connections accepted", &ListenerCounts::accepted);
    count("turned_away", "Connections over the cap", &ListenerCounts::turned_away);
    count("accept_errors", "Accepts that failed", &ListenerCounts::accept_errors);
    count("requests", "Requests that reached a handler", &ListenerCounts::requests);
    count("refused", "Requests answered without a handler", &ListenerCounts::refused);
    count("timed_out", "Connections ended by a time limit", &ListenerCounts::timed_out);
    count("handler_failures", "Requests that failed inside", &ListenerCounts::handler_failures);
    metrics.gauge_from(prefix + "connections", "Open connections", [counts] {
        return static_cast<double>(counts().open);
    });
    metrics.gauge_from(prefix + "streams", "Open event streams", [counts] {
        return static_cast<double>(counts().streams);
    });
}

}  // namespace socbot
