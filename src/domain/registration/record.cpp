// The record as JSON, its words, and one record of two.
#include "domain/registration/record.h"

#include "base/json_writer.h"

#include <algorithm>

namespace socbot {
namespace {

void write_list(JsonWriter& json, std::string_view name, const std::vector<std::string>& items) {
    if (items.empty()) return;
    json.key(name).open_array();
    for (const std::string& item : items)
        json.string(item);
    json.close_array();
}

void write_time(JsonWriter& json, std::string_view name, Instant at) {
    if (at) json.key(name).string(format_rfc3339(at));
}

void write_network(JsonWriter& json, const Registration::Network& network) {
    if (network == Registration::Network{}) return;
    json.key("network").open_object();
    json.text_member("handle", network.handle);
    json.text_member("name", network.name);
    write_list(json, "cidr", network.cidr);
    write_list(json, "asn", network.asn);
    json.text_member("country", network.country);
    json.text_member("organisation", network.organisation);
    json.text_member("type", network.type);
    json.close_object();
}

void write_parties(JsonWriter& json, const Registration& record) {
    if (record.registrant != Registration::Registrant{}) {
        json.key("registrant").open_object();
        json.text_member("organisation", record.registrant.organisation);
        json.text_member("country", record.registrant.country);
        json.close_object();
    }
    write_network(json, record.network);
    if (record.abuse != Registration::Abuse{}) {
        json.key("abuse").open_object();
        json.text_member("email", record.abuse.email);
        json.text_member("phone", record.abuse.phone);
        json.close_object();
    }
}

void write_sources(JsonWriter& json, const Registration& record) {
    if (record.sources.empty()) return;
    json.key("sources").open_object();
    for (const auto& [member, source] : record.sources)
        json.key(member).string(source);
    json.close_object();
}

void write_next(JsonWriter& json, const Registration& record) {
    json.text_member("referral_server", record.referral_server);
    json.text_member("registrar_link", record.registrar_link);
    if (record.retry_after) json.number_member("retry_after_s", record.retry_after->count());
    json.text_member("message", record.message);
    if (record.truncated) json.key("truncated").boolean(true);
}

// Fills members of one record from another, each with its source.
class Filler {
public:
    Filler(Registration& into, const Registration& from) : into_{into}, from_{from} {}

    template <class Value>
    void fill(std::string_view name, Value Registration::*member) {
        if (into_.*member != Value{} || from_.*member == Value{}) return;
        into_.*member = from_.*member;
        const auto source = from_.sources.find(name);
        if (source != from_.sources.end()) into_.sources[source->first] = source->second;
        // What was withheld there is told here.
        std::erase(into_.redacted, name);
    }

private:
    Registration& into_;
    const Registration& from_;
};

}  // namespace

const char* word_of(RegistrationOutcome outcome) noexcept {
    switch (outcome) {
        case RegistrationOutcome::found:
            return "found";
        case RegistrationOutcome::not_found:
            return "not_found";
        case RegistrationOutcome::throttled:
            return "throttled";
        case RegistrationOutcome::refused:
            return "refused";
        case RegistrationOutcome::unavailable:
            return "unavailable";
    }
    return "";
}

const char* word_of(RegistrationKind kind) noexcept {
    switch (kind) {
        case RegistrationKind::domain:
            return "domain";
        case RegistrationKind::ip:
            return "ip";
        case RegistrationKind::autnum:
            return "autnum";
    }
    return "";
}

std::string to_json(const Registration& record) {
    std::string out;
    JsonWriter json{out};
    json.open_object();
    json.key("outcome").string(word_of(record.outcome));
    json.key("kind").string(word_of(record.kind));
    json.text_member("name", record.name);
    if (record.unicode_name != record.name) json.text_member("unicode_name", record.unicode_name);
    json.text_member("registrar", record.registrar);
    json.text_member("registrar_iana_id", record.registrar_iana_id);
    write_time(json, "created", record.created);
    write_time(json, "updated", record.updated);
    write_time(json, "expires", record.expires);
    write_list(json, "status", record.status);
    write_list(json, "nameservers", record.nameservers);
    write_parties(json, record);
    if (record.dnssec) json.key("dnssec").boolean(*record.dnssec);
    write_list(json, "redacted", record.redacted);
    write_sources(json, record);
    write_next(json, record);
    json.close_object();
    return out;
}

Registration merge(Registration registry, const Registration& registrar) {
    if (registrar.outcome != RegistrationOutcome::found) return registry;
    if (registry.outcome != RegistrationOutcome::found) return registrar;
    Filler filler{registry, registrar};
    filler.fill("registrar", &Registration::registrar);
    filler.fill("registrar_iana_id", &Registration::registrar_iana_id);
    filler.fill("created", &Registration::created);
    filler.fill("updated", &Registration::updated);
    filler.fill("expires", &Registration::expires);
    filler.fill("status", &Registration::status);
    filler.fill("nameservers", &Registration::nameservers);
    filler.fill("registrant", &Registration::registrant);
    filler.fill("network", &Registration::network);
    filler.fill("abuse", &Registration::abuse);
    filler.fill("dnssec", &Registration::dnssec);
    for (const std::string& member : registrar.redacted) {
        const bool told = registry.sources.contains(member) ||
                          std::find(registry.redacted.begin(), registry.redacted.end(), member) !=
                              registry.redacted.end();
        if (!told) registry.redacted.push_back(member);
    }
    registry.truncated = registry.truncated || registrar.truncated;
    return registry;
}

}  // namespace socbot
