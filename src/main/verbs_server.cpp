// run, check, console-link, send.
#include "base/digest.h"
#include "base/text.h"
#include "domain/settings/zones_tz.h"
#include "main/config/bind.h"
#include "main/control_client.h"
#include "main/demo.h"
#include "main/notes.h"
#include "main/server.h"
#include "main/system.h"
#include "main/template_folder.h"
#include "main/terminal.h"
#include "main/verbs.h"

#include <boost/json/parse.hpp>
#include <fmt/format.h>

namespace socbot {

namespace {

constexpr std::size_t kAlarmBytes = 2U << 20U;

// Where the built page may lie: named, beside the checkout's binary, or installed.
std::filesystem::path find_page(const std::string& named, const std::string& program) {
    if (!named.empty()) return named;
    std::error_code ec;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", ec);
    const auto folder = (ec ? std::filesystem::path{program} : self).parent_path();
    for (const auto& candidate :
         {folder / "../../web/dist",
          folder / "../share/socbot/web",
          std::filesystem::path{"/usr/share/socbot/web"}})
        if (std::filesystem::exists(candidate / "index.html", ec))
            return candidate.lexically_normal();
    return {};
}

Result<AppConfig> built_in_config(bool demo) {
    SystemRandom random;
    const std::filesystem::path data_dir{".socbot"};
    auto token = read_or_make_secret(default_token_file(data_dir), to_base64url(random.bytes(32)));
    if (!token) return std::move(token).error();
    return demo ? demo_config(data_dir, *std::move(token))
                : default_config(data_dir, *std::move(token));
}

Result<AppConfig> config_of(const RunArguments& arguments) {
    if (arguments.config.empty()) return built_in_config(arguments.demo);
    SystemSecretReader secrets;
    const auto zones = make_system_zones();
    auto bound = load_config(arguments.config, {secrets, *zones});
    for (const auto& problem : bound.problems)
        print_problem(format_problem(problem));
    if (!bound.problems.empty())
        return Error{
            Errc::invalid_input,
            fmt::format("{} problems in {}", bound.problems.size(), arguments.config)};
    return std::move(bound.config);
}

// --listen moves the private listener; the public one takes the next port.
Result<void> move_listeners(AppConfig& config, const std::string& listen) {
    if (listen.empty()) return {};
    auto address = ListenAddress::parse(listen);
    if (!address) return std::move(address).error().with_context("--listen");
    if (!address->is_loopback() && !config.listen.tls)
        return Error{Errc::invalid_input, "--listen: beyond loopback only with listen.tls"};
    config.listen.private_address = *address;
    config.listen.public_address = *address;
    if (address->port != 0) {
        if (address->port == 65535)
            return Error{Errc::invalid_input, "--listen: no port follows 65535"};
        ++config.listen.public_address.port;
    }
    return {};
}

std::string member(const std::string& json, const char* name) {
    boost::system::error_code ec;
    const auto value = boost::json::parse(json, ec);
    if (ec || !value.is_object()) return {};
    const auto* found = value.as_object().if_contains(name);
    return found != nullptr && found->is_string() ? std::string{found->as_string()} : std::string{};
}

// One alarm, or one a line: a payload is a JSON object, pretty or not.
std::vector<std::string> payloads_of(const std::string& text) {
    boost::system::error_code ec;
    (void)boost::json::parse(text, ec);
    if (!ec) return {text};
    std::vector<std::string> lines;
    for (const auto line : split(text, '\n'))
        if (!trim_ascii(line).empty()) lines.emplace_back(line);
    return lines;
}

}  // namespace

int run_verb(const RunArguments& arguments, const std::string& program) {
    start_logging();
    auto config = config_of(arguments);
    if (!config) {
        (void)fail(config.error());
        return 2;
    }
    if (auto moved = move_listeners(*config, arguments.listen); !moved) {
        (void)fail(moved.error());
        return 2;
    }
    ServerOptions options;
    options.page = find_page(arguments.page, program);
    options.config = arguments.config;
    options.say = print_line;
    auto server = Server::make(*std::move(config), std::move(options));
    if (!server) {
        (void)fail(server.error());
        return 2;
    }
    return (*server)->run();
}

int check_verb(const std::string& config) {
    SystemSecretReader secrets;
    const auto zones = make_system_zones();
    const auto bound = load_config(config, {secrets, *zones});
    for (const auto& problem : bound.problems)
        print_problem(format_problem(problem));
    const auto templates = template_problems(bound.config.templates.folder);
    for (const auto& problem : templates)
        print_problem(escape_for_terminal(problem));
    if (!bound.problems.empty() || !templates.empty()) return 2;
    print_line(fmt::format("{}: no problem", config));
    return 0;
}

int console_link_verb(
    const std::string& config,
    const std::string& data_dir,
    const std::string& person
) {
    const auto directory = data_dir_of(config, data_dir);
    if (!directory) return fail(directory.error());
    const auto answer =
        control_post(*directory, "/console-link?person=" + percent_encode(person), {});
    if (!answer) return fail(answer.error());
    if (answer->status != 200) {
        print_problem(member(answer->body, "message"));
        return 1;
    }
    print_line(member(answer->body, "url"));
    return 0;
}

int status_verb(const std::string& config, const std::string& data_dir) {
    const auto directory = data_dir_of(config, data_dir);
    if (!directory) return fail(directory.error());
    const auto answer = control_post(*directory, "/status", {});
    if (!answer) return fail(answer.error());
    if (answer->status != 200) {
        print_problem(member(answer->body, "message"));
        return 1;
    }
    for (const auto line : split(answer->body, '\n'))
        print_line(std::string{line});
    return 0;
}

int send_verb(
    const std::string& config,
    const std::string& data_dir,
    const std::string& source,
    const std::vector<std::string>& files
) {
    const auto directory = data_dir_of(config, data_dir);
    if (!directory) return fail(directory.error());
    int code = 0;
    for (const auto& file : files.empty() ? std::vector<std::string>{"-"} : files) {
        const auto text = read_file(file, 256U << 20U);
        if (!text) {
            code = fail(text.error());
            continue;
        }
        for (const auto& payload : payloads_of(*text)) {
            if (payload.size() > kAlarmBytes) {
                print_problem(file + ": an alarm of more than 2 MiB was left out");
                code = 1;
                continue;
            }
            const auto answer =
                control_post(*directory, "/send?source=" + percent_encode(source), payload);
            if (!answer) return fail(answer.error());
            if (answer->status == 200) {
                print_line(answer->body);
            } else {
                print_problem(answer->body);
                code = 1;
            }
        }
    }
    return code;
}

}  // namespace socbot
