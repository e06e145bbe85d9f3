// The server, put together. compose.cpp reads top to bottom; stopping is the reverse.
#pragma once

#include "base/result.h"
#include "main/config/app_config.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace socbot {

struct ServerOptions {
    std::filesystem::path page;    // the built page; may be missing: then only the API answers
    std::filesystem::path config;  // for reload; empty: none
    std::function<void(const std::string& line)> say;  // to the person at the terminal
};

class Server {
public:
    static Result<std::unique_ptr<Server>> make(AppConfig config, ServerOptions options);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    // Serves until SIGINT or SIGTERM, then stops in order; a second signal ends the process at
    // once. The process's exit code.
    int run();

private:
    struct Parts;
    explicit Server(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace socbot
