// See status_report.h.
#include "main/status_report.h"

#include "base/json_writer.h"

namespace socbot {

namespace {

void time_member(JsonWriter& json, const char* name, Instant at) {
    if (at) json.key(name).string(format_rfc3339(at));
}

void write_source(JsonWriter& json, const SourceStanding& source) {
    json.open_object().key("type").string("source").key("id").string(source.id.str());
    json.key("states").open_array();
    for (const auto state : source.states)
        json.string(to_word(state));
    json.close_array();
    json.key("alarms").number(source.counts.alarms);
    time_member(json, "last_alarm", source.counts.last_seen);
    time_member(json, "confirmed", source.feed.confirmed_at);
    time_member(json, "unsubscribed", source.feed.unsubscribed_at);
    time_member(json, "silent_since", source.feed.silent_since);
    time_member(json, "failing_since", source.feed.failing_since);
    time_member(json, "refused_at", source.feed.failed_at);
    json.text_member("refused_why", source.feed.reason);
    json.key("over_quota").number(source.feed.over);
    time_member(json, "over_quota_at", source.feed.over_at);
    json.close_object();
}

}  // namespace

http::Response write_status(const StatusReport& report) {
    http::Response response;
    response.content_type = "application/jsonl";
    {
        JsonWriter json{response.body};
        json.open_object().key("type").string("server");
        json.key("ready").boolean(report.not_ready.empty()).key("reasons").open_array();
        for (const auto& reason : report.not_ready)
            json.string(reason);
        json.close_array();
        json.key("queued").number(report.queued).close_object();
    }
    for (const auto& source : report.sources) {
        response.body.push_back('\n');
        JsonWriter json{response.body};
        write_source(json, source);
    }
    return response;
}

}  // namespace socbot
