// How many alarms a second, and how long does each wait? Loads a server on this machine and prints
// one JSON line to stdout and the same as a table to stderr. Also fills a store (--requests N).
//
//   load_generator --port 8081 --token-file FILE [--connections 64] [--seconds 5] [--rate N]
//   load_generator --port 9093 --mode alertmanager
//   load_generator --port 8081 --mode file --bodies FILE --expected '"stored"'
#include "base/text.h"
#include "load/http_load.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace socbot::bench {
namespace {

constexpr std::string_view kUsage{
    "usage: load_generator --port N [--address 127.0.0.1] [--mode usm|alertmanager|file] [--path "
    "PATH]\n"
    "         [--token-file FILE] [--connections 64] [--seconds 5] [--requests N] [--rate PER_S]\n"
    "         [--seed N] [--first N] [--bodies FILE] [--expected TEXT]\n"
    "--mode file sends the lines of --bodies from the --first on; an answer must hold --expected.\n"
    "Ends after --seconds or --requests, whichever comes first. Without --rate the loop is "
    "closed.\n"
    "--seed and --first choose the uids: requests of the same seed and counter are repeats.\n"};

struct Arguments {
    LoadOptions load;
    std::string mode{"usm"};
    std::string bodies;
    std::string expected;
    std::string token_file;
    std::uint64_t seed{1};
    std::uint64_t first{0};
};

template <class Number>
Number number(std::string_view name, std::string_view text, Number least, Number most) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most)
        throw std::runtime_error{fmt::format("{} {}: from {} to {}", name, text, least, most)};
    return value;
}

void take(Arguments& arguments, std::string_view name, std::string_view text) {
    auto& load = arguments.load;
    if (name == "--port") {
        load.port = number<std::uint16_t>(name, text, 1, 65535);
    } else if (name == "--address") {
        load.address = text;
    } else if (name == "--mode" && (text == "usm" || text == "alertmanager" || text == "file")) {
        arguments.mode = text;
    } else if (name == "--bodies") {
        arguments.bodies = text;
    } else if (name == "--expected") {
        arguments.expected = text;
    } else if (name == "--path") {
        load.path = text;
    } else if (name == "--token-file") {
        arguments.token_file = text;
    } else if (name == "--connections") {
        load.connections = number<unsigned>(name, text, 1, 4096);
    } else if (name == "--seconds") {
        load.seconds = number<double>(name, text, 0.01, 86'400);
    } else if (name == "--requests") {
        load.requests = number<std::uint64_t>(name, text, 1, kMostRequests);
    } else if (name == "--rate") {
        load.rate = number<double>(name, text, 0.1, 1'000'000);
    } else if (name == "--seed") {
        arguments.seed = number<std::uint64_t>(name, text, 0, UINT64_MAX);
    } else if (name == "--first") {
        arguments.first = number<std::uint64_t>(name, text, 0, UINT64_MAX);
    } else {
        throw std::runtime_error{fmt::format("{} {}?\n{}", name, text, kUsage)};
    }
}

Arguments arguments_of(std::span<char*> words) {
    Arguments arguments;
    for (std::size_t i = 1; i < words.size(); i += 2) {
        if (i + 1 == words.size()) throw std::runtime_error{std::string{kUsage}};
        take(arguments, words[i], words[i + 1]);
    }
    if (arguments.load.port == 0) throw std::runtime_error{std::string{kUsage}};
    if (arguments.load.path.empty())
        arguments.load.path = arguments.mode == "alertmanager" ? "/api/v2/alerts" : "/intake/usm";
    if (!arguments.token_file.empty()) {
        std::ifstream file{arguments.token_file};
        const std::string text{std::istreambuf_iterator<char>{file}, {}};
        arguments.load.token = trim_ascii(text);
        if (arguments.load.token.empty())
            throw std::runtime_error{arguments.token_file + ": no token in it"};
    }
    return arguments;
}

double percentile_ms(const std::vector<std::uint32_t>& sorted, double share) {
    if (sorted.empty()) return 0;
    const auto at = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1) + 0.5);
    return static_cast<double>(sorted[at]) / 1000.0;
}

std::uint64_t failures(const LoadResult& result) {
    std::uint64_t count = result.unexpected + result.unanswered;
    for (const auto& [status, times] : result.statuses)
        if (status != 200) count += times;
    return count;
}

std::string other_statuses(const LoadResult& result) {
    std::string text;
    for (const auto& [status, times] : result.statuses)
        if (status != 200)
            text += fmt::format("{}\"{}\":{}", text.empty() ? "" : ",", status, times);
    return text;
}

void print(const LoadOptions& options, const LoadResult& result, const AlarmShares* shares) {
    const auto answers = static_cast<double>(result.latency_us.size());
    const double rate = result.seconds > 0 ? answers / result.seconds : 0;
    const double cpu_us = answers > 0 ? result.cpu_seconds * 1e6 / answers : 0;
    const auto ms = [&result](double share) { return percentile_ms(result.latency_us, share); };
    const double mean_bytes = answers > 0 ? static_cast<double>(result.sent_bytes) / answers : 0;
    std::string json = fmt::format(
        R"({{"connections":{},"rate_wanted":{},"seconds":{:.3f},"answers":{},"per_second":{:.1f},)"
        R"("p50_ms":{:.3f},"p90_ms":{:.3f},"p99_ms":{:.3f},"max_ms":{:.3f},"not_200":{{{}}},)"
        R"("unexpected":{},"broken":{},"unanswered":{},"bytes_per_request":{:.0f},)"
        R"("generator_cpu_s":{:.3f},"generator_us_per_request":{:.2f})",
        options.connections,
        options.rate,
        result.seconds,
        result.latency_us.size(),
        rate,
        ms(0.5),
        ms(0.9),
        ms(0.99),
        ms(1),
        other_statuses(result),
        result.unexpected,
        result.broken,
        result.unanswered,
        mean_bytes,
        result.cpu_seconds,
        cpu_us
    );
    if (shares != nullptr)
        json += fmt::format(
            R"(,"hidden":{},"opening":{},"updates":{})",
            shares->hidden,
            shares->opening,
            shares->updates
        );
    std::cout << json << "}\n";
    std::cerr << fmt::format(
        "{} connections, {}, {:.2f} s\n"
        "  requests/s      {:>10.0f}   ({} answers, {:.0f} B each)\n"
        "  latency ms      p50 {:.2f}   p90 {:.2f}   p99 {:.2f}   max {:.2f}\n"
        "  not as expected {:>10}   not 200 {{{}}}, 200 but another body {}, broken {}, unanswered "
        "{}\n"
        "  generator CPU   {:>10.2f} s = {:.1f} us a request\n",
        options.connections,
        options.rate > 0 ? fmt::format("{:.0f}/s due", options.rate) : "closed loop",
        result.seconds,
        rate,
        result.latency_us.size(),
        mean_bytes,
        ms(0.5),
        ms(0.9),
        ms(0.99),
        ms(1),
        failures(result),
        other_statuses(result),
        result.unexpected,
        result.broken,
        result.unanswered,
        result.cpu_seconds,
        cpu_us
    );
}

int run(std::span<char*> words) {
    const auto arguments = arguments_of(words);
    std::unique_ptr<BodyMaker> bodies;
    const UsmAlarms* alarms = nullptr;
    if (arguments.mode == "alertmanager") {
        bodies = std::make_unique<Alerts>(arguments.seed, arguments.first);
    } else if (arguments.mode == "file") {
        bodies =
            std::make_unique<PreparedBodies>(arguments.bodies, arguments.expected, arguments.first);
    } else {
        auto made = std::make_unique<UsmAlarms>(arguments.seed, arguments.first);
        alarms = made.get();
        bodies = std::move(made);
    }
    const auto result = run_load(arguments.load, *bodies);
    print(arguments.load, result, alarms == nullptr ? nullptr : &alarms->shares());
    return failures(result) == 0 && !result.latency_us.empty() ? 0 : 1;
}

}  // namespace
}  // namespace socbot::bench

int main(int count, char** words) {
    try {
        return socbot::bench::run({words, static_cast<std::size_t>(count)});
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 2;
    }
}
