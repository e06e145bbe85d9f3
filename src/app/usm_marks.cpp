// Encodings of marks; see usm_marks.h.
#include "app/usm_marks.h"

#include "domain/engine/pull_flow.h"

#include <array>

namespace socbot {

namespace {

constexpr std::uint64_t kSchema = 1;
constexpr std::string_view kPoll = "poll";
constexpr std::string_view kFill = "fill";

Result<PullRow> read_row(StoreReader& store, const SourceId& source, std::string_view walk) {
    const std::array keys{pull_key(source, walk)};
    const auto rows = store.read(keys);
    if (!rows) return rows.error();
    if (!rows->front().exists) return PullRow{};
    try {
        Reader in{rows->front().body};
        return PullRow::decode(in);
    } catch (const CodecError& error) {
        return Error{Errc::internal, error.what()};
    }
}

template <class Mark, class Decode>
Result<Mark>
read_mark(StoreReader& store, const SourceId& source, std::string_view walk, const Decode& decode) {
    const auto row = read_row(store, source, walk);
    if (!row) return row.error();
    Mark mark;
    mark.number = row->number;
    if (mark.number == 0) return mark;
    try {
        Reader in{row->mark};
        if (in.u() != kSchema) throw CodecError{"mark: unknown schema"};
        decode(in, mark);
    } catch (const CodecError& error) {
        return Error{Errc::internal, error.what()};
    }
    return mark;
}

PullInput
input_of(const SourceId& source, std::string_view walk, std::uint64_t number, std::string mark) {
    PullInput input;
    input.source = source;
    input.walk = walk;
    input.number = number;
    input.mark = std::move(mark);
    return input;
}

}  // namespace

std::string PollMark::encode() const {
    Writer out;
    out.u(kSchema).i(since.ms).i(through.ms);
    return out.take();
}

std::string FillMark::encode() const {
    Writer out;
    out.u(kSchema).i(from.ms).i(to.ms).i(at.ms).u(read).u(counted).u(known).u(left_out).b(done);
    out.u(recent.size());
    for (const auto hash : recent)
        out.u(hash);
    return out.take();
}

Result<PollMark> read_poll_mark(StoreReader& store, const SourceId& source) {
    return read_mark<PollMark>(store, source, kPoll, [](Reader& in, PollMark& mark) {
        mark.since = {in.i()};
        mark.through = {in.i()};
    });
}

Result<FillMark> read_fill_mark(StoreReader& store, const SourceId& source) {
    return read_mark<FillMark>(store, source, kFill, [](Reader& in, FillMark& mark) {
        mark.from = {in.i()};
        mark.to = {in.i()};
        mark.at = {in.i()};
        mark.read = in.u();
        mark.counted = in.u();
        mark.known = in.u();
        mark.left_out = in.u();
        mark.done = in.b();
        mark.recent.resize(in.count());
        for (auto& hash : mark.recent)
            hash = in.u();
    });
}

PullInput to_input(const SourceId& source, const PollMark& mark) {
    return input_of(source, kPoll, mark.number, mark.encode());
}

PullInput to_input(const SourceId& source, const FillMark& mark) {
    return input_of(source, kFill, mark.number, mark.encode());
}

}  // namespace socbot
