// Figures that are kept where they arise, told to Metrics by name. Each is read when somebody asks.
#pragma once

#include "adapters/beast/listener_config.h"
#include "adapters/prometheus/metrics.h"
#include "app/intake.h"
#include "app/sqs_poller.h"

#include <functional>
#include <string>

namespace socbot {

// socbot_intake_..._total. The counters must outlive the metrics' last scrape.
void measure_intake(Metrics& metrics, const IntakeCounters& counters);
// socbot_sns_refused_<reason>_total for each reason.
void measure_sns(Metrics& metrics, const SnsGate& gate);

// socbot_sqs_...; the poller must outlive the metrics' last scrape.
void measure_queues(Metrics& metrics, const SqsPoller& queues);

// socbot_http_<listener>_...: in the name, since labels are customer, source and connection only.
// `counts` is called on the thread that scrapes.
void measure_listener(
    Metrics& metrics,
    const std::string& listener,
    const std::function<ListenerCounts()>& counts
);

}  // namespace socbot
