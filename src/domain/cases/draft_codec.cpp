// The binary form of what is asked of a desk.
#include "domain/cases/draft.h"

namespace socbot {
namespace {

constexpr std::uint64_t kSchema = 1;

void expect_schema(Reader& in, const char* what) {
    if (in.u() != kSchema) throw CodecError{what};
}

void encode_texts(Writer& out, const std::vector<std::string>& texts) {
    out.u(texts.size());
    for (const auto& each : texts)
        out.s(each);
}

std::vector<std::string> decode_texts(Reader& in) {
    std::vector<std::string> texts(in.count());
    for (auto& each : texts)
        each = in.str();
    return texts;
}

struct EncodeValue {
    Writer& out;
    void operator()(const std::string& text) const { out.s(text); }
    void operator()(std::int64_t number) const { out.i(number); }
    void operator()(double number) const { out.f(number); }
    void operator()(bool truth) const { out.b(truth); }
    void operator()(Instant at) const { out.i(at.ms); }
};

CaseFieldValue decode_value(Reader& in) {
    switch (in.u()) {
        case 0:
            return in.str();
        case 1:
            return in.i();
        case 2:
            return in.f();
        case 3:
            return in.b();
        case 4:
            return Instant{in.i()};
        default:
            throw CodecError{"case field: unknown type"};
    }
}

void encode_fields(Writer& out, const std::vector<CaseField>& fields) {
    out.u(fields.size());
    for (const auto& each : fields) {
        out.s(each.name).u(each.value.index());
        std::visit(EncodeValue{out}, each.value);
    }
}

std::vector<CaseField> decode_fields(Reader& in) {
    std::vector<CaseField> fields(in.count());
    for (auto& each : fields) {
        each.name = in.str();
        each.value = decode_value(in);
    }
    return fields;
}

void encode_tlp(Writer& out, const std::optional<Tlp>& tlp) {
    out.u(tlp ? static_cast<std::uint64_t>(*tlp) + 1 : 0);
}

std::optional<Tlp> decode_tlp(Reader& in) {
    const auto number = in.u();
    if (number == 0) return std::nullopt;
    return static_cast<Tlp>(number - 1);
}

void encode_observables(Writer& out, const std::vector<CaseObservable>& observables) {
    out.u(observables.size());
    for (const auto& each : observables) {
        out.s(each.kind).s(each.value).s(each.message);
        encode_texts(out, each.tags);
        out.b(each.ioc).b(each.sighted).i(each.sighted_at.ms).b(each.ignore_similarity);
        encode_tlp(out, each.tlp);
    }
}

std::vector<CaseObservable> decode_observables(Reader& in) {
    std::vector<CaseObservable> observables(in.count());
    for (auto& each : observables) {
        each.kind = in.str();
        each.value = in.str();
        each.message = in.str();
        each.tags = decode_texts(in);
        each.ioc = in.b();
        each.sighted = in.b();
        each.sighted_at = {in.i()};
        each.ignore_similarity = in.b();
        each.tlp = decode_tlp(in);
    }
    return observables;
}

void encode_files(Writer& out, const std::vector<CaseFile>& files) {
    out.u(files.size());
    for (const auto& each : files)
        out.s(each.name).s(each.media_type).s(each.bytes);
}

std::vector<CaseFile> decode_files(Reader& in) {
    std::vector<CaseFile> files(in.count());
    for (auto& each : files) {
        each.name = in.str();
        each.media_type = in.str();
        each.bytes = in.str();
    }
    return files;
}

}  // namespace

void CaseDraft::encode(Writer& out) const {
    out.u(kSchema).s(key).s(customer.str()).s(organisation);
    out.s(episode.customer.str()).u(episode.number).s(source).s(title).s(description);
    out.u(static_cast<std::uint64_t>(severity)).u(static_cast<std::uint64_t>(tlp));
    out.u(static_cast<std::uint64_t>(pap));
    encode_texts(out, tags);
    out.i(started.ms).s(assignee);
    encode_fields(out, fields);
    out.s(template_name);
    encode_texts(out, tasks);
    out.s(link);
    encode_observables(out, observables);
    encode_files(out, files);
}

CaseDraft CaseDraft::decode(Reader& in) {
    expect_schema(in, "case draft: unknown schema");
    CaseDraft draft;
    draft.key = in.str();
    draft.customer = CustomerCode{in.str()};
    draft.organisation = in.str();
    draft.episode.customer = CustomerCode{in.str()};
    draft.episode.number = in.u();
    draft.source = in.str();
    draft.title = in.str();
    draft.description = in.str();
    draft.severity = static_cast<Severity>(in.u());
    draft.tlp = static_cast<Tlp>(in.u());
    draft.pap = static_cast<Pap>(in.u());
    draft.tags = decode_texts(in);
    draft.started = {in.i()};
    draft.assignee = in.str();
    draft.fields = decode_fields(in);
    draft.template_name = in.str();
    draft.tasks = decode_texts(in);
    draft.link = in.str();
    draft.observables = decode_observables(in);
    draft.files = decode_files(in);
    return draft;
}

void CaseRef::encode(Writer& out) const {
    out.u(kSchema).s(id).s(number).s(url).s(organisation);
}

CaseRef CaseRef::decode(Reader& in) {
    expect_schema(in, "case reference: unknown schema");
    CaseRef ref;
    ref.id = in.str();
    ref.number = in.str();
    ref.url = in.str();
    ref.organisation = in.str();
    return ref;
}

void CaseAddition::encode(Writer& out) const {
    out.u(kSchema).s(key).s(part).s(comment);
    encode_texts(out, tags);
    encode_observables(out, observables);
    encode_fields(out, fields);
    out.b(severity.has_value()).u(static_cast<std::uint64_t>(severity.value_or(Severity::unknown)));
    out.s(assignee).u(static_cast<std::uint64_t>(tlp)).b(reopen);
}

CaseAddition CaseAddition::decode(Reader& in) {
    expect_schema(in, "case addition: unknown schema");
    CaseAddition addition;
    addition.key = in.str();
    addition.part = in.str();
    addition.comment = in.str();
    addition.tags = decode_texts(in);
    addition.observables = decode_observables(in);
    addition.fields = decode_fields(in);
    const bool raised = in.b();
    const auto severity = static_cast<Severity>(in.u());
    if (raised) addition.severity = severity;
    addition.assignee = in.str();
    addition.tlp = static_cast<Tlp>(in.u());
    addition.reopen = in.b();
    return addition;
}

void CaseClosing::encode(Writer& out) const {
    out.u(kSchema).s(key).u(static_cast<std::uint64_t>(verdict));
    out.u(static_cast<std::uint64_t>(impact)).s(summary);
    encode_fields(out, fields);
}

CaseClosing CaseClosing::decode(Reader& in) {
    expect_schema(in, "case closing: unknown schema");
    CaseClosing closing;
    closing.key = in.str();
    closing.verdict = static_cast<CaseVerdict>(in.u());
    closing.impact = static_cast<CaseImpact>(in.u());
    closing.summary = in.str();
    closing.fields = decode_fields(in);
    return closing;
}

}  // namespace socbot
