// alarm normalise, card expand, card preview, audit verify, audit export.
#include "adapters/sqlite/sqlite_reader.h"
#include "base/digest.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "domain/alarm/alarm_json.h"
#include "domain/cards/preview.h"
#include "domain/intake/reader.h"
#include "domain/templating/template.h"
#include "domain/triage/policy.h"
#include "main/system.h"
#include "main/terminal.h"
#include "main/verbs.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <iostream>

namespace socbot {

namespace {

namespace json = boost::json;

// A JSON object, or JSON lines.
std::vector<std::string> documents_of(const std::string& text) {
    boost::system::error_code ec;
    (void)json::parse(text, ec);
    if (!ec) return {text};
    std::vector<std::string> lines;
    for (const auto line : split(text, '\n'))
        if (!trim_ascii(line).empty()) lines.emplace_back(trim_ascii(line));
    return lines;
}

json::object expand_case(const json::object& line, templating::Mode mode, std::int64_t now_ms) {
    json::object out;
    if (const auto* id = line.if_contains("id")) out["id"] = *id;
    const auto* source = line.if_contains("template");
    if (source == nullptr) {
        out["error"] = "template is missing";
        out["error_stage"] = "parse";
        return out;
    }
    templating::Options options;
    options.mode = mode;
    // A person's own template and data, not an alarm's: as much as the official samples need.
    options.limits.template_bytes = 4U << 20U;
    options.limits.output_bytes = 16U << 20U;
    options.limits.output_nodes = 500'000;
    options.limits.steps = 20'000'000;
    const auto prepared = templating::Template::prepare(*source, options);
    if (!prepared) {
        out["error"] = prepared.error().message();
        out["error_stage"] = "parse";
        return out;
    }
    templating::Data data;
    if (const auto* root = line.if_contains("data")) data.root = *root;
    if (const auto* host = line.if_contains("host")) data.host = *host;
    const auto* given = line.if_contains("now");
    data.now = given != nullptr && given->is_int64() ? given->get_int64() : now_ms;
    data.seed = static_cast<std::uint64_t>(now_ms);
    auto expansion = prepared->expand(data);
    if (!expansion) {
        out["error"] = expansion.error().message();
        out["error_stage"] = "expand";
    } else if (!expansion->undefined) {
        out["output"] = std::move(expansion->output);
    }
    return out;
}

// Every link from the first recorded one on, and payloads against their salted digests.
template <class Each>
int walk_audit(const std::string& config, const std::string& data_dir, const Each& each) {
    const auto directory = data_dir_of(config, data_dir);
    if (!directory) return fail(directory.error());
    SqliteReaders readers{{.directory = *directory}};
    auto reader = readers.open();
    if (!reader) return fail(reader.error());
    Digest previous{};
    std::uint64_t broken = 0;
    std::uint64_t erased = 0;
    std::uint64_t entries = 0;
    auto read = (*reader)->audit(0, [&](const AuditRecord& record) {
        const auto link =
            Sha256{}.update(as_bytes(previous)).update(as_bytes(record.salted)).finish();
        const bool gone = record.payload.empty();
        const bool payload_good =
            gone || Sha256{}.update(record.salt).update(record.payload).finish() == record.salted;
        if (link != record.link || !payload_good || record.number != entries + 1) ++broken;
        erased += gone ? 1 : 0;
        ++entries;
        previous = record.link;
        each(record);
        return true;
    });
    if (!read) return fail(read.error());
    std::string line;
    JsonWriter writer{line};
    writer.open_object().key("entries").number(entries).key("erased").number(erased);
    writer.key("broken")
        .number(broken)
        .key("head")
        .string(to_hex(as_bytes(previous)))
        .close_object();
    print_line(line);
    return broken == 0 ? 0 : 1;
}

// A line for one of all platforms; whether nothing is wrong.
bool print_preview_line(
    const std::string& source,
    const json::value& data,
    const CardPlatform& platform
) {
    const auto preview = preview_card(source, data, platform);
    json::object line;
    line["platform"] = platform.name;
    line["bytes"] = preview.json.size();
    json::array& left_out = line.emplace("left_out", json::array{}).first->value().as_array();
    for (const auto& what : preview.left_out)
        left_out.emplace_back(what);
    json::array& problems = line.emplace("problems", json::array{}).first->value().as_array();
    for (const auto& problem : preview.problems)
        problems.push_back({{"path", problem.path}, {"message", problem.message}});
    if (auto card = templating::parse_json(preview.json, kCardDepth))
        line["card"] = *std::move(card);
    print_line(json::serialize(line));
    return preview.problems.empty();
}

}  // namespace

int alarm_normalise_verb(const std::string& type, const std::vector<std::string>& files) {
    SourceSettings source;
    source.id = SourceId{"cli"};
    source.type = type;
    source.tenant_field = type == "usm_anywhere" ? "x_att_tenant_subdomain" : "";
    const auto policy = Policy::make({});
    if (!policy) return fail(policy.error());
    int code = 0;
    for (const auto& file : files.empty() ? std::vector<std::string>{"-"} : files) {
        const auto text = read_file(file, 256U << 20U);
        if (!text) {
            code = fail(text.error());
            continue;
        }
        for (const auto& document : documents_of(*text)) {
            auto alarm = read_alarm(document, source);
            if (!alarm) {
                code = fail(std::move(alarm).error().with_context(file));
                continue;
            }
            CustomerCode customer;
            if (type == "ocsf")
                if (const auto envelope = replay_envelope(document)) customer = envelope->customer;
            print_line(to_json(*alarm, customer, policy->kind_of(*alarm, customer)));
        }
    }
    return code;
}

int card_expand_verb(bool strict) {
    std::string line;
    int code = 0;
    while (std::getline(std::cin, line)) {
        if (trim_ascii(line).empty()) continue;
        boost::system::error_code ec;
        const auto parsed = json::parse(line, ec);
        if (ec || !parsed.is_object()) {
            print_problem("a line is no JSON object");
            code = 1;
            continue;
        }
        const auto now_ms = std::chrono::duration_cast<std::chrono::milliseconds>(
                                SystemClock{}.wall().time_since_epoch()
        )
                                .count();
        const auto mode = strict ? templating::Mode::strict : templating::Mode::lenient;
        print_line(json::serialize(expand_case(parsed.as_object(), mode, now_ms)));
    }
    return code;
}

int card_preview_verb(
    const std::string& template_file,
    const std::string& data_file,
    const std::string& platform
) {
    const auto source = read_file(template_file, 1U << 20U);
    if (!source) return fail(source.error());
    const auto text = read_file(data_file, 4U << 20U);
    if (!text) return fail(text.error());
    boost::system::error_code ec;
    const auto data = json::parse(*text, ec);
    if (ec) return fail({Errc::invalid_input, data_file + ": " + ec.message()});
    if (platform == "all") {
        bool good = true;
        for (const auto& each : card_platforms())
            good = print_preview_line(*source, data, each) && good;
        return good ? 0 : 1;
    }
    const auto* one = find_card_platform(platform);
    if (one == nullptr)
        return fail({Errc::invalid_input, "--platform: " + card_platform_names() + " or all"});
    const auto preview = preview_card(*source, data, *one);
    for (const auto& problem : preview.problems)
        print_problem(problem.path + ": " + problem.message);
    for (const auto& what : preview.left_out)
        print_problem("left out: " + what);
    if (!preview.json.empty()) print_line(preview.json);
    return preview.problems.empty() ? 0 : 1;
}

int audit_verify_verb(const std::string& config, const std::string& data_dir) {
    return walk_audit(config, data_dir, [](const AuditRecord&) {});
}

int audit_export_verb(const std::string& config, const std::string& data_dir) {
    return walk_audit(config, data_dir, [](const AuditRecord& record) {
        std::string line;
        JsonWriter writer{line};
        writer.open_object().key("number").number(record.number);
        writer.key("at")
            .string(format_rfc3339(record.at))
            .key("link")
            .string(to_hex(as_bytes(record.link)));
        if (record.payload.empty())
            writer.key("erased").boolean(true);
        else
            writer.key("entry").raw(record.payload);
        writer.close_object();
        print_line(line);
    });
}

}  // namespace socbot
