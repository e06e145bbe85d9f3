// replay: what-if over alarms, exact over the journal.
#include "adapters/sqlite/sqlite_reader.h"
#include "app/exact_replay.h"
#include "app/what_if.h"
#include "base/digest.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "domain/alarm/alarm_json.h"
#include "domain/settings/zones_tz.h"
#include "main/config/bind.h"
#include "main/demo.h"
#include "main/system.h"
#include "main/terminal.h"
#include "main/verbs.h"

#include <fmt/format.h>

#include <fstream>
#include <iostream>

namespace socbot {

namespace {

std::string type_of(const WhatIfMessage& message) {
    if (message.edit) return "edit";
    return message.card ? "card" : "reply";
}

std::string line_of(const WhatIfMessage& message) {
    std::string line;
    JsonWriter json{line};
    json.open_object().key("at").number(message.at.ms).key("type").string(type_of(message));
    json.key("level").string(to_word(message.level)).key("room").string(message.room.room);
    json.key("episode").string(message.episode.str()).key("shows").open_array();
    for (const auto& uid : message.shows)
        json.string(uid);
    json.close_array().key("count").number(message.count).close_object();
    return line;
}

Result<AppConfig> settings_for_replay(const std::string& file, const Zones& zones) {
    if (file.empty()) return default_config(".socbot", Secret{});
    SystemSecretReader secrets;
    auto bound = load_config(file, {secrets, zones});
    for (const auto& problem : bound.problems)
        print_problem(format_problem(problem));
    if (!bound.problems.empty()) return Error{Errc::invalid_input, file + " has problems"};
    return std::move(bound.config);
}

class Report {
public:
    explicit Report(const std::string& file) {
        if (!file.empty()) file_.open(file, std::ios::binary);
        to_file_ = !file.empty();
    }
    bool good() const { return !to_file_ || file_.good(); }
    void line(const std::string& text) {
        if (to_file_)
            file_ << text << '\n';
        else
            print_line(text);
    }

private:
    std::ofstream file_;
    bool to_file_{false};
};

Result<Instant> feed(WhatIf& world, std::istream& in) {
    std::string line;
    std::uint64_t number = 0;
    Instant last;
    while (std::getline(in, line)) {
        ++number;
        if (trim_ascii(line).empty()) continue;
        auto alarm = alarm_from_json(line);
        if (!alarm) return std::move(alarm).error().with_context(fmt::format("line {}", number));
        auto envelope = replay_envelope(line);
        if (!envelope)
            return std::move(envelope).error().with_context(fmt::format("line {}", number));
        if (envelope->customer.empty())
            return Error{Errc::invalid_input, fmt::format("line {}: customer is missing", number)};
        const auto at = envelope->received ? envelope->received : alarm->time;
        last = std::max(last, at);
        if (auto fed = world.feed(envelope->customer, *std::move(alarm), at); !fed)
            return std::move(fed).error().with_context(fmt::format("line {}", number));
    }
    return last;
}

int what_if(const ReplayArguments& arguments, const AppConfig& config, const Zones& zones) {
    Report report{arguments.report};
    if (!report.good()) return fail({Errc::unavailable, arguments.report + ": can't be written"});
    WhatIf world{config.settings, zones, {}};
    world.on_message([&report](const WhatIfMessage& message) { report.line(line_of(message)); });
    std::ifstream file;
    if (arguments.alarms != "-") {
        file.open(arguments.alarms, std::ios::binary);
        if (!file) return fail({Errc::not_found, arguments.alarms + ": can't be read"});
    }
    const auto last = feed(world, arguments.alarms == "-" ? std::cin : file);
    if (!last) return fail(last.error());
    if (auto ended = world.finish(*last + Milliseconds{3'600'000}); !ended)
        return fail(ended.error());
    const auto& totals = world.totals();
    std::string line;
    JsonWriter json{line};
    json.open_object().key("type").string("summary").key("alarms").number(totals.alarms);
    json.key("hidden").number(totals.hidden).key("shown").number(totals.shown);
    json.key("counted").number(totals.counted).key("repeats").number(totals.repeats);
    json.key("interruptions").number(totals.interruptions).close_object();
    report.line(line);
    return 0;
}

int exact(const AppConfig& config, const Zones& zones) {
    SqliteReaders readers{{.directory = config.data_dir}};
    auto reader = readers.open();
    if (!reader) return fail(reader.error());
    const auto report = replay_exact(**reader, zones, {});
    if (!report) return fail(report.error());
    for (const auto& mismatch : report->mismatches)
        print_problem(mismatch);
    if (report->skipped_before != 0)
        print_problem("the journal's first entry is gone: exact replay needs it or a snapshot");
    std::string line;
    JsonWriter json{line};
    json.open_object().key("type").string("exact").key("entries").number(report->entries);
    json.key("erased").number(report->erased);
    json.key("mismatches").number(report->mismatches.size());
    json.key("digest").string(to_hex(as_bytes(report->last))).close_object();
    print_line(line);
    return report->mismatches.empty() && report->skipped_before == 0 ? 0 : 1;
}

// Recorded alarms between two times, as what-if replay reads them.
int recorded(const ReplayArguments& arguments, const AppConfig& config, const Zones& zones) {
    const auto from = parse_rfc3339(arguments.from);
    const auto to = parse_rfc3339(arguments.to);
    if (!from || !to) return fail({Errc::invalid_input, "--from and --to take RFC 3339 times"});
    SqliteReaders readers{{.directory = config.data_dir}};
    auto reader = readers.open();
    if (!reader) return fail(reader.error());
    Report report{arguments.report};
    WhatIf world{config.settings, zones, {}};
    world.on_message([&report](const WhatIfMessage& message) { report.line(line_of(message)); });
    AlarmQuery query;
    query.from = *from;
    query.to = *to;
    query.newest_first = false;
    query.with_body = true;
    query.limit = SIZE_MAX;
    query.scan_limit = SIZE_MAX;
    std::optional<Error> failed;
    auto read = (*reader)->alarms(query, [&](const AlarmRecord& record) {
        auto alarm = alarm_from_json(record.body);
        if (!alarm) return true;
        auto fed = world.feed(record.customer, *std::move(alarm), record.at);
        if (!fed) failed = std::move(fed).error();
        return !failed;
    });
    if (!read) return fail(read.error());
    if (failed) return fail(*failed);
    const auto& totals = world.totals();
    report.line(fmt::format(
        R"({{"type":"summary","alarms":{},"hidden":{},"interruptions":{}}})",
        totals.alarms,
        totals.hidden,
        totals.interruptions
    ));
    return 0;
}

}  // namespace

int replay_verb(const ReplayArguments& arguments) {
    const auto zones = make_system_zones();
    const auto config = settings_for_replay(arguments.config, *zones);
    if (!config) {
        (void)fail(config.error());
        return 2;
    }
    if (!arguments.alarms.empty()) return what_if(arguments, *config, *zones);
    if (arguments.exact) return exact(*config, *zones);
    return recorded(arguments, *config, *zones);
}

}  // namespace socbot
