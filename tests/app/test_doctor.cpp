// orelens-cli doctor: says what a report of a problem needs; its packs hold nothing of a project's data.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <regex>
#include <set>
#include <sstream>

#include "core/base/AtomicFile.h"
#include "core/base/System.h"
#include "tests/app/Program.h"
#include "tests/support/SharedData.h"

namespace orelens {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::run_program;

TEST(Doctor, TellsVersionsAndMachineInBothLanguages) {
    const auto json = run_program({"doctor", "--json"}).json().at("doctor");
    for (const char* id : {"program", "compiler", "openvdb", "gdal", "proj", "sqlite", "system", "kernel",
                           "processor", "threads", "instructions", "memory", "locale"}) {
        ASSERT_TRUE(json.contains(id)) << id;
        EXPECT_FALSE(json.at(id).get<std::string>().empty()) << id;
    }
    EXPECT_TRUE(std::regex_match(json.at("sqlite").get<std::string>(), std::regex("3\\.[0-9.]+")));
    if (json.contains("qt")) {
        for (const char* id : {"vtk", "settings", "data", "state", "display", "fonts_chinese"})
            EXPECT_TRUE(json.contains(id)) << id;
    } else {
        EXPECT_TRUE(json.contains("desktop"));
    }
    const auto text = run_program({"doctor", "--lang", "zh"});
    EXPECT_EQ(text.exit_code, 0);
    EXPECT_THAT(text.out, HasSubstr("处理器: "));
    EXPECT_EQ(text.out.find("doctor."), std::string::npos) << "a text without words: " << text.out;
}

TEST(Doctor, ADisplayThatDoesNotAnswerIsARow) {
    const auto ran = run_program({"doctor", "--json"}, {.environment = {"DISPLAY=:4711"}});
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    const auto json = ran.json().at("doctor");
    if (!json.contains("qt")) GTEST_SKIP() << "built without the desktop";
    EXPECT_THAT(json.at("display").get<std::string>(), HasSubstr("none"));
    EXPECT_FALSE(json.contains("gl_renderer"));
}

TEST(Doctor, FoldersDoNotNameTheUser) {
    const testing::TemporaryFolder home;
    const auto ran =
        run_program({"doctor"}, {.environment = {"HOME=" + home.path().string(), "XDG_CONFIG_HOME",
                                                 "XDG_DATA_HOME", "XDG_STATE_HOME"}});
    EXPECT_EQ(ran.exit_code, 0);
    EXPECT_EQ(ran.out.find(home.path().string()), std::string::npos) << ran.out;
}

/// Cells of a CSV file's column, by header.
std::set<std::string> cells(const fs::path& file, const std::string& header) {
    std::istringstream lines(base::read_text_file(file.string()).value_or(""));
    std::string line, cell;
    std::getline(lines, line);
    int at = -1, n = 0;
    for (std::istringstream heads(line); std::getline(heads, cell, ','); ++n)
        if (cell == header) at = n;
    EXPECT_GE(at, 0) << file << " has no column " << header;
    std::set<std::string> found;
    while (std::getline(lines, line)) {
        n = 0;
        for (std::istringstream row(line); std::getline(row, cell, ','); ++n)
            if (n == at && !cell.empty()) found.insert(cell);
    }
    return found;
}

std::vector<std::string> headers(const fs::path& file) {
    std::istringstream lines(base::read_text_file(file.string()).value_or(""));
    std::string line, cell;
    std::getline(lines, line);
    std::vector<std::string> found;
    for (std::istringstream heads(line); std::getline(heads, cell, ',');) found.push_back(cell);
    return found;
}

/// Words of letters, digits, dots and dashes in a text.
std::set<std::string> words_of(const std::string& text) {
    std::set<std::string> found;
    static const std::regex word("[A-Za-z0-9.+_-]+");
    for (std::sregex_iterator it(text.begin(), text.end(), word), end; it != end; ++it)
        found.insert(it->str());
    return found;
}

std::string unpacked(const std::string& pack) {
    return base::output_of(("unzip -p '" + pack + "'").c_str());
}

/// Coordinates and grades are written with decimals; whole numbers such as counts may well occur in both.
bool telling(const std::string& cell) {
    return cell.find('.') != std::string::npos && cell.size() >= 4;
}

/// Numbers that the recipe states for compositing, grid and estimation: those are told, and may be equal to a
/// depth or a grade by chance.
std::set<std::string> settings_of(const std::string& recipe) {
    std::set<std::string> found;
    const auto json = nlohmann::json::parse(base::read_text_file(recipe).value_or("{}"));
    for (const char* group : {"composite", "grid", "estimate"})
        if (json.contains(group))
            for (const auto& [name, value] : json.at(group).items())
                if (value.is_number() && !name.starts_with("origin"))
                    found.insert(nlohmann::json(value.get<double>()).dump());
    return found;
}

TEST(Doctor, APackHoldsNoHoleCoordinateOrGrade) {
    const testing::TemporaryFolder folder;
    const fs::path data = fs::path(testing::demonstration()).parent_path();
    const std::set<std::string> told = settings_of(testing::demonstration());
    for (const std::string& source : {testing::demonstration_project(), testing::demonstration()}) {
        const std::string pack = folder.file(fs::path(source).stem().string() + ".zip");
        const auto ran = run_program({"doctor", "--pack", source, "--out", pack, "--json"});
        ASSERT_EQ(ran.exit_code, 0) << ran.err << ran.out;
        const std::string text = unpacked(pack);
        EXPECT_THAT(text, HasSubstr("synthetic_collar.csv")) << "names of files are told";
        EXPECT_EQ(text.find(data.string()), std::string::npos) << "their folders are not";
        const std::set<std::string> words = words_of(text);
        int compared = 0;
        for (const char* table : {"synthetic_collar.csv", "synthetic_survey.csv", "synthetic_assay.csv",
                                  "synthetic_lithology.csv"}) {
            const fs::path file = data / table;
            ASSERT_TRUE(fs::exists(file)) << file;
            const std::vector<std::string> heads = headers(file);
            for (std::size_t n = 0; n < heads.size(); ++n)
                for (const std::string& cell : cells(file, heads[n])) {
                    if (n > 0 && (!telling(cell) || told.contains(cell))) continue;
                    ++compared;
                    EXPECT_FALSE(words.contains(cell)) << heads[n] << " of " << table << ": " << cell;
                    if (n == 0) {
                        EXPECT_EQ(text.find(cell), std::string::npos) << "hole " << cell;
                    }
                }
        }
        EXPECT_GT(compared, 500);
    }
}

TEST(Doctor, APackTellsWhatWasMadeAndFound) {
    const testing::TemporaryFolder folder;
    const std::string pack = folder.file("p.zip");
    ASSERT_EQ(run_program({"doctor", "--pack", testing::demonstration_project(), "--out", pack}).exit_code,
              0);
    const std::string text = unpacked(pack);
    for (const char* part : {"\"table\": \"collars\"", "\"rows\": 30", "\"estimate.model\"", "\"fnv1a64\"",
                             "\"kind\": ", "\"hole\": 1", "\"opens\": true", "Qt: "})
        EXPECT_THAT(text, HasSubstr(part));
}

TEST(Doctor, AProjectThatDoesNotOpenIsPackedToo) {
    const testing::TemporaryFolder folder;
    const std::string broken = folder.file("broken.gpkg"), pack = folder.file("p.zip");
    std::string bytes = base::read_text_file(testing::demonstration_project()).value();
    for (std::size_t at = 4096 * 3; at < bytes.size(); at += 4096) bytes[at] ^= 0x55;
    ASSERT_TRUE(base::write_text_file(broken, bytes));
    const auto ran = run_program({"doctor", "--pack", broken, "--out", pack});
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    const std::string text = folder.write("text.gpkg", "H1,500000.25,4100000.75,0.87\n");
    EXPECT_EQ(run_program({"doctor", "--pack", text, "--out", folder.file("q.zip")}).exit_code, 0);
    const std::string told = unpacked(folder.file("q.zip"));
    EXPECT_THAT(told, HasSubstr("\"opens\": false"));
    EXPECT_EQ(told.find("4100000"), std::string::npos);
}

TEST(Doctor, NothingIsOverwritten) {
    const testing::TemporaryFolder folder;
    const std::string there = folder.write("there.zip", "mine");
    fs::create_directory(folder.path() / "folder.zip");
    fs::create_symlink("nowhere", folder.path() / "dangling.zip");
    for (const char* name : {"there.zip", "folder.zip", "dangling.zip"}) {
        const auto ran =
            run_program({"doctor", "--pack", testing::demonstration(), "--out", folder.file(name)});
        EXPECT_EQ(ran.exit_code, 1) << name;
        EXPECT_THAT(ran.err, HasSubstr("of this name exists")) << name;
    }
    EXPECT_EQ(base::read_text_file(there).value(), "mine");
    EXPECT_TRUE(fs::is_symlink(folder.path() / "dangling.zip"));
    EXPECT_EQ(run_program({"doctor", "--pack", testing::demonstration()}).exit_code, 2);
    EXPECT_EQ(
        run_program({"doctor", "--pack", testing::demonstration(), "--out", folder.file("p.txt")}).exit_code,
        2);
    EXPECT_EQ(
        run_program({"doctor", "--pack", folder.file("none.gpkg"), "--out", folder.file("n.zip")}).exit_code,
        1);
    EXPECT_FALSE(fs::exists(folder.path() / "n.zip"));
}

}  // namespace
}  // namespace orelens
