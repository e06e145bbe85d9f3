// The page from memory: types, validators, caching, limits.
#include "adapters/console/page_files.h"

#include "world.h"

#include <filesystem>
#include <fstream>

namespace socbot::console_test {
namespace {

namespace fs = std::filesystem;

struct PageFilesTest : testing::Test {
    PageFilesTest() {
        directory = fs::path{testing::TempDir()} /
                    (std::string{"socbot_page_"} +
                     testing::UnitTest::GetInstance()->current_test_info()->name());
        fs::remove_all(directory);
        fs::create_directories(directory / "assets");
        write("index.html", "<!doctype html>");
        write("assets/index-abc123.js", "let a");
    }
    ~PageFilesTest() override { fs::remove_all(directory); }
    void write(const std::string& name, const std::string& body) const {
        std::ofstream{directory / name, std::ios::binary} << body;
    }
    fs::path directory;
    http::Request plain;
};

TEST_F(PageFilesTest, ServesThePageAtTheRoot) {
    const auto page = PageFiles::load(directory);
    ASSERT_TRUE(page);
    const auto response = page->answer("", plain);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "<!doctype html>");
    EXPECT_EQ(response.content_type, "text/html; charset=utf-8");
    EXPECT_EQ(header(response, "Cache-Control"), "no-cache");
}

TEST_F(PageFilesTest, CachesHashedNamesForGood) {
    const auto page = PageFiles::load(directory);
    ASSERT_TRUE(page);
    const auto response = page->answer("assets/index-abc123.js", plain);
    EXPECT_EQ(response.content_type, "text/javascript; charset=utf-8");
    EXPECT_EQ(header(response, "Cache-Control"), "public, max-age=31536000, immutable");
}

TEST_F(PageFilesTest, AnswersNotModified) {
    const auto page = PageFiles::load(directory);
    ASSERT_TRUE(page);
    const auto etag = header(page->answer("", plain), "ETag");
    ASSERT_EQ(etag.size(), 34U);
    for (const auto& sent : {etag, "W/" + etag, "\"x\", " + etag, std::string{"*"}}) {
        http::Request again;
        again.headers = {{"If-None-Match", sent}};
        const auto response = page->answer("", again);
        EXPECT_EQ(response.status, 304) << sent;
        EXPECT_EQ(response.body, "");
    }
    http::Request other;
    other.headers = {{"If-None-Match", "\"x\""}};
    EXPECT_EQ(page->answer("", other).status, 200);
}

TEST_F(PageFilesTest, KnowsOnlyWhatWasThere) {
    const auto page = PageFiles::load(directory);
    ASSERT_TRUE(page);
    write("late.txt", "x");
    for (const auto* path : {"late.txt", "../secret", "assets", "assets/", "/etc/passwd"})
        EXPECT_EQ(page->answer(path, plain).status, 404) << path;
}

TEST_F(PageFilesTest, DoesNotFollowLinks) {
    fs::create_symlink("/etc/hostname", directory / "link.txt");
    const auto page = PageFiles::load(directory);
    ASSERT_TRUE(page);
    EXPECT_EQ(page->answer("link.txt", plain).status, 404);
}

TEST_F(PageFilesTest, RefusesWhatPassesALimit) {
    write("big.txt", std::string(2'000, 'x'));
    EXPECT_TRUE(PageFiles::load(directory, {.file_bytes = 2'000}));
    EXPECT_FALSE(PageFiles::load(directory, {.file_bytes = 1'999}));
    EXPECT_FALSE(PageFiles::load(directory, {.total_bytes = 2'000}));
    EXPECT_TRUE(PageFiles::load(directory, {.files = 3}));
    EXPECT_FALSE(PageFiles::load(directory, {.files = 2}));
}

TEST_F(PageFilesTest, RefusesUnknownTypesAndMissingPages) {
    write("run.sh", "x");
    EXPECT_FALSE(PageFiles::load(directory));
    fs::remove(directory / "run.sh");
    fs::remove(directory / "index.html");
    EXPECT_FALSE(PageFiles::load(directory));
    EXPECT_FALSE(PageFiles::load(directory / "nowhere"));
}

}  // namespace
}  // namespace socbot::console_test
