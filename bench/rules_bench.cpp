// What does an alarm cost with 10,000 rules, of which about 100 can match? Beside it, in the same
// run, asking every rule; both must give the same. A table to stderr, one JSON line to stdout.
//   build/release/bench/rules_bench [ROUNDS]
#include "domain/rules/rule_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace socbot;  // NOLINT(google-build-using-namespace): a program of one file
using Clock = std::chrono::steady_clock;

constexpr int kRules = 10'000;
constexpr int kUids = 80;  // 8,000 equalities over 80 values: 100 rules for each alarm
constexpr int kAlarms = 1'000;

// 80 % ask for one rule id and something the index knows nothing of.
std::string equality_rule(int i) {
    const std::string uid = fmt::format("rule.uid == \"Rule{}\"", i % kUids);
    switch (i % 4) {
        case 0:
            return fmt::format("{} && severity >= high", uid);
        case 1:
            return fmt::format("{} && severity_score > {}", uid, i % 100);
        case 2:
            return fmt::format("{} && !(title.startsWith(\"Test {}\"))", uid, i);
        default:
            return fmt::format("{} && size(users) > {}", uid, i % 5);
    }
}

// 15 %.
std::string pattern_rule(int i) {
    switch (i % 3) {
        case 0:
            return fmt::format("title.matches(\"(?i)\\\\bcampaign {}\\\\b\")", i);
        case 1:
            return fmt::format("title.matches(\"^Family{} (dropper|loader)\")", i);
        default:
            return fmt::format("http.user_agent.matches(\"tool-{}/[0-9.]+$\")", i);
    }
}

// 5 %: an equality inside, a piece of text inside, and a network, which no index helps.
std::string exists_rule(int i) {
    switch (i % 3) {
        case 0:
            return fmt::format("users.exists(u, u.name == \"user{}\" && u.domain == \"CORP\")", i);
        case 1:
            return fmt::format("users.exists(u, u.name.startsWith(\"svc{}_\"))", i);
        default:
            return fmt::format(
                "dst.exists(e, e.ip in cidr(\"10.{}.{}.0/24\"))", i % 250, (i / 3) % 250
            );
    }
}

std::vector<Rule> make_rules() {
    std::vector<Rule> rules;
    for (int i = 0; i < kRules; ++i) {
        const int place = i % 20;
        const std::string source = place < 16   ? equality_rule(i)
                                   : place < 19 ? pattern_rule(i)
                                                : exists_rule(i);
        auto rule = Rule::compile(source);
        if (!rule) {
            std::fprintf(stderr, "%s: %s\n", source.c_str(), rule.error().message().c_str());
            std::exit(1);
        }
        rules.push_back(*std::move(rule));
    }
    return rules;
}

std::vector<Alarm> make_alarms() {
    std::vector<Alarm> alarms(kAlarms);
    for (int i = 0; i < kAlarms; ++i) {
        Alarm& alarm = alarms[static_cast<std::size_t>(i)];
        alarm.rule_uid = fmt::format("Rule{}", i % kUids);
        alarm.title = fmt::format("Suspicious sign-in by campaign {} from a new country", i * 7);
        alarm.description = "A user signed in from a country that was not seen before";
        alarm.severity = static_cast<Severity>(1 + i % 5);
        alarm.severity_score = i % 101;
        alarm.http_user_agent = fmt::format("Mozilla/5.0 (X11; Linux x86_64) tool-{}/1.2", i * 5);
        User user;
        user.name = fmt::format("user{}", i * 3);
        user.domain = "CORP";
        alarm.users = {user};
        Endpoint source;
        source.ip = fmt::format("203.0.113.{}", i % 250);
        source.port = 50'000;
        alarm.sources = {source};
        Endpoint destination;
        destination.ip = fmt::format("10.{}.{}.7", i % 250, i % 200);
        destination.port = 443;
        alarm.destinations = {destination};
    }
    return alarms;
}

RuleSubject subject_of(const Alarm& alarm) {
    return {.alarm = alarm, .customer = "ACME", .kind = Kind::office365};
}

struct Counts {
    std::size_t candidates{0};
    std::size_t matching{0};
};

double indexed_us(const RuleSet& set, const std::vector<Alarm>& alarms, Counts& counts) {
    RuleSet::Scratch scratch;
    counts = {};
    const auto start = Clock::now();
    for (const Alarm& alarm : alarms) {
        counts.matching += set.match(subject_of(alarm), scratch).size();
        counts.candidates += scratch.candidates.size();
    }
    const std::chrono::duration<double, std::micro> took = Clock::now() - start;
    return took.count() / static_cast<double>(alarms.size());
}

double linear_us(const RuleSet& set, const std::vector<Alarm>& alarms, std::size_t& matching) {
    matching = 0;
    const auto start = Clock::now();
    for (const Alarm& alarm : alarms)
        for (std::size_t at = 0; at < set.size(); ++at)
            if (set.rule(at).matches(subject_of(alarm))) ++matching;
    const std::chrono::duration<double, std::micro> took = Clock::now() - start;
    return took.count() / static_cast<double>(alarms.size());
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
    const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 7;
    const auto building = Clock::now();
    auto made = RuleSet::make(make_rules());
    if (!made) {
        std::fprintf(stderr, "%s\n", made.error().message().c_str());
        return 1;
    }
    const RuleSet set = *std::move(made);
    const std::chrono::duration<double, std::milli> built = Clock::now() - building;
    const auto alarms = make_alarms();
    std::vector<double> indexed;
    std::vector<double> linear;
    Counts counts;
    std::size_t alone = 0;
    for (int round = 0; round <= rounds; ++round) {
        const double with_index = indexed_us(set, alarms, counts);
        // Asking all is slow: a tenth of the alarms is enough for its time, all for the answer.
        const bool first = round == 0;
        const std::vector<Alarm> some{alarms.begin(), alarms.begin() + kAlarms / 10};
        std::size_t found = 0;
        const double without = linear_us(set, first ? alarms : some, found);
        if (first) alone = found;
        if (first) continue;  // warms up
        indexed.push_back(with_index);
        linear.push_back(without);
    }
    if (alone != counts.matching) {
        std::fprintf(stderr, "%zu rules hold by the index, %zu alone\n", counts.matching, alone);
        return 1;
    }
    const double mean = 1.0 / kAlarms;
    std::fprintf(
        stderr,
        "%zu rules, %zu filed, compiled in %.0f ms; an alarm has %.1f candidates, %.1f hold\n"
        "index  %8.2f us an alarm (%.2f to %.2f)\nlinear %8.2f us an alarm (%.2f to %.2f)\n"
        "ratio  %8.1f\n",
        set.size(),
        set.indexed(),
        built.count(),
        static_cast<double>(counts.candidates) * mean,
        static_cast<double>(counts.matching) * mean,
        median(indexed),
        *std::min_element(indexed.begin(), indexed.end()),
        *std::max_element(indexed.begin(), indexed.end()),
        median(linear),
        *std::min_element(linear.begin(), linear.end()),
        *std::max_element(linear.begin(), linear.end()),
        median(linear) / median(indexed)
    );
    fmt::print(
        "{{\"rules\":{},\"indexed_us\":{:.3f},\"linear_us\":{:.3f},\"candidates\":{:.2f}}}\n",
        set.size(),
        median(indexed),
        median(linear),
        static_cast<double>(counts.candidates) * mean
    );
    return 0;
}
