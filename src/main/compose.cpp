// The composition root: every long-lived object, top to bottom, each introduced by why it exists.
// Destruction is the reverse; run() stops the running ones in order (docs/architecture.md, "Start
// and stop").
#include "adapters/beast/http_listener.h"
#include "adapters/console/console.h"
#include "adapters/curl/curl_http_client.h"
#include "adapters/prometheus/metrics.h"
#include "adapters/sqlite/sqlite_reader.h"
#include "adapters/sqlite/sqlite_store.h"
#include "app/chat_intake.h"
#include "app/dispatcher.h"
#include "app/engine_loop.h"
#include "app/feed_reports.h"
#include "app/intake.h"
#include "app/queries.h"
#include "app/rehearsal.h"
#include "app/sqs_poller.h"
#include "app/submit.h"
#include "base/text.h"
#include "domain/settings/zones_tz.h"
#include "main/allocator.h"
#include "main/config/bind.h"
#include "main/console_backend.h"
#include "main/demo.h"
#include "main/egress.h"
#include "main/measures.h"
#include "main/notes.h"
#include "main/quarantine_routes.h"
#include "main/queues.h"
#include "main/routes.h"
#include "main/server.h"
#include "main/status_report.h"
#include "main/system.h"
#include "main/template_keeper.h"
#include "main/usm_pulls.h"
#include "main/version.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include <csignal>
#include <cstdlib>
#include <utility>

namespace socbot {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds kStopWithin{10};

std::vector<std::string> hosts_of(const AppConfig& config) {
    auto hosts = config.listen.hosts;
    for (const auto* name : {"localhost", "127.0.0.1", "[::1]"})
        hosts.emplace_back(name);
    for (const auto& address : {config.listen.private_address, config.listen.public_address})
        hosts.push_back(address.ip.is_v4() ? address.ip.str() : "[" + address.ip.str() + "]");
    if (!config.public_url.empty()) {
        const auto begin = config.public_url.find("://") + 3;
        hosts.push_back(
            config.public_url.substr(begin, config.public_url.find_first_of(":/", begin) - begin)
        );
    }
    return hosts;
}

ListenerConfig listener_of(
    const AppConfig& config,
    const ListenAddress& address,
    bool is_private,
    ListenerReport report
) {
    ListenerConfig listener;
    listener.address = address.ip.str();
    listener.port = address.port;
    if (config.listen.tls && (!is_private || !address.is_loopback()))
        listener.tls =
            TlsFiles{config.listen.tls->certificate.string(), config.listen.tls->key.string()};
    listener.allowed_hosts = hosts_of(config);
    // Feeds call the public listener by whatever name reaches us; browsers only the private one.
    if (!is_private) listener.allowed_hosts.clear();
    listener.check_origin = is_private;
    if (!config.public_url.empty()) listener.allowed_origins.push_back(config.public_url);
    listener.trusted_proxies = config.listen.trusted_proxies;
    listener.report = std::move(report);
    return listener;
}

std::shared_ptr<const IntakeSources> sources_of(const AppConfig& config) {
    auto sources = std::make_shared<IntakeSources>();
    for (const auto& source : config.sources)
        if (const auto* settings = config.settings.source(source.id))
            sources->by_id.emplace(
                source.id.str(),
                IntakeSources::Entry{
                    *settings, source.auth, source.usm_api.has_value(), source.quota}
            );
    return sources;
}

Result<std::vector<ButtonKey>> button_keys(const std::filesystem::path& data_dir, Random& random) {
    auto secret = read_or_make_secret(data_dir / "buttons.key", to_hex(random.bytes(32)));
    if (!secret) return std::move(secret).error();
    std::vector<ButtonKey> keys;
    // One key a line; the first signs, the others still verify while they rotate out.
    for (const auto line : split(secret->reveal(), '\n')) {
        const auto bytes = from_hex(trim_ascii(line));
        if (!bytes || bytes->size() != 32)
            return Error{Errc::invalid_input, "buttons.key: each line is 64 hexadecimal digits"};
        keys.push_back({to_hex(as_bytes(sha256(*bytes))).substr(0, 8), Secret{*bytes}});
    }
    return keys;
}

}  // namespace

struct Server::Parts {
    Parts(
        AppConfig app_config,
        ServerOptions server_options,
        std::unique_ptr<SqliteStore> opened,
        std::vector<ButtonKey> keys,
        PageFiles page
    )
        : config{std::move(app_config)},
          options{std::move(server_options)},
          store{std::move(opened)},
          signer{std::move(keys)},
          console{{}, history, clock, random, std::move(page)} {}

    AppConfig config;
    ServerOptions options;

    // Time, entropy and time zones: the only sources of each.
    SystemClock clock;
    SystemRandom random;
    std::unique_ptr<Zones> zones = make_system_zones();

    // What an operator sees of the rest.
    Metrics metrics;
    Notes notes{metrics};
    ListenerReport report = [this](std::string_view event, std::string_view detail) {
        notes.event(event, detail);
    };

    // The rows, and readers of them for everything that scans.
    std::unique_ptr<SqliteStore> store;
    SqliteReaders readers{{.directory = config.data_dir}};
    ReaderThread question_thread{readers};   // commands and the console's history
    ReaderThread rehearsal_thread{readers};  // minutes of work must not delay a question

    // The network: one thread, which is the strand of every connection.
    asio::io_context io{1};

    // What leaves: attempts at chat connections, questions, rehearsals.
    ButtonSigner signer;
    TemplateKeeper templates;
    Dispatcher dispatcher{io.get_executor(), {}, signer, clock};

    // The engine and its thread; everything that decides.
    GroupedRelease release;
    EngineLoop loop{{}, *store, clock, *zones, dispatcher, notes, release};

    QueryJobs queries{question_thread, *zones, [this] { return status_lines(); }};
    RehearsalJobs rehearsals{rehearsal_thread, *zones, {}};

    // Requests of our own. Its thread ends before the network's: what is on its way then fails.
    CurlHttpClient http{curl_config(config.egress), address_policy(config)};

    // What comes in: alarms over HTTP, people through chat.
    FeedReports feeds{clock, [this](FeedInput input) { loop.submit_retained(std::move(input)); }};
    SnsGate sns{
        http,
        clock,
        report,
        [this](const SourceId& source, FeedEvent event, std::string_view detail) {
            feeds.report(source, event, detail);
        }};
    IntakeHandler intake{loop, clock, sns};
    SqsPoller queues{io.get_executor(), http, intake, loop, clock, random, report};
    ChatIntake chat_intake{loop, signer, clock, random};

    // What is fetched: the APIs of sources.
    UsmPulls pulls{{io, config, readers, loop, http, clock, random, notes}, report};

    // The built-in chat.
    ConsoleHistory history{question_thread, dispatcher, notes, loop};
    Console console;

    // Who answers which path, and the listeners.
    PublicRoutes public_routes{intake};
    PrivateRoutes private_routes{console.handler(), metrics, [this] { return not_ready(); }};
    QuarantineRoutes quarantine_routes{intake, question_thread, random, [this] {
                                           return notes.settings();
                                       }};
    ControlRoutes control_routes{
        intake,
        quarantine_routes,
        [this](const std::string& person) { return link_for(person); },
        [this](const std::string& source, int hours) {
            return pulls.backfill(source, std::chrono::hours{hours}, hours > 0);
        },
        [this] { return tell_status(); }};
    HttpListener public_listener{
        io,
        listener_of(config, config.listen.public_address, false, report),
        public_routes};
    HttpListener private_listener{
        io,
        listener_of(config, config.listen.private_address, true, report),
        private_routes};
    UnixListener control_listener{
        io,
        {(config.data_dir / "control.sock").string(), {}, report},
        control_routes};

    std::unique_ptr<DemoFeed> demo;
    asio::signal_set signals{io, SIGINT, SIGTERM, SIGHUP};
    bool stopping{false};

    std::vector<std::string> not_ready() const {
        std::vector<std::string> reasons;
        if (stopping) reasons.emplace_back("stopping");
        if (loop.state() != LoopState::running)
            reasons.push_back(fmt::format("engine {}: {}", to_word(loop.state()), loop.reason()));
        return reasons;
    }

    std::vector<std::string> status_lines() const {
        std::vector<std::string> lines;
        for (const auto& reason : not_ready())
            lines.push_back("not ready: " + escape_chat_markdown(reason));
        // A count: who asks may know nothing of the customer whose queue it is.
        if (const auto figures = queues.figures(); figures.failing > 0)
            lines.push_back(fmt::format(
                "{} of {} queues can't be drained; the log says why",
                figures.failing,
                figures.queues
            ));
        for (const auto& line : templates.status_lines())
            lines.push_back(escape_chat_markdown(line));
        if (const auto queued = loop.queued(); queued > 1'000)
            lines.push_back(fmt::format("{} inputs wait for the engine", queued));
        for (auto& line : pulls.status_lines())
            lines.push_back(std::move(line));
        return lines;
    }

    asio::awaitable<http::Response> tell_status() {
        StatusReport status{not_ready(), loop.queued(), {}};
        ReaderThread::Work work = [&](StoreReader& reader) -> Result<void> {
            auto settings = stored_settings(reader);
            if (!settings) return std::move(settings).error();
            auto standings =
                source_standings(reader, *settings, [](const SourceSettings&) { return true; });
            if (!standings) return std::move(standings).error();
            status.sources = *std::move(standings);
            return {};
        };
        const auto read = co_await question_thread.run(std::move(work));
        if (!read) co_return http::refusal(503, "unavailable", read.error().message());
        co_return write_status(status);
    }

    std::string console_url(const std::string& path) const {
        return fmt::format(
            "{}://{}:{}{}",
            config.listen.tls && !config.listen.private_address.is_loopback() ? "https" : "http",
            config.listen.private_address.ip.is_v4()
                ? config.listen.private_address.ip.str()
                : "[" + config.listen.private_address.ip.str() + "]",
            private_listener.port(),
            path
        );
    }

    Result<std::string> link_for(const std::string& wanted) {
        const auto settings = notes.settings();
        const Person* person =
            wanted.empty() ? nullptr : settings->person(PersonId{to_lower_ascii(wanted)});
        if (wanted.empty())
            for (const auto& candidate : settings->people)
                if (person == nullptr || candidate.role > person->role) person = &candidate;
        if (person == nullptr)
            return Error{Errc::not_found, "the configuration names no such person"};
        return console_url(
            "/console/login?token=" + console.make_link_token(person->id, wall_now(clock))
        );
    }

    Settings settings_with_limits() {
        auto settings = config.settings;
        Writer limits;
        console.connection().limits().encode(limits);
        settings.chat_limits[console.connection().id().str()] = to_hex(limits.bytes());
        return settings;
    }

    Result<void> open() {
        dispatcher.add(console.connection());
        dispatcher.add(JobKind::query, {}, queries);
        dispatcher.add(JobKind::rehearse, {}, rehearsals);
        if (auto loaded = use_templates(); !loaded) return loaded;
        dispatcher.outcomes_to([this](Input outcome) { loop.submit_retained(std::move(outcome)); });
        history.limits(console.connection().limits());
        measure_intake(metrics, intake.counters());
        measure_sns(metrics, sns);
        measure_queues(metrics, queues);
        intake.on_over_quota([this](const SourceId& source) {
            notes.note({"intake.over_quota", {}, source, {}, {}});
            feeds.report(source, FeedEvent::over_quota, {});
        });
        measure_listener(metrics, "public", [this] { return public_listener.counts(); });
        measure_listener(metrics, "private", [this] { return private_listener.counts(); });
        measure_listener(metrics, "control", [this] { return control_listener.counts(); });
        pulls.measure(metrics);
        // On the engine thread: the store is that thread's.
        notes.with_figures([this] {
            metrics.gauge("wal_bytes", static_cast<double>(store->wal_bytes()));
        });
        if (auto opened = loop.open(); !opened) return opened;
        const auto stopped = loop.engine().now();
        const auto wanted = encode_settings(settings_with_limits());
        if (!loop.engine().configured() || encode_settings(loop.engine().settings()) != wanted)
            loop.submit_retained(SettingsInput{wanted});
        loop.submit_retained(StartInput{kVersion, stopped});
        while (loop.turn()) {
        }
        release_free_memory();
        intake.use(sources_of(config));
        if (auto started = private_listener.start(); !started)
            return std::move(started).error().with_context("private listener");
        if (auto started = public_listener.start(); !started)
            return std::move(started).error().with_context("public listener");
        return control_listener.start();
    }

    Result<void> use_templates() {
        auto loaded = templates.load(config.templates.folder, report);
        if (loaded) dispatcher.use(templates.templates(), config.templates.languages);
        return loaded;
    }

    void refuse_reload(const std::vector<std::string>& reasons) {
        for (const auto& reason : reasons)
            notes.event("reload.refused", reason);
    }

    // All or nothing: everything that can fail comes before the first change.
    void reload() {
        if (options.config.empty())
            return refuse_reload({"reason=\"there is no configuration file\""});
        SystemSecretReader secrets;
        auto bound = load_config(options.config, {secrets, *zones});
        std::vector<std::string> reasons;
        for (const auto& problem : bound.problems)
            reasons.push_back(format_problem(problem));
        if (!reasons.empty()) return refuse_reload(reasons);
        for (const auto& key : needs_restart(config, bound.config))
            reasons.push_back(key + " needs a restart");
        auto public_tls = public_listener.read_tls();
        auto private_tls = private_listener.read_tls();
        for (const auto* renewed : {&public_tls, &private_tls})
            if (!*renewed) reasons.push_back("tls: " + renewed->error().message());
        if (!reasons.empty()) return refuse_reload(reasons);

        public_listener.use(*std::move(public_tls));
        private_listener.use(*std::move(private_tls));
        const bool was_demo = config.demo;
        config = std::move(bound.config);
        config.demo = was_demo;
        http.use(address_policy(config));
        intake.use(sources_of(config));
        queues.use(queue_feeds(config));
        (void)use_templates();  // what is broken has been reported and leaves what was there
        loop.submit_retained(SettingsInput{encode_settings(settings_with_limits())});
        notes.event("reload.done", {});
    }

    asio::awaitable<void> watch_signals() {
        for (;;) {
            const int signal = co_await signals.async_wait(asio::use_awaitable);
            if (signal == SIGHUP) {
                reload();
                continue;
            }
            if (stopping) std::_Exit(1);
            stopping = true;
            asio::co_spawn(io, stop(), asio::detached);
        }
    }

    asio::awaitable<void> stop() {
        notes.event("process.stopping", {});
        const auto deadline = Deadline::after(kStopWithin);
        if (demo) demo->stop();
        co_await pulls.stop();
        co_await public_listener.stop(deadline);
        co_await queues.stop(deadline);
        co_await control_listener.stop(deadline);
        co_await console.connection().stop(deadline);
        co_await private_listener.stop(deadline);
        co_await dispatcher.stop(deadline);
        signals.cancel();
        io.stop();
    }
};

Server::Server(std::unique_ptr<Parts> parts) : parts_{std::move(parts)} {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::make(AppConfig config, ServerOptions options) {
    auto store = SqliteStore::open({.directory = config.data_dir});
    if (!store) return std::move(store).error();
    SystemRandom random;
    auto keys = button_keys(config.data_dir, random);
    if (!keys) return std::move(keys).error();
    PageFiles page;
    std::string no_page;
    if (!options.page.empty()) {
        auto loaded = PageFiles::load(options.page);
        if (loaded)
            page = *std::move(loaded);
        else
            no_page = loaded.error().message();
    }
    auto parts = std::make_unique<Parts>(
        std::move(config), std::move(options), *std::move(store), *std::move(keys), std::move(page)
    );
    if (!no_page.empty()) parts->notes.event("console.no_page", no_page);
    if (auto opened = parts->open(); !opened) return std::move(opened).error();
    return std::unique_ptr<Server>{new Server{std::move(parts)}};
}

int Server::run() {
    auto& parts = *parts_;
    parts.loop.start();
    asio::co_spawn(parts.io, parts.console.connection().start(parts.chat_intake), asio::detached);
    asio::co_spawn(parts.io, parts.watch_signals(), asio::detached);
    parts.queues.use(queue_feeds(parts.config));
    parts.pulls.start();
    if (parts.config.demo) {
        parts.demo = std::make_unique<DemoFeed>(parts.io, parts.intake, parts.clock);
        parts.demo->start();
    }
    const auto link = parts.link_for(parts.config.demo ? std::string{kDemoPerson} : std::string{});
    parts.options.say("console  " + parts.console_url("/console/"));
    if (link) parts.options.say("sign in  " + *link + "  (once, within ten minutes)");
    parts.options.say(fmt::format(
        "intake   {}://{}:{}/intake/SOURCE",
        parts.config.listen.tls ? "https" : "http",
        parts.config.listen.public_address.ip.str(),
        parts.public_listener.port()
    ));
    parts.notes.event("process.ready", fmt::format("version={}", kVersion));
    parts.io.run();
    parts.loop.stop();
    parts.notes.event("process.stopped", {});
    return 0;
}

}  // namespace socbot
