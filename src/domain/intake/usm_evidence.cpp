// Files, processes and malware are told on the alarm and again in its events, each time in part:
// parts of one thing are put together, parts of different things never.
#include "domain/intake/usm_evidence.h"

#include "base/text.h"
#include "domain/intake/clean_text.h"
#include "domain/intake/usm_values.h"

#include <algorithm>
#include <array>
#include <utility>

namespace socbot::intake {
namespace {

using F = UsmField;

std::string hash_of(const UsmFields& in, F field, std::size_t digits) {
    for (const F candidate : {field, F::file_hash}) {
        std::string text = to_lower_ascii(line(in, candidate));
        if (is_hex(text, digits)) return text;
        // "SHA1=...,MD5=...", "sha256:...".
        for (const std::string& part : split_list(text)) {
            std::string hash = part.substr(part.find_last_of("=:") + 1);
            if (is_hex(hash, digits)) return hash;
        }
    }
    return {};
}

bool agree(const std::string& a, const std::string& b) {
    return a.empty() || b.empty() || a == b;
}

// Two objects may each tell a part of one file; parts of different files must not be mixed.
void add_file(const UsmFields& in, std::vector<File>& files) {
    File file{
        line(in, F::file_name),
        line(in, F::file_path),
        hash_of(in, F::file_hash_md5, 32),
        hash_of(in, F::file_hash_sha1, 40),
        hash_of(in, F::file_hash_sha256, 64)};
    if (file == File{}) return;
    constexpr std::array kParts{&File::name, &File::path, &File::md5, &File::sha1, &File::sha256};
    for (File& known : files) {
        const bool one = std::all_of(kParts.begin(), kParts.end(), [&](const auto part) {
            return agree(known.*part, file.*part);
        });
        if (!one) continue;
        for (const auto part : kParts)
            if ((known.*part).empty()) known.*part = std::move(file.*part);
        return;
    }
    if (files.size() < kAlarmLimits.list_items) files.push_back(std::move(file));
}

std::string either(const UsmFields& in, F first, F second) {
    std::string text = line(in, first);
    return text.empty() ? line(in, second) : text;
}

void add_process(const UsmFields& in, std::vector<Process>& processes) {
    Process process{
        either(in, F::source_process, F::destination_process),
        either(in, F::source_process_commandline, F::destination_process_commandline),
        either(in, F::source_process_parent, F::destination_process_parent),
        either(in, F::source_process_parent_commandline, F::destination_process_parent_commandline),
        std::nullopt};
    if (process == Process{}) return;
    process.pid = integer(in, F::source_process_id);
    if (!process.pid) process.pid = integer(in, F::destination_process_id);
    constexpr std::array kParts{
        &Process::name, &Process::cmd_line, &Process::parent, &Process::parent_cmd_line};
    for (Process& known : processes) {
        const bool one = std::all_of(kParts.begin(), kParts.end(), [&](const auto part) {
            return agree(known.*part, process.*part);
        });
        if (!one || (known.pid && process.pid && *known.pid != *process.pid)) continue;
        for (const auto part : kParts)
            if ((known.*part).empty()) known.*part = std::move(process.*part);
        if (!known.pid) known.pid = process.pid;
        return;
    }
    if (processes.size() < kAlarmLimits.list_items) processes.push_back(std::move(process));
}

void add_malware(const UsmFields& in, std::vector<Malware>& malware) {
    for (std::string& family : lines(in, F::malware_family)) {
        Malware one{std::move(family), {}};
        if (malware.size() < kAlarmLimits.list_items &&
            std::find(malware.begin(), malware.end(), one) == malware.end())
            malware.push_back(std::move(one));
    }
}

void read_file_and_process(const UsmPayload& in, Alarm& alarm) {
    const auto read = [&](const UsmFields& fields) {
        add_file(fields, alarm.files);
        add_process(fields, alarm.processes);
        add_malware(fields, alarm.malware);
    };
    read(in.alarm);
    for (const UsmFields& event : in.events)
        read(event);
}

void read_indicators(const UsmPayload& in, Alarm& alarm) {
    const auto add = [](std::vector<std::string>& to, std::string text) {
        if (text.empty() || to.size() == kAlarmLimits.list_items) return;
        if (std::find(to.begin(), to.end(), text) == to.end()) to.push_back(std::move(text));
    };
    const auto read = [&](const UsmFields& fields) {
        add(alarm.urls, line(fields, F::request_url));
        add(alarm.emails, line(fields, F::email_sender));
        add(alarm.emails, line(fields, F::email_recipient));
        for (const std::string& text : lines(fields, F::event_cve)) {
            for (std::string& id : split_list(text))
                add(alarm.cve, std::move(id));
        }
    };
    read(in.alarm);
    for (const UsmFields& event : in.events)
        read(event);
}

}  // namespace

void read_evidence(const UsmPayload& in, Alarm& alarm) {
    read_file_and_process(in, alarm);
    read_indicators(in, alarm);
}

}  // namespace socbot::intake
