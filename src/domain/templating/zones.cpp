// Names of time zones and their offsets from the system's tz database.
//
// The names are those of CLDR's windowsZones.xml as adaptive-expressions 4.23.3 carries it (Unicode
// licence, https://www.unicode.org/license.txt): a Windows name stands for the zone of territory
// 001.
#include "domain/templating/zones.h"

#include <date/tz.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace socbot::templating {

namespace {

struct WindowsZone {
    std::string_view name, iana;
};
constexpr std::array kWindows{
    WindowsZone{"AUS Central Standard Time", "Australia/Darwin"},
    WindowsZone{"AUS Eastern Standard Time", "Australia/Sydney"},
    WindowsZone{"Afghanistan Standard Time", "Asia/Kabul"},
    WindowsZone{"Alaskan Standard Time", "America/Anchorage"},
    WindowsZone{"Aleutian Standard Time", "America/Adak"},
    WindowsZone{"Altai Standard Time", "Asia/Barnaul"},
    WindowsZone{"Arab Standard Time", "Asia/Riyadh"},
    WindowsZone{"Arabian Standard Time", "Asia/Dubai"},
    WindowsZone{"Arabic Standard Time", "Asia/Baghdad"},
    WindowsZone{"Argentina Standard Time", "America/Argentina/Buenos_Aires"},
    WindowsZone{"Astrakhan Standard Time", "Europe/Astrakhan"},
    WindowsZone{"Atlantic Standard Time", "America/Halifax"},
    WindowsZone{"Aus Central W. Standard Time", "Australia/Eucla"},
    WindowsZone{"Azerbaijan Standard Time", "Asia/Baku"},
    WindowsZone{"Azores Standard Time", "Atlantic/Azores"},
    WindowsZone{"Bahia Standard Time", "America/Bahia"},
    WindowsZone{"Bangladesh Standard Time", "Asia/Dhaka"},
    WindowsZone{"Belarus Standard Time", "Europe/Minsk"},
    WindowsZone{"Bougainville Standard Time", "Pacific/Bougainville"},
    WindowsZone{"Canada Central Standard Time", "America/Regina"},
    WindowsZone{"Cape Verde Standard Time", "Atlantic/Cape_Verde"},
    WindowsZone{"Caucasus Standard Time", "Asia/Yerevan"},
    WindowsZone{"Cen. Australia Standard Time", "Australia/Adelaide"},
    WindowsZone{"Central America Standard Time", "America/Guatemala"},
    WindowsZone{"Central Asia Standard Time", "Asia/Almaty"},
    WindowsZone{"Central Brazilian Standard Time", "America/Cuiaba"},
    WindowsZone{"Central Europe Standard Time", "Europe/Budapest"},
    WindowsZone{"Central European Standard Time", "Europe/Warsaw"},
    WindowsZone{"Central Pacific Standard Time", "Pacific/Guadalcanal"},
    WindowsZone{"Central Standard Time", "America/Chicago"},
    WindowsZone{"Central Standard Time (Mexico)", "America/Mexico_City"},
    WindowsZone{"Chatham Islands Standard Time", "Pacific/Chatham"},
    WindowsZone{"China Standard Time", "Asia/Shanghai"},
    WindowsZone{"Cuba Standard Time", "America/Havana"},
    WindowsZone{"Dateline Standard Time", "Etc/GMT+12"},
    WindowsZone{"E. Africa Standard Time", "Africa/Nairobi"},
    WindowsZone{"E. Australia Standard Time", "Australia/Brisbane"},
    WindowsZone{"E. Europe Standard Time", "Europe/Chisinau"},
    WindowsZone{"E. South America Standard Time", "America/Sao_Paulo"},
    WindowsZone{"Easter Island Standard Time", "Pacific/Easter"},
    WindowsZone{"Eastern Standard Time", "America/New_York"},
    WindowsZone{"Eastern Standard Time (Mexico)", "America/Cancun"},
    WindowsZone{"Egypt Standard Time", "Africa/Cairo"},
    WindowsZone{"Ekaterinburg Standard Time", "Asia/Yekaterinburg"},
    WindowsZone{"FLE Standard Time", "Europe/Kiev"},
    WindowsZone{"Fiji Standard Time", "Pacific/Fiji"},
    WindowsZone{"GMT Standard Time", "Europe/London"},
    WindowsZone{"GTB Standard Time", "Europe/Bucharest"},
    WindowsZone{"Georgian Standard Time", "Asia/Tbilisi"},
    WindowsZone{"Greenland Standard Time", "America/Godthab"},
    WindowsZone{"Greenwich Standard Time", "Atlantic/Reykjavik"},
    WindowsZone{"Haiti Standard Time", "America/Port-au-Prince"},
    WindowsZone{"Hawaiian Standard Time", "Pacific/Honolulu"},
    WindowsZone{"India Standard Time", "Asia/Kolkata"},
    WindowsZone{"Iran Standard Time", "Asia/Tehran"},
    WindowsZone{"Israel Standard Time", "Asia/Jerusalem"},
    WindowsZone{"Jordan Standard Time", "Asia/Amman"},
    WindowsZone{"Kaliningrad Standard Time", "Europe/Kaliningrad"},
    WindowsZone{"Kamchatka Standard Time", "Asia/Kamchatka"},
    WindowsZone{"Korea Standard Time", "Asia/Seoul"},
    WindowsZone{"Libya Standard Time", "Africa/Tripoli"},
    WindowsZone{"Line Islands Standard Time", "Pacific/Kiritimati"},
    WindowsZone{"Lord Howe Standard Time", "Australia/Lord_Howe"},
    WindowsZone{"Magadan Standard Time", "Asia/Magadan"},
    WindowsZone{"Magallanes Standard Time", "America/Punta_Arenas"},
    WindowsZone{"Marquesas Standard Time", "Pacific/Marquesas"},
    WindowsZone{"Mauritius Standard Time", "Indian/Mauritius"},
    WindowsZone{"Mid-Atlantic Standard Time", "Etc/GMT+2"},
    WindowsZone{"Middle East Standard Time", "Asia/Beirut"},
    WindowsZone{"Montevideo Standard Time", "America/Montevideo"},
    WindowsZone{"Morocco Standard Time", "Africa/Casablanca"},
    WindowsZone{"Mountain Standard Time", "America/Denver"},
    WindowsZone{"Mountain Standard Time (Mexico)", "America/Chihuahua"},
    WindowsZone{"Myanmar Standard Time", "Asia/Yangon"},
    WindowsZone{"N. Central Asia Standard Time", "Asia/Novosibirsk"},
    WindowsZone{"Namibia Standard Time", "Africa/Windhoek"},
    WindowsZone{"Nepal Standard Time", "Asia/Kathmandu"},
    WindowsZone{"New Zealand Standard Time", "Pacific/Auckland"},
    WindowsZone{"Newfoundland Standard Time", "America/St_Johns"},
    WindowsZone{"Norfolk Standard Time", "Pacific/Norfolk"},
    WindowsZone{"North Asia East Standard Time", "Asia/Irkutsk"},
    WindowsZone{"North Asia Standard Time", "Asia/Krasnoyarsk"},
    WindowsZone{"North Korea Standard Time", "Asia/Pyongyang"},
    WindowsZone{"Omsk Standard Time", "Asia/Omsk"},
    WindowsZone{"Pacific SA Standard Time", "America/Santiago"},
    WindowsZone{"Pacific Standard Time", "America/Los_Angeles"},
    WindowsZone{"Pacific Standard Time (Mexico)", "America/Tijuana"},
    WindowsZone{"Pakistan Standard Time", "Asia/Karachi"},
    WindowsZone{"Paraguay Standard Time", "America/Asuncion"},
    WindowsZone{"Romance Standard Time", "Europe/Paris"},
    WindowsZone{"Russia Time Zone 10", "Asia/Srednekolymsk"},
    WindowsZone{"Russia Time Zone 11", "Asia/Kamchatka"},
    WindowsZone{"Russia Time Zone 3", "Europe/Samara"},
    WindowsZone{"Russian Standard Time", "Europe/Moscow"},
    WindowsZone{"SA Eastern Standard Time", "America/Cayenne"},
    WindowsZone{"SA Pacific Standard Time", "America/Bogota"},
    WindowsZone{"SA Western Standard Time", "America/La_Paz"},
    WindowsZone{"SE Asia Standard Time", "Asia/Bangkok"},
    WindowsZone{"Saint Pierre Standard Time", "America/Miquelon"},
    WindowsZone{"Sakhalin Standard Time", "Asia/Sakhalin"},
    WindowsZone{"Samoa Standard Time", "Pacific/Apia"},
    WindowsZone{"Sao Tome Standard Time", "Africa/Sao_Tome"},
    WindowsZone{"Saratov Standard Time", "Europe/Saratov"},
    WindowsZone{"Singapore Standard Time", "Asia/Singapore"},
    WindowsZone{"South Africa Standard Time", "Africa/Johannesburg"},
    WindowsZone{"Sri Lanka Standard Time", "Asia/Colombo"},
    WindowsZone{"Sudan Standard Time", "Africa/Khartoum"},
    WindowsZone{"Syria Standard Time", "Asia/Damascus"},
    WindowsZone{"Taipei Standard Time", "Asia/Taipei"},
    WindowsZone{"Tasmania Standard Time", "Australia/Hobart"},
    WindowsZone{"Tocantins Standard Time", "America/Araguaina"},
    WindowsZone{"Tokyo Standard Time", "Asia/Tokyo"},
    WindowsZone{"Tomsk Standard Time", "Asia/Tomsk"},
    WindowsZone{"Tonga Standard Time", "Pacific/Tongatapu"},
    WindowsZone{"Transbaikal Standard Time", "Asia/Chita"},
    WindowsZone{"Turkey Standard Time", "Europe/Istanbul"},
    WindowsZone{"Turks And Caicos Standard Time", "America/Grand_Turk"},
    WindowsZone{"US Eastern Standard Time", "America/Indiana/Indianapolis"},
    WindowsZone{"US Mountain Standard Time", "America/Phoenix"},
    WindowsZone{"UTC", "Etc/UTC"},
    WindowsZone{"UTC+12", "Etc/GMT-12"},
    WindowsZone{"UTC+13", "Etc/GMT-13"},
    WindowsZone{"UTC-02", "Etc/GMT+2"},
    WindowsZone{"UTC-08", "Etc/GMT+8"},
    WindowsZone{"UTC-09", "Etc/GMT+9"},
    WindowsZone{"UTC-11", "Etc/GMT+11"},
    WindowsZone{"Ulaanbaatar Standard Time", "Asia/Ulaanbaatar"},
    WindowsZone{"Venezuela Standard Time", "America/Caracas"},
    WindowsZone{"Vladivostok Standard Time", "Asia/Vladivostok"},
    WindowsZone{"W. Australia Standard Time", "Australia/Perth"},
    WindowsZone{"W. Central Africa Standard Time", "Africa/Lagos"},
    WindowsZone{"W. Europe Standard Time", "Europe/Berlin"},
    WindowsZone{"W. Mongolia Standard Time", "Asia/Hovd"},
    WindowsZone{"West Asia Standard Time", "Asia/Tashkent"},
    WindowsZone{"West Bank Standard Time", "Asia/Hebron"},
    WindowsZone{"West Pacific Standard Time", "Pacific/Port_Moresby"},
    WindowsZone{"Yakutsk Standard Time", "Asia/Yakutsk"},
};
constexpr bool by_name(const WindowsZone& a, const WindowsZone& b) noexcept {
    return a.name < b.name;
}
static_assert(std::is_sorted(kWindows.begin(), kWindows.end(), by_name));

// One blank on either side of each name.
constexpr std::string_view kIana =
    " Africa/Abidjan Africa/Accra Africa/Algiers Africa/Bissau Africa/Cairo "
    "Africa/Casablanca Africa/Ceuta Africa/El_Aaiun Africa/Johannesburg Africa/Juba "
    "Africa/Khartoum Africa/Lagos Africa/Maputo Africa/Monrovia Africa/Nairobi "
    "Africa/Ndjamena Africa/Sao_Tome Africa/Tripoli Africa/Tunis Africa/Windhoek "
    "America/Adak America/Anchorage America/Araguaina America/Argentina/Buenos_Aires "
    "America/Argentina/Catamarca America/Argentina/Cordoba America/Argentina/Jujuy "
    "America/Argentina/La_Rioja America/Argentina/Mendoza America/Argentina/Rio_Gallegos "
    "America/Argentina/Salta America/Argentina/San_Juan America/Argentina/San_Luis "
    "America/Argentina/Tucuman America/Argentina/Ushuaia America/Asuncion America/Atikokan "
    "America/Bahia America/Bahia_Banderas America/Barbados America/Belem America/Belize "
    "America/Blanc-Sablon America/Boa_Vista America/Bogota America/Boise "
    "America/Cambridge_Bay America/Campo_Grande America/Cancun America/Caracas "
    "America/Cayenne America/Chicago America/Chihuahua America/Costa_Rica America/Creston "
    "America/Cuiaba America/Curacao America/Danmarkshavn America/Dawson "
    "America/Dawson_Creek America/Denver America/Detroit America/Edmonton America/Eirunepe "
    "America/El_Salvador America/Fort_Nelson America/Fortaleza America/Glace_Bay "
    "America/Godthab America/Goose_Bay America/Grand_Turk America/Guatemala "
    "America/Guayaquil America/Guyana America/Halifax America/Havana America/Hermosillo "
    "America/Indiana/Indianapolis America/Indiana/Knox America/Indiana/Marengo "
    "America/Indiana/Petersburg America/Indiana/Tell_City America/Indiana/Vevay "
    "America/Indiana/Vincennes America/Indiana/Winamac America/Inuvik America/Iqaluit "
    "America/Jamaica America/Juneau America/Kentucky/Louisville "
    "America/Kentucky/Monticello America/La_Paz America/Lima America/Los_Angeles "
    "America/Maceio America/Managua America/Manaus America/Martinique America/Matamoros "
    "America/Mazatlan America/Menominee America/Merida America/Metlakatla "
    "America/Mexico_City America/Miquelon America/Moncton America/Monterrey "
    "America/Montevideo America/Nassau America/New_York America/Nipigon America/Nome "
    "America/Noronha America/North_Dakota/Beulah America/North_Dakota/Center "
    "America/North_Dakota/New_Salem America/Ojinaga America/Panama America/Pangnirtung "
    "America/Paramaribo America/Phoenix America/Port-au-Prince America/Port_of_Spain "
    "America/Porto_Velho America/Puerto_Rico America/Punta_Arenas America/Rainy_River "
    "America/Rankin_Inlet America/Recife America/Regina America/Resolute "
    "America/Rio_Branco America/Santarem America/Santiago America/Santo_Domingo "
    "America/Sao_Paulo America/Scoresbysund America/Sitka America/St_Johns "
    "America/Swift_Current America/Tegucigalpa America/Thule America/Thunder_Bay "
    "America/Tijuana America/Toronto America/Vancouver America/Whitehorse America/Winnipeg "
    "America/Yakutat America/Yellowknife Antarctica/Casey Antarctica/Davis "
    "Antarctica/DumontDUrville Antarctica/Macquarie Antarctica/Mawson Antarctica/Palmer "
    "Antarctica/Rothera Antarctica/Syowa Antarctica/Vostok Asia/Almaty Asia/Amman "
    "Asia/Anadyr Asia/Aqtau Asia/Aqtobe Asia/Ashgabat Asia/Atyrau Asia/Baghdad Asia/Baku "
    "Asia/Bangkok Asia/Barnaul Asia/Beirut Asia/Bishkek Asia/Brunei Asia/Chita "
    "Asia/Choibalsan Asia/Colombo Asia/Damascus Asia/Dhaka Asia/Dili Asia/Dubai "
    "Asia/Dushanbe Asia/Famagusta Asia/Gaza Asia/Hebron Asia/Ho_Chi_Minh Asia/Hong_Kong "
    "Asia/Hovd Asia/Irkutsk Asia/Jakarta Asia/Jayapura Asia/Jerusalem Asia/Kabul "
    "Asia/Kamchatka Asia/Karachi Asia/Kathmandu Asia/Khandyga Asia/Kolkata "
    "Asia/Krasnoyarsk Asia/Kuala_Lumpur Asia/Kuching Asia/Macau Asia/Magadan Asia/Makassar "
    "Asia/Manila Asia/Nicosia Asia/Novokuznetsk Asia/Novosibirsk Asia/Omsk Asia/Oral "
    "Asia/Pontianak Asia/Pyongyang Asia/Qatar Asia/Qyzylorda Asia/Riyadh Asia/Sakhalin "
    "Asia/Samarkand Asia/Seoul Asia/Shanghai Asia/Singapore Asia/Srednekolymsk Asia/Taipei "
    "Asia/Tashkent Asia/Tbilisi Asia/Tehran Asia/Thimphu Asia/Tokyo Asia/Tomsk "
    "Asia/Ulaanbaatar Asia/Urumqi Asia/Ust-Nera Asia/Vladivostok Asia/Yakutsk Asia/Yangon "
    "Asia/Yekaterinburg Asia/Yerevan Atlantic/Azores Atlantic/Bermuda Atlantic/Canary "
    "Atlantic/Cape_Verde Atlantic/Faroe Atlantic/Madeira Atlantic/Reykjavik "
    "Atlantic/South_Georgia Atlantic/St_Helena Atlantic/Stanley Australia/Adelaide "
    "Australia/Brisbane Australia/Broken_Hill Australia/Currie Australia/Darwin "
    "Australia/Eucla Australia/Hobart Australia/Lindeman Australia/Lord_Howe "
    "Australia/Melbourne Australia/Perth Australia/Sydney CST6CDT EST5EDT Etc/GMT+1 "
    "Etc/GMT+10 Etc/GMT+11 Etc/GMT+12 Etc/GMT+2 Etc/GMT+3 Etc/GMT+4 Etc/GMT+5 Etc/GMT+6 "
    "Etc/GMT+7 Etc/GMT+8 Etc/GMT+9 Etc/GMT-1 Etc/GMT-10 Etc/GMT-11 Etc/GMT-12 Etc/GMT-13 "
    "Etc/GMT-14 Etc/GMT-2 Etc/GMT-3 Etc/GMT-4 Etc/GMT-5 Etc/GMT-6 Etc/GMT-7 Etc/GMT-8 "
    "Etc/GMT-9 Etc/UTC Europe/Amsterdam Europe/Andorra Europe/Astrakhan Europe/Athens "
    "Europe/Belgrade Europe/Berlin Europe/Brussels Europe/Bucharest Europe/Budapest "
    "Europe/Chisinau Europe/Copenhagen Europe/Dublin Europe/Gibraltar Europe/Helsinki "
    "Europe/Istanbul Europe/Kaliningrad Europe/Kiev Europe/Kirov Europe/Lisbon "
    "Europe/London Europe/Luxembourg Europe/Madrid Europe/Malta Europe/Minsk Europe/Monaco "
    "Europe/Moscow Europe/Oslo Europe/Paris Europe/Prague Europe/Riga Europe/Rome "
    "Europe/Samara Europe/Saratov Europe/Simferopol Europe/Sofia Europe/Stockholm "
    "Europe/Tallinn Europe/Tirane Europe/Ulyanovsk Europe/Uzhgorod Europe/Vienna "
    "Europe/Vilnius Europe/Volgograd Europe/Warsaw Europe/Zaporozhye Europe/Zurich "
    "Indian/Chagos Indian/Christmas Indian/Cocos Indian/Kerguelen Indian/Mahe "
    "Indian/Maldives Indian/Mauritius Indian/Reunion MST7MDT PST8PDT Pacific/Apia "
    "Pacific/Auckland Pacific/Bougainville Pacific/Chatham Pacific/Chuuk Pacific/Easter "
    "Pacific/Efate Pacific/Enderbury Pacific/Fakaofo Pacific/Fiji Pacific/Funafuti "
    "Pacific/Galapagos Pacific/Gambier Pacific/Guadalcanal Pacific/Guam Pacific/Honolulu "
    "Pacific/Kiritimati Pacific/Kosrae Pacific/Kwajalein Pacific/Majuro Pacific/Marquesas "
    "Pacific/Nauru Pacific/Niue Pacific/Norfolk Pacific/Noumea Pacific/Pago_Pago "
    "Pacific/Palau Pacific/Pitcairn Pacific/Pohnpei Pacific/Port_Moresby Pacific/Rarotonga "
    "Pacific/Tahiti Pacific/Tarawa Pacific/Tongatapu Pacific/Wake Pacific/Wallis ";

bool is_iana_name(std::string_view name) {
    if (name.empty() || name.find(' ') != std::string_view::npos) return false;
    return kIana.find(" " + std::string{name} + " ") != std::string_view::npos;
}

}  // namespace

std::optional<std::string> find_zone(std::string_view name) {
    const auto* const found =
        std::lower_bound(kWindows.begin(), kWindows.end(), WindowsZone{name, {}}, by_name);
    if (found != kWindows.end() && found->name == name) return std::string{found->iana};
    if (!is_iana_name(name)) return std::nullopt;
    return std::string{name};
}

std::optional<int> zone_offset(const std::string& iana, std::int64_t ms) {
    try {
        const date::sys_time<std::chrono::milliseconds> at{std::chrono::milliseconds{ms}};
        const auto info = date::locate_zone(iana)->get_info(date::floor<std::chrono::seconds>(at));
        return static_cast<int>(
            std::chrono::duration_cast<std::chrono::minutes>(info.offset).count()
        );
    } catch (const std::runtime_error&) {
        return std::nullopt;  // the system's database lacks the zone
    }
}

}  // namespace socbot::templating
