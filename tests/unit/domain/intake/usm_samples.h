// USM Anywhere payloads for the tests of the readers: files of tests/golden/usm, and small ones
// built from the members a test is about.
#pragma once

#include "domain/settings/settings.h"

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

namespace socbot::testing_support {

inline std::string golden_usm(const std::string& name) {
    std::ifstream file{std::string{SOCBOT_SOURCE_DIR} + "/tests/golden/usm/" + name};
    if (!file) throw std::runtime_error{"no golden file " + name};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

inline SourceSettings usm_source() {
    SourceSettings source;
    source.id = SourceId{"usm"};
    source.type = "usm_anywhere";
    return source;
}

// `members`: "\"priority\":70,...", without braces.
inline std::string alarm_with(const std::string& members) {
    return R"({"uuid":"u-1","packet_type":"alarm","rule_strategy":"S","rule_method":"M",)"
           R"("timestamp_occured":"1764000000000")" +
           (members.empty() ? "" : "," + members) + "}";
}

inline std::string event_with(const std::string& members) {
    return alarm_with(R"("events":[{"timeStamp":1764000001000,"message":{)" + members + "}}]");
}

}  // namespace socbot::testing_support
