// The command line's verbs (docs/architecture.md, "Command line"). All read "-" as standard input,
// write JSON lines to standard output and problems to standard error, escape control characters on
// a terminal, and return the exit code: 0, 1 for a failure, 2 for a wrong configuration or usage.
#pragma once

#include <string>
#include <vector>

namespace socbot {

struct RunArguments {
    std::string config;
    bool demo{false};
    std::string listen;
    std::string page;
};
int run_verb(const RunArguments& arguments, const std::string& program);
int check_verb(const std::string& config);
int console_link_verb(
    const std::string& config,
    const std::string& data_dir,
    const std::string& person
);
// How a running server is: JSON lines, one for it and one a source.
int status_verb(const std::string& config, const std::string& data_dir);

struct QuarantineArguments {
    std::string config, data_dir;
    std::string source;            // list, release --all: of this source alone
    std::string person;            // release: under whose name
    std::vector<std::string> ids;  // show, release
    bool all{false};               // release: whatever was not released
};
// JSON lines, newest first.
int quarantine_list_verb(const QuarantineArguments& arguments);
// The bytes as they came.
int quarantine_show_verb(const QuarantineArguments& arguments);
// {"id":..,"status":..} for each; 0 when none is left in quarantine.
int quarantine_release_verb(const QuarantineArguments& arguments);

int send_verb(
    const std::string& config,
    const std::string& data_dir,
    const std::string& source,
    const std::vector<std::string>& files
);

struct BackfillArguments {
    std::string config, data_dir, source;
    int days{90};
    bool no_wait{false};
};
// One line of progress a second, as it changes; exit 0 when all is counted.
int backfill_verb(const BackfillArguments& arguments);

struct ReplayArguments {
    std::string config;
    std::string alarms;  // --alarms FILE
    bool exact{false};
    std::string from, to;
    std::string report;
};
int replay_verb(const ReplayArguments& arguments);

int alarm_normalise_verb(const std::string& type, const std::vector<std::string>& files);
int card_expand_verb(bool strict);
int card_preview_verb(
    const std::string& template_file,
    const std::string& data,
    const std::string& platform
);

// JSON lines {id, expression, alarm, now} on standard input, of which only the expression is
// needed; {id, value} or {id, error} for each. 1 when a line is no JSON object.
int rule_eval_verb();
// Matchers of Alertmanager, a list a line, to a rule a line. 1 when one can't be a rule.
int rule_import_verb();

struct SnsVerifyArguments {
    std::string certificate;         // PEM file
    std::string topic;               // ARN
    std::string at;                  // RFC 3339; empty: now
    std::vector<std::string> files;  // none: standard input
};
// Topic, certificate at that time, signature; not the message's age. 0: all are valid.
int sns_verify_verb(const SnsVerifyArguments& arguments);

// What to set in AWS for a source with `auth: {sns: ...}`, as commands. 2: no such source.
int sns_settings_verb(const std::string& config, const std::string& source);

int audit_verify_verb(const std::string& config, const std::string& data_dir);
int audit_export_verb(const std::string& config, const std::string& data_dir);

}  // namespace socbot
