// The command line.
#include "main/config/bind.h"
#include "main/terminal.h"
#include "main/verbs.h"
#include "main/version.h"

#include <CLI/CLI.hpp>

#include <exception>

namespace {

using namespace socbot;  // NOLINT(google-build-using-namespace): the whole file is one table of
                         // verbs

struct Arguments {
    RunArguments run;
    ReplayArguments replay;
    BackfillArguments backfill;
    SnsVerifyArguments sns;
    QuarantineArguments quarantine;
    std::string config, data_dir, person, source, type{"usm_anywhere"};
    std::string card_template, card_data, platform{"webex"};
    std::vector<std::string> files;
    bool strict{false}, lenient{false};
};

void add_store_options(CLI::App* verb, Arguments& arguments) {
    verb->add_option("--config", arguments.config, "configuration file");
    verb->add_option(
        "--data-dir", arguments.data_dir, "state, when there is no configuration file"
    );
}

void add_quarantine(CLI::App& app, QuarantineArguments& a, int& code) {
    auto* quarantine = app.add_subcommand(
        "quarantine", "what could not be read, or be told whose it is, and was set aside"
    );
    quarantine->require_subcommand(1);
    quarantine->add_option("--config", a.config, "configuration file");
    quarantine->add_option("--data-dir", a.data_dir, "state, when there is no configuration file");
    quarantine->fallthrough();
    auto* list = quarantine->add_subcommand("list", "one a line, the newest first");
    list->add_option("--source", a.source, "of this source alone");
    list->callback([&] { code = quarantine_list_verb(a); });
    auto* show = quarantine->add_subcommand("show", "the bytes as they came");
    show->add_option("ids", a.ids, "ids of the list")->required();
    show->callback([&] { code = quarantine_show_verb(a); });
    auto* release =
        quarantine->add_subcommand("release", "tries it again, as the configuration now is");
    release->add_option("--person", a.person, "e-mail of whose decision it is; audited")
        ->required();
    auto* ids = release->add_option("ids", a.ids, "ids of the list");
    release->add_option("--source", a.source, "with --all: of this source alone");
    release->add_flag("--all", a.all, "whatever was not released yet")->excludes(ids);
    release->callback([&] {
        if (!a.all && a.ids.empty())
            throw CLI::ValidationError{"release", "ids or --all are needed"};
        code = quarantine_release_verb(a);
    });
}

int parse_and_run(int argc, char** argv) {
    Arguments a;
    int code = 0;
    CLI::App app{
        "socbot brings a SOC's alarms into the team's chat and lets the team work them there"};
    app.set_version_flag("--version", std::string{"socbot "} + kVersion);
    app.require_subcommand(1);

    auto* run = app.add_subcommand("run", "serve; without --config a local set-up in ./.socbot");
    run->add_option("--config", a.run.config, "configuration file");
    run->add_flag("--demo", a.run.demo, "three customers and a feed of invented alarms");
    run->add_option(
        "--listen", a.run.listen, "private listener; the public one takes the next port; 0 picks"
    );
    run->add_option("--page", a.run.page, "folder of the built console page");
    run->callback([&] { code = run_verb(a.run, argv[0]); });

    auto* check = app.add_subcommand("check", "every problem of a configuration, with its line");
    check->add_option("--config", a.config, "configuration file")->required();
    check->callback([&] { code = check_verb(a.config); });

    auto* reference =
        app.add_subcommand("config-reference", "docs/configuration.md, as this version binds it");
    reference->group("");
    reference->callback([&] { print_line(render_config_reference()); });

    auto* link = app.add_subcommand("console-link", "a one-use sign-in link from a running server");
    add_store_options(link, a);
    link->add_option(
        "--person", a.person, "e-mail address of the configuration; else the first engineer"
    );
    link->callback([&] { code = console_link_verb(a.config, a.data_dir, a.person); });

    auto* status = app.add_subcommand("status", "how a running server and its sources are");
    add_store_options(status, a);
    status->callback([&] { code = status_verb(a.config, a.data_dir); });

    add_quarantine(app, a.quarantine, code);

    auto* send = app.add_subcommand("send", "hand alarms to a running server");
    add_store_options(send, a);
    send->add_option("--source", a.source, "source id")->required();
    send->add_option("files", a.files, "alarms, one a file or one a line; - is standard input");
    send->callback([&] { code = send_verb(a.config, a.data_dir, a.source, a.files); });

    auto* backfill = app.add_subcommand(
        "backfill", "count a source's history from its API, in a running server, without a message"
    );
    backfill->add_option("--config", a.backfill.config, "configuration file");
    backfill->add_option(
        "--data-dir", a.backfill.data_dir, "state, when there is no configuration file"
    );
    backfill->add_option("--source", a.backfill.source, "source id")->required();
    backfill->add_option("--days", a.backfill.days, "how far back; 90 when absent")
        ->check(CLI::Range{1, 365});
    backfill->add_flag("--no-wait", a.backfill.no_wait, "start it, or say how it goes, and end");
    backfill->callback([&] { code = backfill_verb(a.backfill); });

    auto* replay =
        app.add_subcommand("replay", "what would have been sent; or the journal again, exactly");
    replay->add_option("--config", a.replay.config, "configuration file");
    auto* alarms = replay->add_option("--alarms", a.replay.alarms, "normalised alarms, one a line");
    auto* exact = replay->add_flag(
        "--exact", a.replay.exact, "every journal entry must give its recorded digest"
    );
    auto* from = replay->add_option("--from", a.replay.from, "RFC 3339");
    replay->add_option("--to", a.replay.to, "RFC 3339")->needs(from);
    replay->add_option("--report", a.replay.report, "file for the report; else standard output");
    alarms->excludes(exact)->excludes(from);
    exact->excludes(from);
    replay->callback([&] {
        if (a.replay.alarms.empty() && !a.replay.exact && a.replay.from.empty())
            throw CLI::ValidationError{
                "replay", "one of --alarms, --exact, --from and --to is needed"};
        code = replay_verb(a.replay);
    });

    auto* alarm = app.add_subcommand("alarm", "alarms outside a server");
    alarm->require_subcommand(1);
    auto* normalise =
        alarm->add_subcommand("normalise", "raw payloads to normalised alarms, one a line");
    normalise->add_option("--type", a.type, "usm_anywhere or ocsf");
    normalise->add_option("files", a.files, "payloads; - is standard input");
    normalise->callback([&] { code = alarm_normalise_verb(a.type, a.files); });

    auto* card = app.add_subcommand("card", "card templates outside a server");
    card->require_subcommand(1);
    auto* expand = card->add_subcommand(
        "expand", "JSON lines {id, template, data, host?, now?} from standard input"
    );
    auto* strict =
        expand->add_flag("--strict", a.strict, "as the official packages do, errors included");
    expand->add_flag("--lenient", a.lenient, "never lose a card")->excludes(strict);
    expand->callback([&] { code = card_expand_verb(a.strict); });
    auto* preview = card->add_subcommand("preview", "fitted to a platform, and what is wrong");
    preview->add_option("template", a.card_template, "template file")->required();
    preview->add_option("--data", a.card_data, "data file")->required();
    preview->add_option(
        "--platform", a.platform, "webex, teams, slack, mattermost, console or all"
    );
    preview->callback([&] { code = card_preview_verb(a.card_template, a.card_data, a.platform); });

    auto* rule = app.add_subcommand("rule", "the rule language outside a server");
    rule->require_subcommand(1);
    auto* eval =
        rule->add_subcommand("eval", "JSON lines {id, expression, alarm} from standard input");
    eval->callback([&] { code = rule_eval_verb(); });
    auto* matchers = rule->add_subcommand(
        "import", "Alertmanager's matchers, a list a line from standard input, as rules"
    );
    matchers->callback([&] { code = rule_import_verb(); });

    auto* sns = app.add_subcommand("sns", "messages of Amazon SNS outside a server");
    sns->require_subcommand(1);
    auto* genuine = sns->add_subcommand(
        "verify", "topic, certificate at a time and signature; exit 0: every message is valid"
    );
    genuine->add_option("--certificate", a.sns.certificate, "PEM file")->required();
    genuine->add_option("--topic", a.sns.topic, "the topic's ARN")->required();
    genuine->add_option("--at", a.sns.at, "RFC 3339; now when absent");
    genuine->add_option("files", a.sns.files, "messages; - or none is standard input");
    genuine->callback([&] { code = sns_verify_verb(a.sns); });
    auto* settings =
        sns->add_subcommand("settings", "what to set in AWS for a source: commands to paste");
    settings->add_option("--config", a.config, "configuration file")->required();
    settings->add_option("source", a.source, "source id")->required();
    settings->callback([&] { code = sns_settings_verb(a.config, a.source); });

    auto* audit = app.add_subcommand("audit", "the audit chain");
    audit->require_subcommand(1);
    auto* verify = audit->add_subcommand("verify", "checks every link and payload");
    add_store_options(verify, a);
    verify->callback([&] { code = audit_verify_verb(a.config, a.data_dir); });
    auto* dump = audit->add_subcommand("export", "every entry, one a line, then the verdict");
    add_store_options(dump, a);
    dump->callback([&] { code = audit_export_verb(a.config, a.data_dir); });

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int shown = app.exit(error);
        return shown == 0 ? 0 : 2;
    }
    return code;
}  // namespace

}  // namespace

int main(int argc, char** argv) {
    try {
        return parse_and_run(argc, argv);
    } catch (const std::exception& error) {
        print_problem(std::string{"socbot: "} + error.what());
        return 1;
    }
}
