// A DNS message, read for every type.
#include "adapters/dns/dns_message.h"
#include "base/check.h"
#include "fuzz/fuzz_target.h"

#include <string_view>

using namespace socbot;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    DnsLimits limits;
    limits.records = 8;
    limits.record_bytes = 300;
    for (const auto type :
         {RecordType::a,
          RecordType::aaaa,
          RecordType::ptr,
          RecordType::txt,
          RecordType::mx,
          RecordType::ns}) {
        const auto answer =
            read_answer(std::string_view{as_chars(data), size}, "www.example", type, limits);
        if (!answer) continue;
        SOCBOT_CHECK(
            !answer->records.empty() && answer->records.size() <= limits.records, "the limit holds"
        );
        for (const auto& record : answer->records)
            SOCBOT_CHECK(record.size() <= limits.record_bytes, "the limit holds");
    }
    return 0;
}
