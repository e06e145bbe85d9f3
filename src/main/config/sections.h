// The sections of the configuration, each a table (table.h), with the drafts they fill. A draft is
// what one section says before the checks across sections turn it into its part of AppConfig.
#pragma once

#include "main/config/app_config.h"
#include "main/config/table.h"

#include <optional>
#include <string>
#include <vector>

namespace socbot {

struct RoomDraft {
    RoomSettings room;
    ConfigPosition at;  // of its id
    bool customers_given{false};
    std::string language;  // empty: that of the templates section
};

struct CustomerDraft {
    CustomerSettings customer;
    std::vector<RoomDraft> rooms;
};

struct ListenDraft {
    ListenConfig listen;
    ConfigPosition private_at, public_at;
};

inline constexpr Milliseconds kSilentAfter{24LL * 3'600'000};

struct SourceDraft {
    SourceDraft() { settings.silent_after = kSilentAfter; }

    SourceSettings settings;
    ConfigPosition id_at;
    std::optional<SourceAuth> auth;
    std::optional<SqsConfig> sqs;
    std::optional<UsmApiConfig> usm_api;
    ConfigPosition usm_api_at;
    Quota quota;
    bool customer_given{false};
    bool tenants_given{false};
};

struct PolicyDraft {
    Preset preset{Preset::balanced};
    std::optional<Severity> threshold;
    std::vector<KindRule> kinds;
    EpisodeSettings episodes;
};

struct RootDraft {
    AppConfig config;
    ConfigPosition public_url_at;
    ListenDraft listen;
    std::vector<CustomerDraft> customers;
    std::vector<RoomDraft> rooms;
    PolicyDraft policy;
    bool chat_given{false};
    bool desks_given{false};
};

struct OrganisationDraft {
    std::string name;
};

struct CasesDraft {};

const Section<RootDraft>& root_section();
const Section<ListenDraft>& listen_section();
const Section<TlsConfig>& tls_section();
const Section<EgressConfig>& egress_section();
const Section<OrganisationDraft>& organisation_section();
const Section<ShiftSettings>& shifts_section();
const Section<Person>& person_section();
const Section<CustomerDraft>& customer_section();
const Section<RoomDraft>& customer_room_section();
const Section<RoomDraft>& room_section();
const Section<CasesDraft>& cases_section();
const Section<TemplatesConfig>& templates_section();
const Section<SourceDraft>& source_section();
const Section<SourceDraft>& customer_from_section();
const Section<Quota>& quota_section();
const Section<SourceDraft>& auth_section();
const Section<BasicAuth>& basic_section();
const Section<HmacAuth>& hmac_section();
const Section<SnsAuth>& sns_section();
const Section<SqsConfig>& sqs_section();
const Section<UsmApiConfig>& usm_api_section();
const Section<UsmApiConfig>& usm_api_labels_section();
const Section<ChatConfig>& chat_section();
const Section<DeskConfig>& desk_section();
const Section<PolicyDraft>& policy_section();
const Section<KindRule>& kind_section();
const Section<EpisodeSettings>& episodes_section();
const Section<RetentionConfig>& retention_section();

// Binds the section and checks what its keys can't see alone.
void bind_egress(BindContext& context, const ConfigNode::Member& member, EgressConfig& egress);

void bind_sqs(BindContext& context, const ConfigNode::Member& member, SqsConfig& sqs);

// Binds one customer, from the list or from a file of customers.d.
void bind_customer(BindContext& context, const ConfigNode& node, RootDraft& draft);

// Turns the drafts into the configuration; reports what no section can see alone.
void check_across(BindContext& context, RootDraft& draft);

}  // namespace socbot
