#include "core/project/Target.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>

#include "core/base/AtomicFile.h"
#include "tests/support/SharedData.h"

namespace orelens::project {
namespace {

namespace fs = std::filesystem;

std::string key_of(const std::string& path, Content content, const std::vector<std::string>& inputs = {}) {
    const auto fine = check_target(path, content, inputs);
    if (fine) return "";
    EXPECT_EQ(fine.error().kind, base::ErrorKind::file);
    EXPECT_FALSE(fine.error().place.file.empty());
    return fine.error().what.key;
}

TEST(Target, OddOnesAreRefusedAndNothingIsMade) {
    const testing::TemporaryFolder folder;
    const std::string input = folder.write("in.png", "\x89PNG");
    fs::create_directory(folder.file("folder"));
    fs::create_symlink("in.png", folder.file("link.png"));
    fs::create_hard_link(input, folder.file("hard.png"));
    fs::create_symlink("nothing", folder.file("dangling.png"));
    ASSERT_EQ(::mkfifo(folder.file("pipe.png").c_str(), 0600), 0);
    const struct {
        std::string path;
        const char* key;
    } cases[] = {
        {input, "target.is_input"},
        {folder.file("./folder/../in.png"), "target.is_input"},
        {folder.file("link.png"), "target.is_input"},
        {folder.file("hard.png"), "target.is_input"},
        {folder.file("folder"), "target.folder"},
        {folder.file("folder/"), "target.no_file_name"},
        {folder.file("dangling.png"), "target.dangling"},
        {folder.file("pipe.png"), "target.special"},
        {"/dev/null", "target.special"},
        {folder.file("in.png/x.png"), "target.not_a_folder"},
        {folder.file("new.png"), ""},
        {folder.file("new/folder/a.png"), ""},
        {folder.file("line\nend.png"), ""},
    };
    for (const auto& c : cases) EXPECT_EQ(key_of(c.path, Content::png, {input}), c.key) << c.path;
    EXPECT_FALSE(fs::exists(folder.file("new")));
    EXPECT_EQ(base::read_text_file(input).value(), "\x89PNG");
}

TEST(Target, OnlyContentOfTheSameKindIsReplaced) {
    const testing::TemporaryFolder folder;
    const struct {
        Content content;
        std::string first;
    } kinds[] = {{Content::png, "\x89PNG\r\n"},
                 {Content::pdf, "%PDF-1.4"},
                 {Content::xlsx, "PK\x03\x04"},
                 {Content::vdb, " BDV"},
                 {Content::vti, "<?xml version=\"1.0\"?>\n<VTKFile type=\"ImageData\""},
                 {Content::block_csv, "i,j,k,x,y,z,Cu\n"},
                 {Content::block_sidecar, "{\"format\": \"orelens-blocks\"}"},
                 {Content::movie, std::string("\0\0\0\x18" "ftypmp42", 12)},
                 {Content::table, "\xEF\xBB\xBFprice\n"},
                 {Content::project, "SQLite format 3"},
                 {Content::recipe, " {\"general\": {}}"}};
    for (const auto& there : kinds) {
        const std::string path = folder.write("there", there.first);
        for (const auto& written : kinds) {
            const bool json = there.content == Content::block_sidecar && written.content == Content::recipe;
            EXPECT_EQ(key_of(path, written.content).empty(), there.content == written.content || json)
                << there.first << " by " << static_cast<int>(written.content);
        }
        fs::remove(path);
    }
    EXPECT_EQ(key_of(folder.write("empty", ""), Content::pdf), "");
    EXPECT_EQ(key_of(folder.write("assays.csv", "hole,from,to,Cu\n"), Content::block_csv),
              "target.other_content");
}

TEST(Target, TheFilesOfARecipeAreInputs) {
    const testing::TemporaryFolder folder;
    Project project;
    project.recipe.folder = folder.path().string();
    project.recipe.drillholes.collar_file = "collar.csv";
    project.recipe.general.mine_record_file = "mine.json";
    project.recipe.ledger.tables = "tailings.csv; stock.csv";
    project.recipe.general.map_files = "belts.geojson";
    project.recipe.shape["pit"].file = "pit.stl";
    project.model_source = folder.write("model.csv", "i,j,k,x,y,z\n");
    for (const char* name : {"r.json", "collar.csv", "mine.json", "model.csv.json", "tailings.csv", "stock.csv", "belts.geojson", "pit.stl"}) folder.write(name, "{}");
    const auto inputs = input_files(project, folder.file("r.json"));
    for (const char* name : {"r.json", "collar.csv", "mine.json", "model.csv", "model.csv.json", "tailings.csv", "stock.csv", "belts.geojson", "pit.stl"})
        EXPECT_TRUE(is_input(folder.file(name), inputs)) << name;
    EXPECT_FALSE(is_input(folder.file("other.csv"), inputs));
}

}  // namespace
}  // namespace orelens::project
