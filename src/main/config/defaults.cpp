// What `socbot run` uses without a file.
#include "main/config/app_config.h"

namespace socbot {

std::filesystem::path default_token_file(const std::filesystem::path& data_dir) {
    return data_dir / "token";
}

AppConfig default_config(const std::filesystem::path& data_dir, Secret token) {
    const ConnectionId console{"console"};
    const CustomerCode local{"LOCAL"};
    const SourceId usm{"usm"};

    AppConfig config;
    config.data_dir = data_dir;
    config.sources.push_back({usm, BearerAuth{std::move(token)}});
    config.chat.push_back({console, ChatType::console});
    config.desks.push_back({"local", DeskType::local});

    Settings& settings = config.settings;
    CustomerSettings customer;
    customer.code = local;
    customer.name = "Local";
    settings.customers.push_back(std::move(customer));

    RoomSettings soc;
    soc.ref = {console, "soc"};
    soc.room_class = RoomClass::soc;
    soc.all_customers = true;
    soc.name = "SOC";
    settings.rooms.push_back(std::move(soc));

    RoomSettings room;
    room.ref = {console, "local"};
    room.room_class = RoomClass::customer;
    room.customers = {local};
    room.name = "Local";
    settings.rooms.push_back(std::move(room));

    SourceSettings source;
    source.id = usm;
    source.type = "usm_anywhere";
    source.customer = local;
    settings.sources.push_back(std::move(source));

    Person engineer;
    engineer.id = PersonId{"engineer@localhost"};
    engineer.name = "Engineer";
    engineer.role = Role::engineer;
    engineer.all_customers = true;
    settings.people.push_back(std::move(engineer));
    return config;
}

}  // namespace socbot
