// sns verify.
#include "base/json_writer.h"
#include "base/text.h"
#include "domain/intake/reader.h"
#include "domain/intake/sns_check.h"
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

}  // namespace socbot
