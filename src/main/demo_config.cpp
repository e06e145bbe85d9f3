// The demo's customers, people and rooms.
#include "main/demo.h"

namespace socbot {

namespace {

const ConnectionId kConsole{"console"};

CustomerSettings
customer(const char* code, const char* name, const char* zone, const char* network) {
    CustomerSettings settings;
    settings.code = CustomerCode{code};
    settings.name = name;
    settings.zone = zone;
    if (auto own = Network::parse(network)) settings.networks.push_back(*own);
    return settings;
}

RoomSettings
room(const char* id, const char* name, RoomClass room_class, std::vector<CustomerCode> customers) {
    RoomSettings settings;
    settings.ref = {kConsole, id};
    settings.name = name;
    settings.room_class = room_class;
    settings.all_customers = customers.empty() && room_class == RoomClass::soc;
    settings.customers = std::move(customers);
    return settings;
}

Person person(const char* email, const char* name, Role role) {
    Person settings;
    settings.id = PersonId{email};
    settings.name = name;
    settings.role = role;
    settings.all_customers = true;
    settings.demo = true;
    return settings;
}

}  // namespace

AppConfig demo_config(const std::filesystem::path& data_dir, Secret token) {
    auto config = default_config(data_dir, std::move(token));
    config.demo = true;
    auto& settings = config.settings;
    settings.demo = true;
    settings.organisation = "Demo SOC";
    settings.shifts.zone = "Europe/London";
    settings.people = {
        person("ana@demo.example", "Ana (demo analyst)", Role::analyst),
        person(kDemoPerson, "Sam (demo senior)", Role::senior),
        person("eva@demo.example", "Eva (demo engineer)", Role::engineer)};
    settings.customers = {
        customer("ACME", "ACME Ltd", "Europe/London", "10.20.0.0/16"),
        customer("GLOBEX", "Globex Corporation", "Europe/Berlin", "10.30.0.0/16"),
        customer("INITECH", "Initech Inc", "America/New_York", "10.40.0.0/16")};
    settings.rooms = {
        room("soc", "SOC", RoomClass::soc, {}),
        room("acme", "ACME", RoomClass::customer, {CustomerCode{"ACME"}}),
        room("globex", "Globex", RoomClass::customer, {CustomerCode{"GLOBEX"}}),
        room("initech-shared", "Initech with us", RoomClass::shared, {CustomerCode{"INITECH"}})};
    auto& source = settings.sources.front();
    source.customer = {};
    source.tenant_field = "x_att_tenant_subdomain";
    source.tenants = {
        {"acme", CustomerCode{"ACME"}},
        {"globex", CustomerCode{"GLOBEX"}},
        {"initech", CustomerCode{"INITECH"}}};
    return config;
}

}  // namespace socbot
