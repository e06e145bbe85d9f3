// The words of one fact each, shared by facts and sentence. Internal to this folder. Every function
// gives plain text, indicators defanged, and nothing when the alarm does not say.
#pragma once

#include "domain/cards/facts.h"

#include <initializer_list>
#include <string>
#include <string_view>

namespace socbot::cards {

// What a client still wraps well on a phone; hashes (64) always fit.
inline constexpr std::size_t kValueCodePoints{200};

enum class Port { shown, left_out };

// The first that is not empty.
std::string first_of(std::initializer_list<std::string_view> texts);
// "+3 more" of a list of four.
std::string more(std::size_t count);

// "WKS-17 (10.20.0.17)".
std::string host_text(const std::string& name, const std::string& ip, const Networks& own);
// "203[.]0[.]113[.]16:443, NL, Example Hosting, Malicious Host"; with a name no port.
std::string place_text(const Endpoint& endpoint, const Networks& own, Port port = Port::left_out);
std::string from_of(const Alarm& alarm, const Networks& own);
// Whom or what it was done to: a user, a file, a URL.
std::string target_of(const Alarm& alarm, const Story& story);

std::string detection_of(const Alarm& alarm);
std::string file_text(const Alarm& alarm);
std::string process_text(const Alarm& alarm);
std::string origin_text(const Alarm& alarm, const Story& story, const Networks& own);
std::string cve_text(const Alarm& alarm);

// Whom mail is forwarded to, which role was given, what was changed: names of the audit record.
std::string changed_text(const Alarm& alarm);
std::string client_text(const Alarm& alarm);

std::string signature_text(const Alarm& alarm);
std::string tuple_text(const Alarm& alarm, const Networks& own);
std::string volume_text(const Connection& connection);
// "answered" or "not answered", only where the source counted what left our host.
std::string answered_text(const Alarm& alarm, const Story& story);
std::string asked_for(const Alarm& alarm);
std::string spread_text(const Alarm& alarm);

}  // namespace socbot::cards
