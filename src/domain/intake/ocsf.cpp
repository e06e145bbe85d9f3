// OCSF Detection Finding: the form socbot prints and replays (domain/alarm/alarm_json.h), taken
// from a live source under the limits of intake.
#include "domain/alarm/alarm_json.h"
#include "domain/intake/payload.h"
#include "domain/intake/reader.h"
#include "domain/intake/src_url.h"

namespace socbot {

Result<Alarm> read_ocsf(std::string_view payload, const SourceSettings& source) {
    auto parsed = intake::parse_payload(payload);
    if (!parsed) return std::move(parsed).error().with_context("ocsf");
    auto alarm = alarm_from_json(payload);
    if (!alarm) return std::move(alarm).error().with_context("ocsf");
    // Who hands the alarm in is known by its source, not by what the payload claims.
    alarm->connector_type = "ocsf";
    if (!source.tenant_field.empty())
        alarm->tenant_uid = intake::text_at(*parsed, source.tenant_field);
    alarm->src_url = intake::url_on_host_of(source.link_base, alarm->src_url);
    return alarm;
}

}  // namespace socbot
