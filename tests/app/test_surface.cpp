// `surface`: usable blocks and grade shells as files of other programs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "core/io/shapes/ShapeFiles.h"
#include "core/shapes/Solid.h"
#include "tests/app/Program.h"
#include "tests/support/SharedData.h"

namespace orelens {
namespace {

namespace fs = std::filesystem;
using testing::demonstration_project;
using ::testing::HasSubstr;
using testing::run_program;
using testing::TemporaryFolder;

double volume_of(const std::string& path) {
    const auto file = io::read_shapes(path, base::Progress());
    EXPECT_TRUE(file) << base::describe(file.error(), base::Language::english);
    if (!file) return 0;
    const auto solid = shapes::make_solid(io::joined_meshes(*file), {}, base::Progress());
    EXPECT_TRUE(solid) << base::describe(solid.error(), base::Language::english);
    return solid ? solid->volume_m3 : 0;
}

TEST(Surface, EveryFormatEnclosesTheBlocksThatItNames) {
    const TemporaryFolder folder;
    double volume = 0;
    for (const char* name : {"s.stl", "s.obj", "s.dxf", "s.omf", "s.vtp"}) {
        const std::string out = folder.file(name);
        const auto ran = run_program({"surface", demonstration_project(), out, "--price", "Cu=11000", "--json"});
        ASSERT_EQ(ran.exit_code, 0) << ran.err << ran.out;
        EXPECT_GT(ran.json().at("blocks").get<std::int64_t>(), 0);
        const double found = volume_of(out);
        if (volume == 0) volume = found;
        EXPECT_NEAR(found, volume, 1e-5 * volume) << name;
    }
    // The curve counts the same blocks.
    const auto curve = run_program(
        {"curve", demonstration_project(), "--low", "11000", "--high", "11000", "--points", "2", "--json"});
    const auto again =
        run_program({"surface", demonstration_project(), folder.file("s.stl"), "--price", "11000", "--json"});
    EXPECT_EQ(again.json().at("blocks"), curve.json().at("points").at(0).at("blocks"));
}

TEST(Surface, AGradeShellNeedsItsCutoff) {
    const TemporaryFolder folder;
    const std::string out = folder.file("cu.dxf");
    const auto ran =
        run_program({"surface", demonstration_project(), out, "--column", "Cu", "--cutoff", "0.4", "--json"});
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    const auto more =
        run_program({"surface", demonstration_project(), out, "--column", "Cu", "--cutoff", "0.2", "--json"});
    EXPECT_GT(more.json().at("blocks").get<std::int64_t>(), ran.json().at("blocks").get<std::int64_t>());
    for (const std::vector<std::string>& wrong :
         {std::vector<std::string>{"--column", "Cu"}, {"--cutoff", "1"}, {"--column", "Cu", "--cutoff", "1", "--price", "9"}}) {
        std::vector<std::string> arguments{"surface", demonstration_project(), out};
        arguments.insert(arguments.end(), wrong.begin(), wrong.end());
        EXPECT_EQ(run_program(arguments).exit_code, 2) << ::testing::PrintToString(wrong);
    }
    const auto beyond =
        run_program({"surface", demonstration_project(), folder.file("no.stl"), "--column", "Cu", "--cutoff", "99"});
    EXPECT_EQ(beyond.exit_code, 1);
    EXPECT_THAT(beyond.err, HasSubstr("the highest value is"));
    const auto unknown =
        run_program({"surface", demonstration_project(), folder.file("no.stl"), "--column", "cu", "--cutoff", "1"});
    EXPECT_EQ(unknown.exit_code, 2);
    EXPECT_THAT(unknown.err, HasSubstr("Cu"));
    EXPECT_FALSE(fs::exists(folder.file("no.stl")));
}

TEST(Surface, ForeignFilesStay) {
    const TemporaryFolder folder;
    for (const char* name : {"mine.stl", "mine.obj", "mine.dxf", "mine.vtp", "mine.omf"}) {
        const std::string path = folder.write(name, "mine");
        const auto ran = run_program({"surface", demonstration_project(), path});
        EXPECT_EQ(ran.exit_code, 1) << name;
        EXPECT_THAT(ran.err, HasSubstr(name));
        EXPECT_EQ(fs::file_size(path), 4U);
    }
    EXPECT_EQ(run_program({"surface", demonstration_project(), folder.file("s.png")}).exit_code, 2);
}

}  // namespace
}  // namespace orelens
