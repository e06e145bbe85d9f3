// Indicators: which, in what form, once each, bounded.
#include "domain/alarm/observables.h"

#include "full_alarm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot {

void PrintTo(const Observable& o, std::ostream* out) {
    *out << o.type << " " << o.value << " " << o.role << " " << o.field;
}

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Observable> derived(Alarm alarm) {
    derive_observables(alarm);
    return alarm.observables;
}

TEST(Observables, ComeFromEveryFieldWithTheirRole) {
    EXPECT_THAT(
        derived(full_alarm()),
        ElementsAre(
            Observable{"ip", "10.0.0.5", "src", "src_endpoints.ip"},
            Observable{"hostname", "wks-17", "src", "src_endpoints.hostname"},
            Observable{"ip", "2001:db8::9", "dst", "dst_endpoints.ip"},
            Observable{"hostname", "evil.example", "dst", "dst_endpoints.hostname"},
            Observable{"user", "CORP\\alice", "actor", "users.name"},
            Observable{"email", "alice@corp.example", "actor", "users.email"},
            Observable{"user", "bob", "target", "users.name"},
            Observable{"sha256", std::string(64, 'c'), "", "files.sha256"},
            Observable{"sha1", std::string(40, 'b'), "", "files.sha1"},
            Observable{"md5", std::string(32, 'a'), "", "files.md5"},
            Observable{"file", "C:\\Temp\\a.exe", "", "files.path"},
            Observable{"url", "http://evil.example/a?b=c", "", "urls"},
            Observable{"domain", "evil.example", "", "http.hostname"},
            Observable{"domain", "c2.evil.example", "", "dns.query"},
            Observable{"domain", "tls.evil.example", "", "tls.sni"},
            Observable{"email", "mallory@evil.example", "", "emails"}
        )
    );
}

TEST(Observables, AreReplacedNotAdded) {
    Alarm alarm = full_alarm();
    derive_observables(alarm);
    const auto once = alarm.observables;
    derive_observables(alarm);
    EXPECT_EQ(alarm.observables, once);
}

TEST(Observables, OfAnEmptyAlarmAreNone) {
    EXPECT_THAT(derived(Alarm{}), IsEmpty());
}

TEST(Observables, KeepTheRoleAValueFirstHad) {
    Alarm alarm;
    alarm.sources.resize(1);
    alarm.sources[0].ip = "10.0.0.5";
    alarm.sources[0].hostname = "WKS-17.";
    alarm.devices = {{"wks-17", "::ffff:10.0.0.5", "", "", ""}};
    EXPECT_THAT(
        derived(alarm),
        ElementsAre(
            Observable{"ip", "10.0.0.5", "src", "src_endpoints.ip"},
            Observable{"hostname", "wks-17", "src", "src_endpoints.hostname"}
        )
    );
}

TEST(Observables, TakeANameThatIsAnAddressAsAnAddress) {
    Alarm alarm;
    alarm.devices = {{"203.0.113.9", "not an address", "", "", ""}};
    alarm.dns_query = "2001:DB8::1";
    EXPECT_THAT(
        derived(alarm),
        ElementsAre(
            Observable{"ip", "203.0.113.9", "device", "devices.hostname"},
            Observable{"ip", "2001:db8::1", "", "dns.query"}
        )
    );
}

TEST(Observables, CheckTheLengthAndDigitsOfHashes) {
    Alarm alarm;
    alarm.files.resize(3);
    alarm.files[0].md5 = std::string(31, 'a');
    alarm.files[0].sha1 = std::string(64, 'a');
    alarm.files[1].sha256 = std::string(63, 'a') + "g";
    alarm.files[2].md5 = std::string(32, 'A');
    EXPECT_THAT(
        derived(alarm), ElementsAre(Observable{"md5", std::string(32, 'a'), "", "files.md5"})
    );
}

TEST(Observables, TellPathsApartByCaseButUsersNot) {
    Alarm alarm;
    alarm.users = {{"Alice", "", "", "", UserRole::actor}, {"alice", "", "", "", UserRole::target}};
    alarm.urls = {"http://a.example/X", "http://a.example/x", "http://a.example/x"};
    EXPECT_THAT(
        derived(alarm),
        ElementsAre(
            Observable{"user", "Alice", "actor", "users.name"},
            Observable{"url", "http://a.example/X", "", "urls"},
            Observable{"url", "http://a.example/x", "", "urls"}
        )
    );
}

TEST(Observables, TakeAMailAddressAsUserNameForMail) {
    Alarm alarm;
    alarm.users = {{"Alice@Corp.example", "", "", "alice@corp.example", UserRole::actor}};
    EXPECT_THAT(
        derived(alarm),
        ElementsAre(Observable{"email", "alice@corp.example", "actor", "users.name"})
    );
}

TEST(Observables, StopAtTheLimitAndSaySo) {
    Alarm alarm;
    for (std::size_t i = 0; i < kAlarmLimits.list_items + 2; ++i)
        alarm.urls.push_back("http://a.example/" + std::to_string(i));
    derive_observables(alarm);
    EXPECT_EQ(alarm.observables.size(), kAlarmLimits.list_items);
    EXPECT_THAT(alarm.warnings, ElementsAre("observables: 2 more left out"));
}

}  // namespace
}  // namespace socbot
