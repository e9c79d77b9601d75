#include "tests/support/SharedData.h"

#include <cstdlib>
#include <fstream>
#include <random>

namespace orelens::testing {
namespace fs = std::filesystem;

std::optional<fs::path> shared_data(const std::string& relative) {
    const char* stated = std::getenv("ORELENS_SHARED_DATA");
    const fs::path root = stated ? fs::path(stated) : fs::path(ORELENS_SOURCE_DIR).parent_path() / "shared" / "data";
    const fs::path path = root / relative;
    if (!fs::exists(path)) return std::nullopt;
    return path;
}

TemporaryFolder::TemporaryFolder() {
    std::random_device random;
    do path_ = fs::temp_directory_path() / ("orelens-test-" + std::to_string(random()));
    while (!fs::create_directories(path_));
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

std::string TemporaryFolder::write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return file(name);
}

}  // namespace orelens::testing
