// Finds ../shared/data beside the project; real-data tests skip, visibly, where it is absent.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace orelens::testing {

/// Path of a file or folder below shared/data, or nothing. ORELENS_SHARED_DATA overrides the place.
std::optional<std::filesystem::path> shared_data(const std::string& relative);

/// A fresh folder under the system's temporary folder; removed when the object goes.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    /// Writes text to a file in the folder and returns its path.
    std::string write(const std::string& name, const std::string& text) const;

  private:
    std::filesystem::path path_;
};

}  // namespace orelens::testing

/// First line of a real-data test: ORELENS_SHARED(path, "drillholes/babbitt");
#define ORELENS_SHARED(variable, relative)                                                  \
    const auto variable##_found = orelens::testing::shared_data(relative);                  \
    if (!variable##_found) GTEST_SKIP() << "shared data not present: " << (relative);       \
    const std::filesystem::path& variable = *variable##_found
