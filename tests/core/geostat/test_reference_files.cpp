// Every reference file of ../shared/data/geostat is read by a test.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/support/SharedData.h"

namespace orelens::geostat {
namespace {

namespace fs = std::filesystem;

TEST(ReferenceFiles, EachIsATest) {
    ORELENS_SHARED(folder, "geostat");
    std::string sources;
    for (const char* room : {"geostat", "statistics", "shapes"})
        for (const auto& entry : fs::directory_iterator(fs::path(ORELENS_SOURCE_DIR) / "tests/core" / room)) {
            const std::string extension = entry.path().extension().string();
            if (extension != ".cpp" && extension != ".h") continue;
            std::ifstream file(entry.path());
            sources.append(std::istreambuf_iterator<char>(file), {});
        }
    int files = 0;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() != ".csv") continue;
        ++files;
        const std::string name = entry.path().filename().string();
        EXPECT_NE(sources.find("\"" + name + "\""), std::string::npos) << name;
    }
    EXPECT_GE(files, 36);
}

}  // namespace
}  // namespace orelens::geostat
