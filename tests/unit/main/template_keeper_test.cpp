// The folder of a team's own templates: what is read, what is refused, and what stays in use.
#include "main/template_keeper.h"

#include "main/template_folder.h"
#include "unit/main/config/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::string& shipped(const char* name) {
    return CardTemplates::shipped().at(name);
}

std::vector<std::string> keys_of(const TemplateFolder& folder) {
    std::vector<std::string> keys;
    for (const TemplateFile& file : folder.files)
        keys.push_back(file.key);
    return keys;
}

TEST(TemplateFolder, HoldsNamesAndLanguages) {
    const TemporaryFolder folder;
    folder.write("malware.json", "1");
    folder.write("pt-BR/other.json", "2");
    folder.write("de/malware.json", "3");
    folder.write("samples/malware.json", "not read");
    folder.write(".malware.json.swp", "not read");
    const TemplateFolder read = read_template_folder(folder.path());
    EXPECT_THAT(read.problems, IsEmpty());
    EXPECT_THAT(keys_of(read), ElementsAre("de/malware", "malware", "pt-br/other"));
    EXPECT_EQ(read.files[1].text, "1");
    EXPECT_EQ(read.files[1].origin, (folder.path() / "malware.json").string());
}

TEST(TemplateFolder, NoneIsEmpty) {
    const TemplateFolder read = read_template_folder({});
    EXPECT_THAT(read.files, IsEmpty());
    EXPECT_THAT(read.problems, IsEmpty());
}

struct Stray {
    const char* name;
    const char* path;
    const char* says;
};

class StrayFile : public ::testing::TestWithParam<Stray> {};

TEST_P(StrayFile, IsAProblemWithItsPath) {
    const TemporaryFolder folder;
    folder.write(GetParam().path, "{}");
    const TemplateFolder read = read_template_folder(folder.path());
    EXPECT_THAT(read.files, IsEmpty());
    ASSERT_THAT(read.problems, SizeIs(1));
    EXPECT_THAT(read.problems[0].origin, HasSubstr(folder.path().string()));
    EXPECT_THAT(read.problems[0].message, HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    All,
    StrayFile,
    ::testing::Values(
        Stray{"misspelt", "malwear.json", "did you mean 'malware'?"},
        Stray{"misspelt_in_a_language", "de/offic365.json", "did you mean 'office365'?"},
        Stray{"other_ending", "malware.jsn", "only *.json"},
        Stray{"no_language", "german/malware.json", "named after a language"},
        Stray{"too_deep", "de/at/malware.json", "named after a language"}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

TEST(TemplateFolder, ThatIsMissingIsAProblem) {
    const TemporaryFolder folder;
    const TemplateFolder read = read_template_folder(folder.path() / "none");
    ASSERT_THAT(read.problems, SizeIs(1));
    EXPECT_THAT(read.problems[0].message, HasSubstr("can't be read"));
}

TEST(TemplateFolder, HasALimit) {
    const TemporaryFolder folder;
    for (int i = 0; i < 501; ++i)
        folder.write("." + std::to_string(i), "");
    const TemplateFolder read = read_template_folder(folder.path());
    ASSERT_THAT(read.problems, SizeIs(1));
    EXPECT_EQ(read.problems[0].message, "more than 500 entries");
}

TEST(TemplateFolder, AFileLargerThanATemplateIsRefusedNotCut) {
    const TemporaryFolder folder;
    folder.write("malware.json", shipped("malware") + std::string(300 * 1024, ' '));
    EXPECT_THAT(template_problems(folder.path()), ElementsAre(HasSubstr("larger than 256 KiB")));
}

TEST(TemplateProblems, AreOneLineEach) {
    const TemporaryFolder folder;
    EXPECT_THAT(template_problems(folder.path()), IsEmpty());
    folder.write("malware.json", shipped("malware"));
    EXPECT_THAT(template_problems(folder.path()), IsEmpty());
    folder.write("de/malware.json", "{");
    folder.write("readme.txt", "");
    EXPECT_THAT(
        template_problems(folder.path()),
        ElementsAre(
            EndsWith("readme.txt: only *.json is read here"),
            HasSubstr("de/malware.json: template malware: not JSON")
        )
    );
}

class Keeper : public ::testing::Test {
protected:
    std::string hash() const { return keeper_.templates()->hash("malware"); }
    void load() {
        events_.clear();
        const auto report = [this](std::string_view event, std::string_view detail) {
            events_.push_back(std::string{event} + " " + std::string{detail});
        };
        ASSERT_TRUE(keeper_.load(folder_.path(), report));
    }
    TemporaryFolder folder_;
    TemplateKeeper keeper_;
    std::vector<std::string> events_;
};

TEST_F(Keeper, KeepsTheLastGoodOneAndTellsUntilItIsMended) {
    load();
    EXPECT_THAT(events_, IsEmpty());
    const std::string first = hash();
    folder_.write("malware.json", shipped("malware") + " ");
    load();
    EXPECT_THAT(events_, ElementsAre("template.loaded own=1 problems=0"));
    const std::string second = hash();
    EXPECT_NE(second, first);

    folder_.write("malware.json", "{");
    for (int i = 0; i < 2; ++i) {
        load();
        EXPECT_EQ(hash(), second);
        EXPECT_THAT(
            events_,
            ElementsAre(HasSubstr("template.refused file="), "template.loaded own=1 problems=1")
        );
        EXPECT_THAT(keeper_.status_lines(), ElementsAre(HasSubstr("malware.json: ")));
    }

    std::filesystem::remove(folder_.path() / "malware.json");
    load();
    EXPECT_EQ(hash(), first) << "removed is not broken";
    EXPECT_THAT(keeper_.status_lines(), IsEmpty());
}

TEST_F(Keeper, StatusHasSixLinesAtMost) {
    for (int i = 0; i < 9; ++i)
        folder_.write("x" + std::to_string(i) + ".txt", "");
    load();
    EXPECT_THAT(events_, SizeIs(9));
    ASSERT_THAT(keeper_.status_lines(), SizeIs(6));
    EXPECT_EQ(keeper_.status_lines().back(), "4 more problems of card templates");
}

}  // namespace
}  // namespace socbot
