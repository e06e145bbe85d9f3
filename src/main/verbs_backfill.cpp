// backfill: starts it in the running server and shows how it goes until it ends.
#include "main/control_client.h"
#include "main/terminal.h"
#include "main/verbs.h"

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <chrono>
#include <thread>

namespace socbot {

namespace {

std::string state_of(const std::string& json) {
    boost::system::error_code ec;
    const auto value = boost::json::parse(json, ec);
    if (ec || !value.is_object()) return {};
    const auto* state = value.as_object().if_contains("state");
    return state != nullptr && state->is_string() ? std::string{state->as_string()} : std::string{};
}

}  // namespace

int backfill_verb(const BackfillArguments& arguments) {
    const auto directory = data_dir_of(arguments.config, arguments.data_dir);
    if (!directory) return fail(directory.error());
    const auto target = "/backfill?source=" + percent_encode(arguments.source);
    const auto begin = target + fmt::format("&hours={}", arguments.days * 24);
    std::string shown;
    for (bool begins = true;;) {
        const auto answer = control_post(*directory, begins ? begin : target, {});
        if (!answer) return fail(answer.error());
        if (answer->status != 200) {
            print_problem(answer->body);
            return 1;
        }
        if (answer->body != shown) print_line(answer->body);
        shown = answer->body;
        const auto state = state_of(shown);
        if (state == "failed") return 1;
        if (state == "done" || arguments.no_wait) return 0;
        // Idle: the server had only just started, and looked itself whether one was left
        // unfinished.
        begins = state == "idle";
        std::this_thread::sleep_for(std::chrono::seconds{1});
    }
}

}  // namespace socbot
