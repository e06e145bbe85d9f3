// The whole configuration as plain structs, one a component. Only the composition root sees all of
// it; a component gets its own struct by value.
#pragma once

#include "app/quota.h"
#include "base/ids.h"
#include "base/time.h"
#include "domain/alarm/address.h"
#include "domain/cards/template_set.h"
#include "domain/intake/auth.h"
#include "domain/intake/sqs.h"
#include "domain/intake/usm_api.h"
#include "domain/settings/settings.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace socbot {

// Where a listener listens: an address, never a host name.
struct ListenAddress {
    IpAddress ip{IpAddress::v4(0x7f000001U)};
    std::uint16_t port{0};  // 0: the system picks

    bool is_loopback() const;
    std::string str() const;  // "127.0.0.1:8080", "[::1]:8080"
    // "ADDRESS:PORT", an IPv6 address in brackets.
    static Result<ListenAddress> parse(std::string_view text);
};

struct TlsConfig {
    std::filesystem::path certificate;  // PEM, the chain
    std::filesystem::path key;          // PEM
};

struct ListenConfig {
    ListenAddress private_address{IpAddress::v4(0x7f000001U), 8080};
    ListenAddress public_address{IpAddress::v4(0x7f000001U), 8081};
    std::optional<TlsConfig> tls;
    std::vector<Network> trusted_proxies;
    std::vector<std::string> hosts;  // names beyond public_url's host and the addresses, lower case
};

// How requests of our own leave: certificates, confirmations, queues, interfaces of feeds.
struct EgressConfig {
    std::filesystem::path ca_file;  // PEM; empty: the system's authorities
    std::string proxy;              // "http://proxy.example:3128"; empty: none
    std::string proxy_user;
    Secret proxy_password;
    std::vector<std::string> no_proxy;   // see adapters/curl/curl_config.h
    std::vector<AllowedEndpoint> allow;  // may be private, and asked for through the proxy
};

// A queue that keeps a source's messages; docs/configuration.md, sources[].sqs.
struct SqsConfig {
    std::optional<SqsQueue> queue;  // always there in what was accepted
    std::optional<SqsQueue> dead_letters;
    AwsCredentials keys;                // empty with `credentials`
    std::filesystem::path credentials;  // a file that may change
    std::string profile{"default"};
    std::string endpoint;  // without a slash at the end; empty: the queue's own
    Milliseconds visibility{300'000};
};

struct SourceConfig {
    SourceId id;  // its SourceSettings are in settings.sources
    SourceAuth auth;
    std::optional<SqsConfig> sqs{};
    std::optional<UsmApiConfig> usm_api{};
    Quota quota{};
};

enum class ChatType : std::uint8_t { console };
struct ChatConfig {
    ConnectionId id;
    ChatType type{ChatType::console};
};

enum class DeskType : std::uint8_t { local };
struct DeskConfig {
    std::string id;
    DeskType type{DeskType::local};
};

// A team's own card templates.
struct TemplatesConfig {
    std::filesystem::path folder;  // empty: none
    RoomLanguages languages;
};

// How long each class of rows is kept.
struct RetentionConfig {
    std::chrono::days raw{90};
    std::chrono::days alarms{400};
    std::chrono::days journal{90};
    std::chrono::days audit{730};
};

enum class Preset : std::uint8_t { balanced, cautious };

struct AppConfig {
    std::filesystem::path data_dir{".socbot"};
    std::string public_url;  // without a slash at the end; empty: none
    ListenConfig listen;
    EgressConfig egress;
    std::vector<SourceConfig> sources;
    std::vector<ChatConfig> chat;
    std::vector<DeskConfig> desks;
    TemplatesConfig templates;
    RetentionConfig retention;
    Preset preset{Preset::balanced};
    bool demo{false};   // set by the command line, never by a file
    Settings settings;  // what the engine decides by
};

// What `socbot run` uses without a file: loopback listeners, one customer, one source `usm` with
// this bearer token, a soc room and a customer room of the console, and one engineer.
AppConfig default_config(const std::filesystem::path& data_dir, Secret token);

// Where that token is kept: main reads it, or makes it (mode 0600) when it is missing.
std::filesystem::path default_token_file(const std::filesystem::path& data_dir);

}  // namespace socbot
