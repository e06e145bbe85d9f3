// sns verify, sns settings.
#include "base/json_writer.h"
#include "base/text.h"
#include "domain/intake/reader.h"
#include "domain/intake/sns_check.h"
#include "domain/intake/sns_settings.h"
#include "domain/settings/zones_tz.h"
#include "main/config/bind.h"
#include "main/system.h"
#include "main/terminal.h"
#include "main/verbs.h"

namespace socbot {

namespace {

constexpr std::size_t kCertificateBytes = 64U * 1024U;  // a real one has about 2,000

struct Verification {
    SnsRules rules;
    std::string certificate_file;  // its name, where it is one of SNS
    std::shared_ptr<const SnsCertificate> certificate;
    Instant at;
};

Result<Verification> prepare(const SnsVerifyArguments& arguments) {
    Verification verification;
    auto topic = parse_sns_topic(arguments.topic);
    if (!topic) return std::move(topic).error();
    verification.rules.topics.push_back(*std::move(topic));
    const auto pem = read_file(arguments.certificate, kCertificateBytes);
    if (!pem) return pem.error();
    auto certificate = SnsCertificate::read(*pem);
    if (!certificate) return std::move(certificate).error().with_context(arguments.certificate);
    verification.certificate = *std::move(certificate);
    const std::string_view file = sns_certificate_file(arguments.certificate);
    if (is_sns_certificate_file(file)) verification.certificate_file = file;
    const auto at = arguments.at.empty() ? wall_now(SystemClock{}) : parse_rfc3339(arguments.at);
    if (!at) return Error{Errc::invalid_input, "--at takes a time like 2026-03-01T12:00:00Z"};
    verification.at = *at;
    return verification;
}

Result<SnsEnvelope> verify(const Verification& verification, const std::string& file) {
    const auto body = read_file(file, kIntakeLimits.body_bytes);
    if (!body) return body.error();
    auto envelope = read_sns_envelope(*body);
    if (!envelope) return envelope;
    const auto topic = admit_queued_sns(verification.rules, *envelope);
    if (!topic) return topic.error();
    // The server fetches by that name: under another one it would get another certificate.
    const std::string_view named = sns_certificate_file(envelope->certificate_url);
    if (!verification.certificate_file.empty() && named != verification.certificate_file)
        return Error{
            Errc::unauthorised, "it is signed by another certificate: " + quote_for_log(named)};
    auto genuine = verify_sns(*envelope, **topic, *verification.certificate, verification.at);
    if (!genuine) return std::move(genuine).error();
    // Nobody should fetch what the server would not.
    if (envelope->type != SnsType::notification)
        if (auto url = check_sns_subscribe_url(*envelope, **topic); !url)
            return std::move(url).error();
    return envelope;
}

}  // namespace

int sns_verify_verb(const SnsVerifyArguments& arguments) {
    const auto verification = prepare(arguments);
    if (!verification) {
        (void)fail(verification.error());
        return 2;
    }
    int code = 0;
    const std::vector<std::string> input{"-"};
    for (const auto& file : arguments.files.empty() ? input : arguments.files) {
        auto envelope = verify(*verification, file);
        if (!envelope) {
            code = fail(std::move(envelope).error().with_context(file));
            continue;
        }
        std::string line;
        JsonWriter out{line};
        out.open_object();
        out.key("file").string(to_valid_utf8(file));
        out.key("valid").boolean(true);
        out.key("type").string(to_word(envelope->type));
        out.key("message_id").string(envelope->message_id);
        out.key("timestamp").string(envelope->timestamp);
        out.close_object();
        print_line(line);
    }
    return code;
}

int sns_settings_verb(const std::string& config, const std::string& source) {
    SystemSecretReader secrets;
    const auto zones = make_system_zones();
    const auto bound = load_config(config, {secrets, *zones});
    for (const auto& problem : bound.problems)
        print_problem(format_problem(problem));
    if (!bound.problems.empty()) return 2;
    for (const auto& each : bound.config.sources) {
        const auto* sns = std::get_if<SnsAuth>(&each.auth);
        if (each.id.str() != source || sns == nullptr) continue;
        const auto& url = bound.config.public_url;
        const auto endpoint = (url.empty() ? "https://HOST" : url) + "/intake/" + source;
        for (const auto& topic : sns->rules.topics)
            for (const auto line :
                 split(sns_settings(topic, endpoint, sns->basic ? sns->basic->user : ""), '\n'))
                if (!line.empty()) print_line(line);
        return 0;
    }
    print_problem(config + ": no source with 'auth: {sns: ...}' has the id " + source);
    return 2;
}

}  // namespace socbot
