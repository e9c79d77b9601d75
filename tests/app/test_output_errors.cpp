// What cannot be written is an error with exit code 1 that names the user's file; never a crash, never a
// zero.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "core/base/AtomicFile.h"
#include "tests/app/Program.h"
#include "tests/support/SharedData.h"

namespace orelens {
namespace {

namespace fs = std::filesystem;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using testing::HowToRun;
using ::testing::Not;
using testing::run_program;
using Output = HowToRun::Output;

std::vector<std::vector<std::string>> printing() {
    const std::string record =
        (fs::path(testing::demonstration()).parent_path() / "synthetic_mine_record.json").string();
    return {{"--help"},
            {"--version"},
            {"parameters"},
            {"parameters", "--json"},
            {"utilization", record},
            {"check", testing::demonstration()},
            {"check", testing::demonstration(), "--json"},
            {"curve", testing::demonstration_project()},
            {"curve", testing::demonstration_project(), "--json"},
            {"rum", "--json"}};
}

TEST(OutputErrors, StandardOutputThatTakesNothingIsAFailure) {
    for (const Output output : {Output::full_disk, Output::closed, Output::nobody_reads})
        for (const auto& arguments : printing()) {
            SCOPED_TRACE(::testing::PrintToString(arguments));
            const auto ran = run_program(arguments, {.output = output});
            EXPECT_EQ(ran.exit_code, arguments[0] == "rum" ? 2 : 1);
            EXPECT_THAT(ran.err, HasSubstr("standard output cannot be written"));
        }
}

TEST(OutputErrors, NothingPrintedLandsInAFile) {
    const testing::TemporaryFolder folder;
    const std::string model = fs::path(testing::demonstration_project()).replace_extension(".vdb").string();
    const auto closed =
        run_program({"convert", model, folder.file("closed.vti")}, {.output = Output::closed});
    EXPECT_EQ(closed.exit_code, 1);
    EXPECT_EQ(run_program({"convert", model, folder.file("open.vti")}).exit_code, 0);
    EXPECT_TRUE(base::read_text_file(folder.file("closed.vti")).value() ==
                base::read_text_file(folder.file("open.vti")).value());
}

TEST(OutputErrors, ALimitOnFileSizesIsAnErrorThatNamesTheFile) {
    const testing::TemporaryFolder folder;
    const std::string model = fs::path(testing::demonstration_project()).replace_extension(".vdb").string();
    for (const char* name : {"m.vdb", "m.csv", "m.vti"}) {
        const auto ran = run_program({"convert", model, folder.file(name)}, {.file_size = 4096});
        SCOPED_TRACE(name + ran.err);
        EXPECT_EQ(ran.exit_code, 1);
        EXPECT_THAT(ran.err, HasSubstr(folder.file(name)));
        EXPECT_THAT(ran.err, HasSubstr("File too large"));
    }
    const auto demo = run_program({"demo", folder.file("demo")}, {.file_size = 4096});
    EXPECT_EQ(demo.exit_code, 1);
    EXPECT_THAT(demo.err, HasSubstr(folder.file("demo/")));
    EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(OutputErrors, ARunThatCannotWriteLeavesNothing) {
    const testing::TemporaryFolder folder;
    // The sizes stop it in different writers: tables, workbook, model, project.
    for (const double size : {600.0, 3000.0, 8000.0, 20000.0, 60000.0, 150000.0}) {
        const auto ran = run_program({"run", testing::demonstration(), "--out", folder.file("out"),
                                      "--blocks", "vdb,csv,vti", "--no-pictures"},
                                     {.file_size = size});
        SCOPED_TRACE(std::to_string(size) + " " + ran.err);
        EXPECT_EQ(ran.exit_code, 1);
        EXPECT_THAT(ran.err, HasSubstr("/out"));
        EXPECT_THAT(ran.err, Not(HasSubstr(".orelens-")));
        EXPECT_THAT(ran.err, Not(HasSubstr("saving-")));
        std::error_code ignored;
        EXPECT_FALSE(fs::exists(folder.file("out/summary.json"), ignored));
        for (const auto& entry : fs::directory_iterator(folder.path(), ignored))
            EXPECT_TRUE(fs::is_empty(entry.path())) << entry.path();
    }
}

TEST(OutputErrors, NamesOfFilesAndHolesSpeakToNoTerminal) {
    const testing::TemporaryFolder folder;
    const std::string odd = "a\x1b[31m\a\r\u202Eb";
    const auto missing = run_program({"run", folder.file(odd + ".json")});
    EXPECT_EQ(missing.exit_code, 1);
    EXPECT_THAT(missing.err, HasSubstr("a\\x1b[31m\\x07\\x0d\\u202eb.json"));
    folder.write("c.csv", "hole,x,y,z,depth\n" + odd + ",0,0,0,10\n" + odd + ",5,0,0,10\n");
    folder.write("a.csv", "hole,from,to,Cu\n" + odd + ",0,5,1\n" + odd + ",3,9,2\n");
    const std::string recipe =
        folder.write(odd + ".json", R"({"drillholes": {"collar_file": "c.csv", "assay_file": "a.csv"}})");
    for (const auto& arguments : {std::vector<std::string>{"check", recipe},
                                  {"check", recipe, "--json"},
                                  {"run", recipe, "--strict"},
                                  {"rum\x1b[2J"},
                                  {"run", "--o\x1b[2J"}}) {
        const auto ran = run_program(arguments);
        for (const std::string& text : {ran.out, ran.err}) {
            EXPECT_THAT(text, Not(HasSubstr("\x1b"))) << text;
            EXPECT_THAT(text, Not(HasSubstr("\a")));
            EXPECT_THAT(text, Not(HasSubstr("\r")));
            EXPECT_THAT(text, Not(HasSubstr("\u202E")));
        }
    }
}

}  // namespace
}  // namespace orelens
