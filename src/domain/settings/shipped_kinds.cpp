// The shipped kinds, by what the product says of itself. USM Anywhere lets customers type
// strategies and methods freely, so families are matched by the words inside, never by a list of
// whole names; the strategies are those of the OSSIM taxonomy (AlienVault OSSIM 4.3.1_mysql.sql,
// "Ransonware" as spelt there, "&amp;" as scraped samples carry it).
#include "domain/settings/settings.h"

namespace socbot {
namespace {

// Office 365, Microsoft 365, Entra ID and its old name Azure Active Directory, and the services
// that report under their own names.
constexpr const char* kOffice365 =
    R"rule(app.matches("(?i)(office|microsoft)[ _-]?365|(^|[^a-z0-9])[om]365|(^|[^a-z])entra([^a-z]|$)|azure[ _-]?(ad|active[ _-]?directory)([^a-z]|$)|(exchange|sharepoint)[ _-]?online")
|| plugin.matches("(?i)(office|microsoft)[ _-]?365|(^|[^a-z0-9])[om]365|(^|[^a-z])entra([^a-z]|$)|azure[ _-]?(ad|active[ _-]?directory)([^a-z]|$)|(exchange|sharepoint)[ _-]?online"))rule";

constexpr const char* kMalware =
    R"rule(device_type.matches("(?i)endpoint[ _-]?(security|protection)|anti[ _-]?virus")
|| strategy.matches("(?i)malware|trojan|ranso[mn]ware|(^|[^a-z])(worm|adware|virus|rat)([^a-z]|$)|backdoor|spyware|botnet|rootkit|antivirus infection|(^|[^a-z])c(&|&amp;)c([^a-z]|$)|(^|[^a-z])c2([^a-z]|$)|command (and|&) control"))rule";

constexpr const char* kNetworkIntrusion =
    R"rule(device_type.matches("(?i)intrusion[ _-]?(detection|prevention)"))rule";

}  // namespace

const std::vector<KindRule>& shipped_kinds() {
    static const std::vector<KindRule> kinds{
        {Kind::office365, kOffice365},
        {Kind::malware, kMalware},
        {Kind::network_intrusion, kNetworkIntrusion},
    };
    return kinds;
}

}  // namespace socbot
