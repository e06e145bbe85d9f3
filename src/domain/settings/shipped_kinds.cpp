// The shipped kinds, by what the product says of itself. USM Anywhere lets customers type
// strategies and methods freely, so families are matched by the words inside, never by a list of
// whole names; the strategies are those of the OSSIM taxonomy (AlienVault OSSIM 4.3.1_mysql.sql,
// "Ransonware" as spelt there, "&amp;" as scraped samples carry it).
#include "domain/settings/settings.h"

#include <string>

namespace socbot {
namespace {

// `field.matches("(?i)pattern")` of the rule language; the patterns hold no quote or backslash.
std::string matches(const char* field, const std::string& pattern) {
    return std::string{field} + ".matches(\"(?i)" + pattern + "\")";
}

// Microsoft's cloud under its present and former names, and services that report under their own.
const char* office365_names() {
    return "(office|microsoft)[ _-]?365|(^|[^a-z0-9])[om]365"
           "|(^|[^a-z])entra([^a-z]|$)"
           "|azure[ _-]?(ad|active[ _-]?directory)([^a-z]|$)"
           "|(exchange|sharepoint)[ _-]?online";
}

const char* malware_strategies() {
    return "malware|trojan|ranso[mn]ware|backdoor|spyware|botnet|rootkit|antivirus infection"
           "|(^|[^a-z])(worm|adware|virus|rat)([^a-z]|$)"
           "|(^|[^a-z])(c(&|&amp;)c|c2)([^a-z]|$)"
           "|command (and|&) control";
}

std::vector<KindRule> make_kinds() {
    const std::string office =
        matches("app", office365_names()) + " || " + matches("plugin", office365_names());
    const std::string malware =
        matches("device_type", "endpoint[ _-]?(security|protection)|anti[ _-]?virus") + " || " +
        matches("strategy", malware_strategies());
    return {
        {Kind::office365, office},
        {Kind::malware, malware},
        {Kind::network_intrusion, matches("device_type", "intrusion[ _-]?(detection|prevention)")},
    };
}

}  // namespace

const std::vector<KindRule>& shipped_kinds() {
    static const std::vector<KindRule> kinds = make_kinds();
    return kinds;
}

}  // namespace socbot
