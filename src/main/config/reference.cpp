// docs/configuration.md, written from the tables that bind: it can't name a key that is not there.
#include "base/text.h"
#include "main/config/bind.h"
#include "main/config/sections.h"

namespace socbot {
namespace {

std::vector<SectionDoc> all_sections() {
    return {
        root_section().doc(),
        listen_section().doc(),
        tls_section().doc(),
        egress_section().doc(),
        organisation_section().doc(),
        shifts_section().doc(),
        person_section().doc(),
        customer_section().doc(),
        customer_room_section().doc(),
        cases_section().doc(),
        room_section().doc(),
        source_section().doc(),
        auth_section().doc(),
        basic_section().doc(),
        hmac_section().doc(),
        sns_section().doc(),
        sqs_section().doc(),
        usm_api_section().doc(),
        usm_api_labels_section().doc(),
        quota_section().doc(),
        customer_from_section().doc(),
        chat_section().doc(),
        desk_section().doc(),
        templates_section().doc(),
        policy_section().doc(),
        kind_section().doc(),
        episodes_section().doc(),
        retention_section().doc()};
}

// '|' ends a cell of a Markdown table.
std::string cell(std::string_view text) {
    std::string out;
    for (const char c : text) {
        out += c == '|' ? std::string{"\\|"} : std::string{c};
    }
    return out;
}

constexpr const char* kIntroduction{
    R"(# Configuration

<!-- Written by render_config_reference() (src/main/config/reference.cpp); a test fails when it is stale. -->

`socbot run --config FILE` reads one YAML file; `socbot check --config FILE` lists every problem of it
with file, line and column, and exits 0 or 2. Without a file, `socbot run` listens on loopback with one
source `usm`, whose bearer token it keeps in `.socbot/token`. `packaging/socbot.example.yaml` is a file
to start from.

* Unknown and repeated keys are refused, with the nearest key that is known. So are aliases, anchors and
  tags. A file holds at most 2 MiB, 20,000 values and 32 levels.
* Secrets never stand in the file: a *secret* is `file:PATH` or `env:NAME`, read at start and at reload.
* Relative paths are taken from the folder of the file that names them.
* Each file `customers.d/*.yaml` beside the configuration is one more customer, in the order of their
  names.
* SIGHUP reads everything again. A file with problems changes nothing, and neither does one that changes
  what needs a restart (`data_dir`, `public_url`, `listen`, `egress`, `chat`, `usm_api` of a source): it is refused by
  name.
* A *duration* is a number with s, m, h or d: `4h`. A *severity* is informational, low, medium, high or
  critical. A *network* is an address or a prefix without host bits: `203.0.113.0/24`.
)"};

}  // namespace

std::string render_config_reference() {
    std::string page = kIntroduction;
    for (const SectionDoc& section : all_sections()) {
        page += "\n## " +
                (section.path.empty() ? std::string{"The file"} : "`" + section.path + "`") +
                "\n\n";
        if (!section.note.empty()) {
            page += section.note + "\n\n";
        }
        page += "| key | takes | default | meaning |\n|---|---|---|---|\n";
        for (const KeyDoc& key : section.keys) {
            const std::string fallback = key.need == Need::required ? "required" : key.fallback;
            page += "| `" + std::string{key.name} + "` | " + cell(key.form) + " | " +
                    cell(fallback) + " | " + cell(key.note) + " |\n";
        }
    }
    return page;
}

}  // namespace socbot
