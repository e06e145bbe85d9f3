// Secrets from files and the environment.
#include "main/config/secrets.h"

#include "temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace socbot {
namespace {

using ::testing::HasSubstr;

TEST(SystemSecrets, ReadsAFileWithoutTheLineFeedAtItsEnd) {
    const TemporaryFolder folder;
    SystemSecretReader reader;
    const auto secret = reader.file(folder.write("token", "s3cret\n"));
    ASSERT_TRUE(secret);
    EXPECT_EQ(secret->reveal(), "s3cret");
}

TEST(SystemSecrets, ReadsAVariable) {
    ASSERT_EQ(setenv("SOCBOT_TEST_SECRET", "s3cret", 1), 0);
    SystemSecretReader reader;
    const auto secret = reader.environment("SOCBOT_TEST_SECRET");
    ASSERT_TRUE(secret);
    EXPECT_EQ(secret->reveal(), "s3cret");
    EXPECT_FALSE(reader.environment("SOCBOT_TEST_NO_SUCH_SECRET"));
}

TEST(SystemSecrets, AcceptsTheLargestFileAllowedAndRefusesOneByteMore) {
    const TemporaryFolder folder;
    SystemSecretReader reader;
    EXPECT_TRUE(reader.file(folder.write("whole", std::string(kSecretBytes, 'x'))));
    const auto larger = reader.file(folder.write("larger", std::string(kSecretBytes + 1, 'x')));
    ASSERT_FALSE(larger);
    EXPECT_THAT(larger.error().message(), HasSubstr("larger than 65536 bytes"));
}

TEST(SystemSecrets, RefusesWhatCouldNotBeASecret) {
    const TemporaryFolder folder;
    SystemSecretReader reader;
    EXPECT_FALSE(reader.file(folder.write("empty", "\n")));
    EXPECT_FALSE(reader.file(folder.write("lines", "a\nb\n")));
    EXPECT_FALSE(reader.file(folder.path() / "none"));
    EXPECT_FALSE(reader.file(folder.path()));
    EXPECT_FALSE(reader.file("/dev/zero"));
}

}  // namespace
}  // namespace socbot
