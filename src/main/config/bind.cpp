// Binding as a whole, and what the tables share.
#include "main/config/bind.h"

#include "base/text.h"
#include "main/config/sections.h"

#include <algorithm>
#include <tuple>

namespace socbot {

void unknown_key(
    BindContext& context,
    const ConfigNode::Member& member,
    const char* path,
    const std::vector<std::string>& keys
) {
    const std::string in = *path == '\0' ? "" : std::string{" in '"} + path + "'";
    std::string hint = suggestion(member.key, keys);
    if (hint.empty()) {
        hint = " (known: ";
        for (const std::string& key : keys) {
            hint += (&key == &keys.front() ? "" : ", ") + key;
        }
        hint += ")";
    }
    context.problem(member.position, "unknown key " + shown(member.key) + in + hint);
}

void missing_key(
    BindContext& context,
    const ConfigPosition& at,
    const char* path,
    const KeyDoc& key
) {
    context.problem(
        at, std::string{"'"} + path + "' needs the key '" + key.name + "' (" + key.form + ")"
    );
}

BoundConfig bind_config(
    const ConfigNode& root,
    const std::vector<ConfigNode>& customers,
    const BindServices& services
) {
    BindContext context{services, {}};
    RootDraft draft;
    bind_section(context, root, root_section(), draft);
    for (const ConfigNode& customer : customers) {
        bind_customer(context, customer, draft);
    }
    check_across(context, draft);
    const auto place = [](const ConfigProblem& problem) {
        const ConfigPosition& at = problem.position;
        return std::tie(at.file, at.line, at.column);
    };
    std::stable_sort(
        context.problems.begin(),
        context.problems.end(),
        [&](const ConfigProblem& a, const ConfigProblem& b) { return place(a) < place(b); }
    );
    return {std::move(draft.config), std::move(context.problems)};
}

std::string format_problem(const ConfigProblem& problem) {
    return escape_for_terminal(format_position(problem.position) + ": " + problem.message);
}

std::vector<std::string> needs_restart(const AppConfig& running, const AppConfig& wanted) {
    std::vector<std::string> keys;
    const auto note = [&](bool differs, const char* key) {
        if (differs) {
            keys.emplace_back(key);
        }
    };
    const ListenConfig& a = running.listen;
    const ListenConfig& b = wanted.listen;
    const auto tls_paths = [](const ListenConfig& listen) {
        return listen.tls ? std::pair{listen.tls->certificate, listen.tls->key}
                          : std::pair<std::filesystem::path, std::filesystem::path>{};
    };
    const auto chat_ids = [](const AppConfig& config) {
        std::vector<std::string> ids;
        for (const ChatConfig& chat : config.chat) {
            ids.push_back(chat.id.str());
        }
        return ids;
    };
    const auto usm_apis = [](const AppConfig& config) {
        std::vector<std::tuple<
            SourceId,
            std::string,
            std::string,
            std::string,
            Milliseconds,
            Milliseconds,
            std::string,
            std::string>>
            apis;
        for (const SourceConfig& source : config.sources) {
            if (const auto& api = source.usm_api) {
                apis.emplace_back(
                    source.id,
                    api->access.base,
                    api->access.client,
                    std::string{api->access.secret.reveal()},
                    api->interval,
                    api->overlap,
                    api->label_shown,
                    api->label_taken
                );
            }
        }
        return apis;
    };
    // `allow` is applied with the sources it is named for.
    const auto egress_of = [](const EgressConfig& egress) {
        return std::tuple{
            egress.ca_file,
            egress.proxy,
            egress.proxy_user,
            std::string{egress.proxy_password.reveal()},
            egress.no_proxy};
    };
    note(running.data_dir != wanted.data_dir, "data_dir");
    note(running.public_url != wanted.public_url, "public_url");
    note(a.private_address.str() != b.private_address.str(), "listen.private");
    note(a.public_address.str() != b.public_address.str(), "listen.public");
    note(tls_paths(a) != tls_paths(b), "listen.tls");
    note(a.trusted_proxies != b.trusted_proxies, "listen.trusted_proxies");
    note(a.hosts != b.hosts, "listen.hosts");
    note(egress_of(running.egress) != egress_of(wanted.egress), "egress");
    note(chat_ids(running) != chat_ids(wanted), "chat");
    note(usm_apis(running) != usm_apis(wanted), "sources[].usm_api");
    return keys;
}

}  // namespace socbot
