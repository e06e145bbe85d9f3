// docs/configuration.md is what the tables say. SOCBOT_UPDATE_GOLDEN=1 rewrites it.
#include "config_fixture.h"

#include <cstdlib>

namespace socbot {
namespace {

using ::testing::HasSubstr;

TEST(ConfigReference, IsWhatTheRepositoryHolds) {
    const std::filesystem::path page{SOCBOT_SOURCE_DIR "/docs/configuration.md"};
    if (std::getenv("SOCBOT_UPDATE_GOLDEN") != nullptr) {
        std::ofstream{page, std::ios::binary} << render_config_reference();
    }
    EXPECT_EQ(text_of_file(page), render_config_reference())
        << "stale: run this test with SOCBOT_UPDATE_GOLDEN=1 and commit docs/configuration.md";
}

TEST(ConfigReference, NamesSectionsKeysAndDefaults) {
    const std::string page = render_config_reference();
    EXPECT_THAT(page, HasSubstr("## `sources[].auth.hmac`"));
    EXPECT_THAT(page, HasSubstr("| `private` | address:port | 127.0.0.1:8080 |"));
    EXPECT_THAT(page, HasSubstr("customer \\| shared"));
}

}  // namespace
}  // namespace socbot
