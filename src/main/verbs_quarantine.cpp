// quarantine list, show and release: the control socket does the work.
#include "base/json_writer.h"
#include "base/text.h"
#include "main/control_client.h"
#include "main/terminal.h"
#include "main/verbs.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <cstdint>
#include <functional>

namespace socbot {

namespace {

namespace json = boost::json;

std::string text_in(const json::object& object, const char* name) {
    const auto* found = object.if_contains(name);
    return found != nullptr && found->is_string() ? std::string{found->as_string()} : std::string{};
}

Result<ControlAnswer> ask(const std::filesystem::path& directory, const std::string& target) {
    auto answer = control_post(directory, target, {});
    if (!answer || answer->status == 200 || answer->status == 409) return answer;
    boost::system::error_code ec;
    const auto body = json::parse(answer->body, ec);
    const auto message =
        !ec && body.is_object() ? text_in(body.get_object(), "message") : answer->body;
    return Error{Errc::unavailable, message};
}

struct Listed {
    std::uint64_t id{0};
    std::string line;
    bool released{false};
};

// Every record of that source (all when empty), newest first, page by page.
Result<void> for_each_record(
    const std::filesystem::path& directory,
    const std::string& source,
    const std::function<void(const Listed&)>& each
) {
    std::uint64_t before = 0;
    for (;;) {
        const auto answer = ask(directory, fmt::format("/quarantine?before={}", before));
        if (!answer) return answer.error();
        if (answer->body.empty()) return {};
        for (const auto line : split(answer->body, '\n')) {
            boost::system::error_code ec;
            const auto value = json::parse({line.data(), line.size()}, ec);
            if (ec || !value.is_object())
                return Error{Errc::unavailable, "the server's answer could not be read"};
            const auto& record = value.get_object();
            const auto* id = record.if_contains("id");
            if (id == nullptr || !id->is_number())
                return Error{Errc::unavailable, "the server's answer could not be read"};
            before = id->to_number<std::uint64_t>();
            if (source.empty() || text_in(record, "source") == source)
                each({before, std::string{line}, record.contains("released")});
        }
    }
}

Result<std::vector<std::string>>
ids_to_release(const std::filesystem::path& directory, const QuarantineArguments& arguments) {
    if (!arguments.all) return arguments.ids;
    std::vector<std::string> ids;
    auto read = for_each_record(directory, arguments.source, [&ids](const Listed& record) {
        if (!record.released) ids.push_back(std::to_string(record.id));
    });
    if (!read) return std::move(read).error();
    // In the order they came in.
    return std::vector<std::string>{ids.rbegin(), ids.rend()};
}

// One line; whether it left quarantine.
bool print_released(const std::string& id, const ControlAnswer& answer) {
    boost::system::error_code ec;
    const auto value = json::parse(answer.body, ec);
    const json::object none;
    const auto& body = !ec && value.is_object() ? value.get_object() : none;
    std::string line;
    JsonWriter out{line};
    out.open_object().key("id").string(id);
    out.key("status").string(answer.status == 200 ? text_in(body, "status") : "quarantined");
    out.text_member("why", text_in(body, "message"));
    out.close_object();
    print_line(line);
    return answer.status == 200;
}

}  // namespace

int quarantine_list_verb(const QuarantineArguments& arguments) {
    const auto directory = data_dir_of(arguments.config, arguments.data_dir);
    if (!directory) return fail(directory.error());
    const auto read = for_each_record(*directory, arguments.source, [](const Listed& record) {
        print_line(record.line);
    });
    return read ? 0 : fail(read.error());
}

int quarantine_show_verb(const QuarantineArguments& arguments) {
    const auto directory = data_dir_of(arguments.config, arguments.data_dir);
    if (!directory) return fail(directory.error());
    for (const auto& id : arguments.ids) {
        const auto answer = ask(*directory, "/quarantine/show?id=" + percent_encode(id));
        if (!answer) return fail(answer.error());
        print_line(answer->body);
    }
    return 0;
}

int quarantine_release_verb(const QuarantineArguments& arguments) {
    const auto directory = data_dir_of(arguments.config, arguments.data_dir);
    if (!directory) return fail(directory.error());
    const auto ids = ids_to_release(*directory, arguments);
    if (!ids) return fail(ids.error());
    int code = 0;
    for (const auto& id : *ids) {
        const auto answer =
            ask(*directory,
                "/quarantine/release?id=" + percent_encode(id) +
                    "&person=" + percent_encode(arguments.person));
        if (!answer) {
            code = fail(answer.error());
            continue;
        }
        if (!print_released(id, *answer)) code = 1;
    }
    return code;
}

}  // namespace socbot
