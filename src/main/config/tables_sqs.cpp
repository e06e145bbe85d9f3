// sources[].sqs: the queue that keeps a source's messages while nobody is there to take them.
#include "base/text.h"
#include "main/config/fields.h"
#include "main/config/sections.h"

#include <utility>

namespace socbot {
namespace {

void bind_queue(
    BindContext& context,
    const ConfigNode::Member& member,
    std::optional<SqsQueue>& queue
) {
    const auto arn = read_text(context, member.node, member.key, 512);
    if (!arn) {
        return;
    }
    auto parsed = parse_sqs_queue(*arn);
    if (!parsed) {
        context.problem(member.node.position, "'" + member.key + "': " + parsed.error().message());
        return;
    }
    // Two readers of a queue would each get a part of it.
    context.queues.define(*arn, member.node.position, context.problems);
    queue = *std::move(parsed);
}

// As curl writes it into the request: the signature covers the host.
std::string endpoint_of(std::string url) {
    url = to_lower_ascii(url);
    for (const std::string_view port : {":443", ":80"}) {
        const bool standard = url.starts_with(port == ":443" ? "https:" : "http:");
        if (standard && url.ends_with(port)) {
            url.resize(url.size() - port.size());
        }
    }
    return url;
}

// Read here to say what is wrong; read again while running, since tools write new keys into it.
void check_credentials(BindContext& context, const ConfigPosition& at, const SqsConfig& sqs) {
    const auto text = context.services.secrets.text(sqs.credentials);
    const auto keys =
        text ? read_aws_credentials(*text, sqs.profile) : Result<AwsCredentials>{text.error()};
    if (!keys) {
        context.problem(
            at, "'credentials': " + shown(sqs.credentials.string()) + ": " + keys.error().message()
        );
    }
}

}  // namespace

const Section<SqsConfig>& sqs_section() {
    static const Section<SqsConfig> section{
        "sources[].sqs",
        "A queue of Amazon SQS that is subscribed to the topics of `auth.sns`, asked by us: no "
        "port "
        "has to be open, and what arrives while the server is down waits for up to 14 days. "
        "Messages are checked like pushed ones, but for their age; they are deleted once they are "
        "on disk. Keys either as access_key and secret_key, or in a credentials file.",
        {
            {{"queue", "ARN", "", "arn:aws:sqs:REGION:ACCOUNT:NAME", Need::required},
             [](BindContext& context, const ConfigNode::Member& member, SqsConfig& sqs) {
                 bind_queue(context, member, sqs.queue);
             }},
            {{"dead_letters",
              "ARN",
              "none",
              "The dead-letter queue of the subscription or of `queue`, drained too."},
             [](BindContext& context, const ConfigNode::Member& member, SqsConfig& sqs) {
                 bind_queue(context, member, sqs.dead_letters);
             }},
            {{"access_key", "secret", "", "The id of an access key."},
             [](BindContext& context, const ConfigNode::Member& member, SqsConfig& sqs) {
                 const auto key = read_secret(context, member.node, member.key, 1);
                 sqs.keys.key_id = key ? key->reveal() : "";
             }},
            {{"secret_key", "secret", "", "The access key."},
             [](BindContext& context, const ConfigNode::Member& member, SqsConfig& sqs) {
                 sqs.keys.secret =
                     read_secret(context, member.node, member.key, 1).value_or(Secret{});
             }},
            {{"credentials",
              "file",
              "",
              "A shared credentials file as the AWS tools write it, read again every minute and "
              "when keys are refused: for keys that are renewed."},
             [](BindContext& context, const ConfigNode::Member& member, SqsConfig& sqs) {
                 sqs.credentials = read_file_path(context, member.node, member.key).value_or("");
             }},
            {{"profile", "text", "default", "The profile of the credentials file."},
             [](BindContext& context, const ConfigNode::Member& member, SqsConfig& sqs) {
                 sqs.profile = read_text(context, member.node, member.key, 128).value_or("");
             }},
            {{"endpoint",
              "https URL",
              "sqs.REGION.amazonaws.com",
              "Where requests go instead, like an interface endpoint of a VPC; its address may be "
              "private. http on this machine only."},
             [](BindContext& context, const ConfigNode::Member& member, SqsConfig& sqs) {
                 sqs.endpoint = endpoint_of(
                     read_url(context, member.node, member.key, {false, true}).value_or("")
                 );
             }},
            {{"visibility",
              "duration",
              "5m",
              "How long SQS hides a message that was handed out, 30s to 12h. One that could not be "
              "stored comes again after that."},
             [](BindContext& context, const ConfigNode::Member& member, SqsConfig& sqs) {
                 constexpr DurationRange kRange{std::chrono::seconds{30}, std::chrono::hours{12}};
                 sqs.visibility = read_duration(context, member.node, member.key, kRange)
                                      .value_or(sqs.visibility);
             }},
        }};
    return section;
}

void bind_sqs(BindContext& context, const ConfigNode::Member& member, SqsConfig& sqs) {
    const std::size_t before = context.problems.size();
    bind_section(context, member.node, sqs_section(), sqs);
    if (context.problems.size() != before) {
        return;
    }
    const bool given = !sqs.keys.key_id.empty() || !sqs.keys.secret.empty();
    if (given == !sqs.credentials.empty() || (given && sqs.keys.empty())) {
        context.problem(
            member.position, "'sqs' needs either access_key and secret_key, or credentials"
        );
    } else if (!given) {
        check_credentials(context, member.position, sqs);
    }
}

}  // namespace socbot
