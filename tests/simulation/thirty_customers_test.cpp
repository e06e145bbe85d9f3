// A provider's thirty customers, over one shared feed and over feeds of their own: whose an alarm
// is, is told by its payload or not at all, and no room ever shows another customer's. What nobody
// could be told of waits in quarantine until the configuration names its customer.
#include "domain/engine/keys.h"
#include "simulation/store_checks.h"
#include "simulation/workday.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace socbot::testing {

namespace {

constexpr int kCustomers = 30;

std::string code(int n) {
    return fmt::format("C{:02}", n);
}
std::string tenant(int n) {
    return fmt::format("tenant{:02}", n);
}
// In every text of this tenant's alarms.
std::string mark(const std::string& of) {
    return "zq" + of + "qz";
}

Settings provider() {
    Settings settings;
    const auto base = engine_settings();
    settings.chat_limits = base.chat_limits;
    settings.people = base.people;
    const auto add_room =
        [&settings](std::string id, RoomClass kind, std::vector<CustomerCode> of) {
            RoomSettings added;
            added.ref = room(id);
            added.room_class = kind;
            added.all_customers = kind == RoomClass::soc;
            added.customers = std::move(of);
            settings.rooms.push_back(std::move(added));
        };
    SourceSettings shared;
    shared.id = SourceId{"shared"};
    shared.type = "ocsf";
    shared.tenant_field = "tenant";
    for (int n = 1; n <= kCustomers; ++n) {
        CustomerSettings customer;
        customer.code = CustomerCode{code(n)};
        customer.name = code(n);
        settings.customers.push_back(customer);
        add_room(code(n), n % 2 == 0 ? RoomClass::customer : RoomClass::shared, {customer.code});
        SourceSettings own;
        own.id = SourceId{"own-" + code(n)};
        own.type = "ocsf";
        own.customer = customer.code;
        settings.sources.push_back(own);
        // The last one's tenant is not known yet.
        if (n < kCustomers) shared.tenants.emplace(tenant(n), customer.code);
    }
    // Customer by configuration, and a field that may contradict it.
    SourceSettings both;
    both.id = SourceId{"both"};
    both.type = "ocsf";
    both.customer = CustomerCode{code(1)};
    both.tenant_field = "tenant";
    both.tenants = {{tenant(1), CustomerCode{code(1)}}, {tenant(2), CustomerCode{code(2)}}};
    settings.sources.push_back(both);
    settings.sources.push_back(shared);
    add_room("soc", RoomClass::soc, {});
    add_room("ops", RoomClass::ops, {});
    return settings;
}

AlarmInput
alarm(const std::string& source, const std::string& of, const std::string& owner, int n) {
    AlarmSpec spec;
    spec.source = source;
    spec.tenant = of;
    spec.uid = "u" + std::to_string(n);
    // The same uids, hosts and rules everywhere: nothing but the customer tells them apart.
    spec.title = fmt::format("Alarm {} of {}", n, mark(owner));
    spec.host = fmt::format("10.0.0.{}", 1 + n % 7);
    spec.rule = "rule";
    spec.severity = Severity::high;
    spec.time = ManualClock::kStart;
    return alarm_input(spec);
}

class ThirtyCustomers : public ::testing::Test {
protected:
    void SetUp() override {
        day_.begin();
        day_.world().submit(settings_input(provider()));
        day_.settle();
    }
    void deliver(const std::vector<Input>& inputs) {
        for (const auto& answer : day_.deliver(inputs))
            ++verdicts_[answer.verdict];
        day_.wait(Milliseconds{1'500});
        day_.settle();
    }
    // Each room's text, everything it ever showed.
    std::map<std::string, std::string> rooms() {
        std::map<std::string, std::string> texts;
        for (const auto& call : day_.platform().calls())
            texts[call.room.room] += call.text + "\n";
        return texts;
    }
    // How many marks of others stand in rooms of one customer.
    std::size_t strangers() {
        std::size_t found = 0;
        for (const auto& [where, text] : rooms()) {
            if (where == "soc") continue;
            for (int n = 1; n <= kCustomers; ++n)
                if (where != code(n) && text.find(mark(code(n))) != std::string::npos) ++found;
            if (text.find(mark("nobody")) != std::string::npos) ++found;
        }
        return found;
    }

    Workday day_;
    std::map<Verdict, std::size_t> verdicts_;
};

TEST_F(ThirtyCustomers, NoAlarmReachesAnothersRoom) {
    std::mt19937_64 random{20'260'302};
    // As readers give them: folded to a line, so none begins or ends with a space.
    const std::array<std::string, 6> unknown{
        "", "tenant1", "TENANT02", "tenant02 x", "tenant30", "tenant0\xC2\xB2"};
    std::size_t nobodys = 0;
    for (int round = 0; round < 60; ++round) {
        std::vector<Input> inputs;
        for (int i = 0; i < 20; ++i) {
            const int n = 1 + static_cast<int>(random() % kCustomers);
            const int uid = static_cast<int>(random() % 40) + round * 7;
            const auto kind = random() % 10;
            if (kind == 0) {
                ++nobodys;
                inputs.push_back(
                    alarm("shared", unknown.at(random() % unknown.size()), "nobody", uid)
                );
            } else if (kind == 1) {
                ++nobodys;  // says it is of another than its source
                inputs.push_back(alarm("both", tenant(2), "nobody", uid));
            } else if (kind < 6 && n < kCustomers) {
                inputs.push_back(alarm("shared", tenant(n), code(n), uid));
            } else {
                // A tenant in the payload changes nothing where the source decides.
                inputs.push_back(alarm("own-" + code(n), tenant(1 + n % 29), code(n), uid));
            }
        }
        deliver(inputs);
        if (round == 30) day_.restart();
    }
    EXPECT_EQ(strangers(), 0U);
    EXPECT_EQ(verdicts_[Verdict::quarantined], nobodys);
    EXPECT_GT(nobodys, 100U);
    const auto texts = rooms();
    for (int n = 1; n <= kCustomers; ++n) {
        ASSERT_TRUE(texts.contains(code(n))) << code(n);
        EXPECT_NE(texts.at(code(n)).find(mark(code(n))), std::string::npos) << code(n);
    }
    EXPECT_FALSE(texts.contains("ops"));
    for (const auto& stored : stored_alarms(day_.disk()))
        EXPECT_NE(stored.title.find(mark(stored.customer.str())), std::string::npos);
    expect_exact_replay(day_.disk(), {});
}

class Release : public ThirtyCustomers {
protected:
    // As `socbot quarantine release` does it.
    Answer release(const QuarantineRecord& record, const AlarmInput& as) {
        ReleaseInput order{record.id, person("sam"), "0123456789abcdef", as};
        const auto answer = day_.deliver({Input{order}}).front();
        day_.settle();
        return answer;
    }
    QuarantineRecord newest() {
        auto reader = day_.disk().open();
        return (*reader)->quarantine(1)->front();
    }
};

TEST_F(Release, GoesWhereTheConfigurationOfNowSendsItOnce) {
    const auto early = alarm("shared", tenant(kCustomers), code(kCustomers), 1);
    deliver({early});
    EXPECT_EQ(verdicts_[Verdict::quarantined], 1U);
    const auto record = newest();
    // Nobody knows the tenant yet: as it was.
    EXPECT_EQ(release(record, early).verdict, Verdict::refused);
    EXPECT_EQ(day_.audit_entries(), 0U);

    auto known = provider();
    known.sources.back().tenants.emplace(tenant(kCustomers), CustomerCode{code(kCustomers)});
    day_.world().submit(settings_input(known));
    day_.settle();
    day_.restart();
    EXPECT_EQ(release(record, early).verdict, Verdict::stored);
    EXPECT_EQ(release(record, early).verdict, Verdict::duplicate);
    const auto stored = stored_alarms(day_.disk());
    ASSERT_EQ(stored.size(), 1U);
    EXPECT_EQ(stored[0].customer.str(), code(kCustomers));
    EXPECT_NE(rooms()[code(kCustomers)].find(mark(code(kCustomers))), std::string::npos);
    EXPECT_EQ(strangers(), 0U);
    EXPECT_EQ(newest().id, record.id);  // kept: evidence
    EXPECT_EQ(day_.audit_entries(), 1U);
    EXPECT_TRUE(day_.noted("quarantine.released"));
    expect_exact_replay(day_.disk(), {});
}

TEST_F(Release, OfWhatCameMeanwhileIsADuplicate) {
    const auto early = alarm("shared", tenant(kCustomers), code(kCustomers), 1);
    deliver({early});
    const auto record = newest();
    auto known = provider();
    known.sources.back().tenants.emplace(tenant(kCustomers), CustomerCode{code(kCustomers)});
    day_.world().submit(settings_input(known));
    day_.settle();
    deliver({early});
    EXPECT_EQ(release(record, early).verdict, Verdict::duplicate);
    EXPECT_EQ(stored_alarms(day_.disk()).size(), 1U);
    expect_exact_replay(day_.disk(), {});
}

}  // namespace

}  // namespace socbot::testing
