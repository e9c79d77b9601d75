// No output name deletes what the program did not make: every verb that writes, against odd targets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <map>

#include "core/base/AtomicFile.h"
#include "tests/app/Program.h"
#include "tests/support/SharedData.h"

namespace orelens {
namespace {

namespace fs = std::filesystem;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::run_program;

/// The demonstration's files and a model, copied so that they may be put at risk.
class Targets : public ::testing::Test {
  protected:
    Targets() {
        const fs::path from = fs::path(testing::demonstration()).parent_path();
        fs::copy(from, folder_.path() / "data", fs::copy_options::recursive);
        recipe_ = folder_.file("data") + "/" + fs::path(testing::demonstration()).filename().string();
        project_ = folder_.file("p.gpkg");
        fs::copy_file(testing::demonstration_project(), project_);
        model_ = folder_.file("m.vdb");
        fs::copy_file(fs::path(testing::demonstration_project()).replace_extension(".vdb"), model_);
    }
    /// Every file below the folder with its bytes.
    std::map<std::string, std::string> all() const {
        std::map<std::string, std::string> files;
        for (const auto& entry : fs::recursive_directory_iterator(folder_.path())) {
            if (entry.is_symlink())
                files[entry.path().string()] = "-> " + fs::read_symlink(entry.path()).string();
            else if (entry.is_regular_file())
                files[entry.path().string()] = base::read_text_file(entry.path().string()).value();
            else
                files[entry.path().string()] = "";
        }
        return files;
    }
    void refused(const std::vector<std::string>& arguments, const std::string& names) {
        const auto before = all();
        const auto ran = run_program(arguments);
        SCOPED_TRACE(::testing::PrintToString(arguments) + ran.err);
        EXPECT_THAT(ran.exit_code, AnyOf(1, 2));
        EXPECT_THAT(ran.err, HasSubstr(names));
        EXPECT_THAT(ran.err, Not(HasSubstr(".orelens-")));
        EXPECT_THAT(ran.err, Not(HasSubstr("saving-")));
        EXPECT_TRUE(all() == before);
    }

    testing::TemporaryFolder folder_;
    std::string recipe_, project_, model_;
};

TEST_F(Targets, OddFileNamesAreRefusedBeforeWork) {
    fs::create_directory(folder_.file("folder"));
    fs::create_symlink("m.vdb", folder_.file("link.vdb"));
    fs::create_hard_link(model_, folder_.file("hard.vdb"));
    ASSERT_EQ(::mkfifo(folder_.file("pipe.vdb").c_str(), 0600), 0);
    const std::vector<std::string> vdb_targets{model_,
                                               folder_.file("folder/../m.vdb"),
                                               folder_.file("link.vdb"),
                                               folder_.file("hard.vdb"),
                                               folder_.file("pipe.vdb"),
                                               folder_.file("m.vdb/x.vdb")};
    for (const std::string& target : vdb_targets)
        refused({"convert", model_, target}, target.substr(0, target.find("/x.vdb")));
}

TEST_F(Targets, ConvertKeepsForeignFiles) {
    const std::string notes = folder_.write("notes.vdb", "mine");
    refused({"convert", model_, notes}, notes);
    const std::string assays = folder_.file("data/synthetic_assay.csv");
    refused({"convert", model_, assays}, assays);
    const std::string sidecar = folder_.write("new.csv.json", "{\"mine\": true}");
    refused({"convert", model_, folder_.file("new.csv")}, sidecar);
    fs::create_directory(folder_.file("folder.vdb"));
    refused({"convert", model_, folder_.file("folder.vdb")}, folder_.file("folder.vdb"));
    fs::create_symlink("nowhere", folder_.file("dangling.vdb"));
    refused({"convert", model_, folder_.file("dangling.vdb")}, folder_.file("dangling.vdb"));
    refused({"convert", model_, "/dev/full"}, "/dev/full");
}

TEST_F(Targets, RenderKeepsWhatItReadsAndWhatIsNoPicture) {
    for (const std::string& target :
         {recipe_, folder_.file("data/synthetic_collar.csv"), folder_.file("data/synthetic_mine_record.json"),
          project_, model_, folder_.file("data")})
        refused({"render", recipe_, "--out", target}, target);
    refused({"render", project_, "--out", project_}, project_);
    refused({"render", project_, "--out", "/dev/null"}, "/dev/null");
    EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST_F(Targets, ARunsFolderIsAFolderAndKeepsForeignFiles) {
    for (const std::string& target : {recipe_, project_, folder_.file("data/synthetic_collar.csv")})
        refused({"run", recipe_, "--out", target}, target);
    refused({"run", recipe_, "--out", "/dev/null"}, "/dev/null");
    fs::create_symlink("nowhere", folder_.file("dangling"));
    refused({"run", recipe_, "--out", folder_.file("dangling")}, folder_.file("dangling"));
    fs::create_directory(folder_.file("out"));
    const std::string name = fs::path(testing::demonstration_project()).stem().string();
    const std::string picture = folder_.write("out/" + name + "-iso.png", "mine");
    refused({"run", recipe_, "--out", folder_.file("out")}, picture);
    fs::remove(picture);
    const std::string foreign = folder_.write("out/" + name + ".gpkg", "mine");
    refused({"run", recipe_, "--out", folder_.file("out")}, foreign);
    fs::remove(foreign);
    fs::create_directory(folder_.file("out/summary.json"));
    refused({"run", recipe_, "--out", folder_.file("out")}, folder_.file("out/summary.json"));
    fs::remove(folder_.file("out/summary.json"));
    // Found only when the tables are known: nothing has been moved then.
    fs::create_directory(folder_.file("out/tables"));
    const std::string table = folder_.write("out/tables/inputs.csv", "mine");
    refused({"run", recipe_, "--out", folder_.file("out"), "--no-pictures"}, table);
}

TEST_F(Targets, TablesOfAnswersKeepForeignFiles) {
    fs::create_directory(folder_.file("out"));
    const std::string mine = folder_.write("out/statistics.csv", "mine");
    refused({"stats", project_, "--csv", folder_.file("out")}, mine);
    fs::remove(mine);
    EXPECT_EQ(run_program({"stats", project_, "--csv", folder_.file("out")}).exit_code, 0);
    EXPECT_EQ(run_program({"stats", project_, "--csv", folder_.file("out")}).exit_code, 0) << "its own files of before";
    const std::string assays = folder_.file("data/synthetic_assay.csv"), phases = folder_.file("data/synthetic_phases.csv");
    refused({"occurrence", phases, "--out", assays}, assays);
    refused({"occurrence", phases, "--out", phases}, phases);
    refused({"occurrence", phases, "--out", "/dev/full"}, "/dev/full");
    const std::string edited = folder_.file("edited.csv");
    EXPECT_EQ(run_program({"occurrence", phases, "--out", edited}).exit_code, 0);
    refused({"occurrence", phases, "--out", edited}, edited);
}

TEST_F(Targets, ARecipeNamedAsAResultStays) {
    const std::string summary = folder_.file("data/summary.json");
    fs::copy_file(recipe_, summary);
    refused({"run", summary, "--out", folder_.file("data")}, summary);
    refused({"run", summary, "--out", folder_.file("data/../data/.")}, "summary.json");
}

TEST_F(Targets, DemoAndReferencePagesKeepForeignFiles) {
    fs::create_directory(folder_.file("demo"));
    const std::string readme = folder_.write("demo/README.md", "mine");
    refused({"demo", folder_.file("demo")}, readme);
    refused({"demo", recipe_}, recipe_);
    const std::string page = folder_.write("demo/parameters.zh.md", "mine");
    refused({"parameters", "--write-reference", folder_.file("demo")}, page);
    refused({"parameters", "--write-reference", recipe_}, recipe_);
    fs::remove(page);
    EXPECT_EQ(run_program({"parameters", "--write-reference", folder_.file("demo")}).exit_code, 0);
    EXPECT_EQ(run_program({"parameters", "--write-reference", folder_.file("demo")}).exit_code, 0);
}

TEST_F(Targets, WhatTheProgramMadeIsMadeAgain) {
    for (const char* name : {"a.vdb", "a.csv", "a.vti", "line\nend.vdb"}) {
        EXPECT_EQ(run_program({"convert", model_, folder_.file(name)}).exit_code, 0) << name;
        EXPECT_EQ(run_program({"convert", model_, folder_.file(name)}).exit_code, 0) << name;
    }
    fs::create_symlink("a.vdb", folder_.file("to_a.vdb"));
    EXPECT_EQ(run_program({"convert", model_, folder_.file("to_a.vdb")}).exit_code, 0);
    EXPECT_TRUE(fs::is_symlink(folder_.file("to_a.vdb")));
    const std::string demo = folder_.file("demo");
    EXPECT_EQ(run_program({"demo", demo, "--holes", "30"}).exit_code, 0);
    EXPECT_EQ(run_program({"demo", demo, "--holes", "31"}).exit_code, 0);
    folder_.write("demo/synthetic_assay.csv", "edited");
    refused({"demo", demo, "--holes", "30"}, folder_.file("demo/synthetic_assay.csv"));
}

}  // namespace
}  // namespace orelens
