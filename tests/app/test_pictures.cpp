// Pictures without a window: needs the desktop part of the build and an X server to start.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "core/base/AtomicFile.h"
#include "tests/app/Program.h"
#include "tests/support/SharedData.h"

namespace orelens {
namespace {

using testing::demonstration_project;
using ::testing::HasSubstr;
using testing::run_program;
using testing::TemporaryFolder;

/// Width and height from a PNG's header; zeros when it is none.
std::pair<unsigned, unsigned> png_size(const std::string& path) {
    const auto bytes = base::read_text_file(path);
    if (!bytes || bytes->size() < 24 || !bytes->starts_with("\x89PNG\r\n\x1a\n")) return {0, 0};
    const auto number = [&](std::size_t at) {
        unsigned value = 0;
        for (std::size_t n = 0; n < 4; ++n) value = value << 8 | static_cast<unsigned char>((*bytes)[at + n]);
        return value;
    };
    return {number(16), number(20)};
}

class Pictures : public ::testing::Test {
  protected:
    void SetUp() override {
        const auto probe = run_program({"render", "none.gpkg", "--out", "x.png"});
        if (probe.err.find("built without pictures") != std::string::npos)
            GTEST_SKIP() << "built without the desktop";
    }
    TemporaryFolder folder;
};

TEST_F(Pictures, RenderStartsItsOwnDisplayAndSaysSo) {
    const auto ran = run_program({"render", demonstration_project(), "--price", "Cu=9000", "--view", "iso",
                                  "--size", "640x400", "--out", folder.file("a.png")},
                                 {.environment = {"DISPLAY"}});
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    EXPECT_THAT(ran.err, HasSubstr("Xvfb"));
    EXPECT_EQ(png_size(folder.file("a.png")), std::pair(640U, 400U));
}

TEST_F(Pictures, ThePriceChangesThePicture) {
    for (const char* price : {"Cu=1", "Cu=1000000"}) {
        const auto ran = run_program({"render", demonstration_project(), "--price", price, "--size",
                                      "320x200", "--out", folder.file(std::string(price) + ".png"), "--json"},
                                     {.environment = {"DISPLAY"}});
        ASSERT_EQ(ran.exit_code, 0) << ran.err << ran.out;
        EXPECT_EQ(ran.json().at("width"), 320);
    }
    EXPECT_FALSE(*base::read_text_file(folder.file("Cu=1.png")) ==
                 *base::read_text_file(folder.file("Cu=1000000.png")));
}

TEST_F(Pictures, WrongRequestsAreUsageErrorsAndWriteNothing) {
    const std::vector<std::vector<std::string>> wrong{{"--price", "Cv=9000"},
                                                      {"--price", "Cu=much"},
                                                      {"--size", "9"},
                                                      {"--size", "5x5"},
                                                      {"--view", "inside"}};
    for (const auto& options : wrong) {
        std::vector<std::string> arguments{"render", demonstration_project(), "--out", folder.file("x.png")};
        arguments.insert(arguments.end(), options.begin(), options.end());
        EXPECT_EQ(run_program(arguments).exit_code, 2) << options[1];
        EXPECT_FALSE(std::filesystem::exists(folder.file("x.png")));
    }
}

TEST_F(Pictures, AnAnimationIsNumberedFramesInAFolder) {
    const auto ran = run_program({"render", demonstration_project(), "--sweep", "20000:90000:3", "--size", "320x200", "--out",
                                  folder.file("frames")},
                                 {.environment = {"DISPLAY"}});
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    for (const char* frame : {"frame_0001.png", "frame_0002.png", "frame_0003.png"})
        EXPECT_EQ(png_size(folder.file("frames/" + std::string(frame))), std::pair(320U, 200U)) << frame;
    EXPECT_FALSE(*base::read_text_file(folder.file("frames/frame_0001.png")) ==
                 *base::read_text_file(folder.file("frames/frame_0003.png")));
    for (const char* wrong : {"20000:90000", "20000:20000:5", "a:b:c", "20000:90000:1"})
        EXPECT_EQ(run_program({"render", demonstration_project(), "--sweep", wrong, "--out", folder.file("none")}).exit_code, 2)
            << wrong;
    EXPECT_FALSE(std::filesystem::exists(folder.file("none")));
}

TEST_F(Pictures, RunDrawsViewsAndThePdf) {
    const auto ran = run_program({"run", demonstration_project(), "--out", folder.file("out"), "--blocks",
                                  "none", "--json", "--lang", "zh"},
                                 {.environment = {"DISPLAY"}});
    ASSERT_EQ(ran.exit_code, 0) << ran.err << ran.out;
    for (const char* view : {"iso", "top", "south"})
        EXPECT_EQ(png_size(folder.file("out/demonstration-" + std::string(view) + ".png")),
                  std::pair(1920U, 1200U));
    EXPECT_EQ(png_size(folder.file("out/demonstration-section.png")), std::pair(2000U, 600U));
    EXPECT_TRUE(base::read_text_file(folder.file("out/demonstration.pdf"))->starts_with("%PDF-"));
}

}  // namespace
}  // namespace orelens
