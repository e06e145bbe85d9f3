// Files: the configuration, and customers.d beside it.
#include "config_fixture.h"
#include "temporary_folder.h"

namespace socbot {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

class LoadConfig : public ::testing::Test {
protected:
    BoundConfig load(const std::filesystem::path& file) {
        return load_config(file, {secrets_, zones_});
    }
    TemporaryFolder folder_;
    MapSecrets secrets_;
    FewZones zones_;
};

TEST_F(LoadConfig, ReadsCustomersBesideTheFileByName) {
    const auto file = folder_.write("socbot.yaml", "customers: [{code: Z}]\n");
    folder_.write("customers.d/b.yaml", "code: B\n");
    folder_.write("customers.d/a.yaml", "code: A\n");
    folder_.write("customers.d/.hidden.yaml", "code: H\n");
    folder_.write("customers.d/README", "not read\n");
    const BoundConfig bound = load(file);
    ASSERT_THAT(lines_of(bound), IsEmpty());
    ASSERT_THAT(bound.config.settings.customers, SizeIs(3));
    EXPECT_EQ(bound.config.settings.customers[0].code, CustomerCode{"Z"});
    EXPECT_EQ(bound.config.settings.customers[1].code, CustomerCode{"A"});
    EXPECT_EQ(bound.config.settings.customers[2].code, CustomerCode{"B"});
}

TEST_F(LoadConfig, TakesRelativePathsFromTheFilesFolder) {
    const auto file = folder_.write("socbot.yaml", "data_dir: state\n");
    EXPECT_EQ(load(file).config.data_dir, folder_.path() / "state");
}

TEST_F(LoadConfig, ReportsAFileThatIsNotThere) {
    EXPECT_THAT(
        lines_of(load(folder_.path() / "none.yaml")), ElementsAre(HasSubstr("can't be read"))
    );
    EXPECT_THAT(lines_of(load(folder_.path())), ElementsAre(HasSubstr("can't be read")));
}

TEST_F(LoadConfig, ReportsYamlProblemsAlone) {
    const auto file = folder_.write("socbot.yaml", "a: 1\na: 2\n");
    EXPECT_THAT(
        lines_of(load(file)), ElementsAre(StartsWith(file.string() + ":2:1: the key a stands"))
    );
}

TEST_F(LoadConfig, ReportsEveryBrokenCustomerFile) {
    const auto file = folder_.write("socbot.yaml", "");
    folder_.write("customers.d/a.yaml", "code: [\n");
    folder_.write("customers.d/b.yml", "code: B\n");
    EXPECT_THAT(load(file).problems, SizeIs(2));
}

TEST_F(LoadConfig, RefusesAFileOverTheLimit) {
    const auto file = folder_.write("socbot.yaml", "#" + std::string(2U << 20U, 'x'));
    EXPECT_THAT(lines_of(load(file)), ElementsAre(HasSubstr("larger than 2097152 bytes")));
}

TEST_F(LoadConfig, RefusesMoreCustomerFilesThanAllowed) {
    const auto file = folder_.write("socbot.yaml", "");
    for (int i = 0; i < 1001; ++i) {
        folder_.write("customers.d/" + std::to_string(i) + ".yaml", "");
    }
    EXPECT_THAT(lines_of(load(file)), ElementsAre(HasSubstr("more than 1000 files")));
}

TEST_F(LoadConfig, AcceptsTheExampleThatIsShipped) {
    secrets_.files["/run/secrets/socbot-usm"] = "0123456789abcdef";
    secrets_.variables["SOCBOT_TOOLS_SECRET"] = "0123456789abcdef";
    const BoundConfig bound = load(SOCBOT_SOURCE_DIR "/packaging/socbot.example.yaml");
    ASSERT_THAT(lines_of(bound), IsEmpty());
    EXPECT_THAT(bound.config.sources, SizeIs(2));
    EXPECT_THAT(bound.config.settings.customers, SizeIs(2));
    EXPECT_THAT(bound.config.settings.rooms, SizeIs(5));
}

}  // namespace
}  // namespace socbot
